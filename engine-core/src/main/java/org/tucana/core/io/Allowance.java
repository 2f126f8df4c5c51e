package org.tucana.core.io;

import org.tucana.core.type.FormatException;

/**
 * How much memory the content of a file may still take. A few bytes of a pickle can ask for a
 * dictionary, and a view with strides of zero for any number of elements; nothing that was saved
 * needs more than about what its file has.
 */
final class Allowance {
  private static final long TIMES_FILE = 2;

  /** Small files consist of names and objects more than of numbers. */
  private static final long FREE_BYTES = 640 << 10;

  private final FileBytes file;
  private long left;

  Allowance(FileBytes file) {
    this.file = file;
    this.left = TIMES_FILE * file.size() + FREE_BYTES;
  }

  /**
   * Takes bytes, before they are allocated.
   *
   * @throws FormatException where fewer are left
   */
  void take(long bytes) {
    if (bytes > left) {
      throw file.fault(
          "asks for more than "
              + TIMES_FILE
              + " times the memory that it takes on disk; it is packed tightly, holds views that"
              + " repeat elements, or is made to harm: save copies (torch.clone) of its tensors");
    }
    left -= bytes;
  }
}
