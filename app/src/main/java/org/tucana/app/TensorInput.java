package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.tucana.core.io.Npy;
import org.tucana.core.io.Safetensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;

/**
 * A tensor that a user names: {@code T.npy}, {@code T.safetensors:name}, or {@code T.safetensors}
 * of one tensor.
 */
final class TensorInput {
  private static final String NPY = ".npy";
  private static final String SAFETENSORS = ".safetensors";
  private static final int NAMES_SHOWN = 5;

  private TensorInput() {}

  /**
   * Reads it in float32 or float64; narrower floats are widened.
   *
   * @throws FormatException for unknown endings, names that are not there, and integers
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
    int end = named.lastIndexOf(SAFETENSORS + ":");
    return Path.of(end < 0 ? named : named.substring(0, end + SAFETENSORS.length()));
  }

  private static HostTensor stored(String named) throws IOException {
    if (named.endsWith(NPY)) {
      return Npy.read(Path.of(named));
    }
    if (named.endsWith(SAFETENSORS)) {
      Path file = Path.of(named);
      return Safetensors.read(
          file, onlyName(named, Safetensors.readHeader(file).tensors().keySet()));
    }
    int end = named.lastIndexOf(SAFETENSORS + ":");
    if (end < 0) {
      throw new FormatException(
          named + ": is neither FILE.npy nor FILE.safetensors:NAME; convert or rename it");
    }
    int colon = end + SAFETENSORS.length();
    return Safetensors.read(Path.of(named.substring(0, colon)), named.substring(colon + 1));
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
