package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.tucana.core.io.StoredTensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;

/** A tensor that a user names: {@code FILE:NAME}, or {@code FILE} of one tensor. */
final class TensorInput {
  /** A name is what follows one of these and a colon; paths may have colons elsewhere. */
  private static final List<String> ENDINGS =
      List.of(".safetensors", ".npz", ".npy", ".pt", ".pth", ".th", ".bin", ".ckpt");

  private static final int NAMES_SHOWN = 5;

  private TensorInput() {}

  /**
   * Reads it in float32 or float64; narrower floats are widened.
   *
   * @throws FormatException for unknown formats, names that are not there, and integers
   */
  static HostTensor read(String named) throws IOException {
    HostTensor tensor = stored(named);
    return switch (tensor.type().dtype()) {
      case FLOAT32, FLOAT64 -> tensor;
      case FLOAT16, BFLOAT16 -> HostTensor.of(tensor.shape(), tensor.toFloats());
      case INT32, INT64, UINT8, BOOL ->
          throw new FormatException(
              named
                  + ": holds "
                  + tensor.type()
                  + ", expected "
                  + DType.FLOAT32
                  + " or another floating-point type; save it with astype('float32')");
    };
  }

  /** The file in such a text; whether there is one is another question. */
  static Path file(String named) {
    return Path.of(named.substring(0, fileEnd(named)));
  }

  /** Where the file's name ends: at the last colon behind a known ending, or with the text. */
  private static int fileEnd(String named) {
    return ENDINGS.stream()
        .map(ending -> named.lastIndexOf(ending + ":") + ending.length())
        .filter(end -> end < named.length() && named.charAt(end) == ':')
        .max(Integer::compare)
        .orElse(named.length());
  }

  private static HostTensor stored(String named) throws IOException {
    int end = fileEnd(named);
    try (StoredTensors file = StoredTensors.open(file(named))) {
      return file.read(
          end < named.length() ? named.substring(end + 1) : onlyName(named, file.names()));
    }
  }

  private static String onlyName(String named, Set<String> names) {
    if (names.size() != 1) {
      throw new FormatException(
          named
              + ": holds "
              + names.size()
              + " tensors "
              + names.stream().limit(NAMES_SHOWN).toList()
              + "; write "
              + named
              + ":NAME to name one");
    }
    return names.iterator().next();
  }
}
