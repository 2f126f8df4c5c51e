package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.tucana.core.io.Npy;
import org.tucana.core.io.Safetensors;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;

/** A tensor that a user names: {@code FILE.npy} or {@code FILE.safetensors:NAME}. */
final class TensorInput {
  private static final String NPY = ".npy";
  private static final String SAFETENSORS = ".safetensors";
  private static final int NAMES_SHOWN = 5;

  private TensorInput() {}

  /**
   * Reads the tensor; the name may be left out where the file holds one tensor alone.
   *
   * @throws FormatException where text or file are not of this form
   */
  static HostTensor read(String text) throws IOException {
    if (text.endsWith(NPY)) {
      return Npy.read(Path.of(text));
    }
    if (text.endsWith(SAFETENSORS)) {
      Map<String, HostTensor> tensors = Safetensors.read(Path.of(text)).tensors();
      if (tensors.size() == 1) {
        return tensors.values().iterator().next();
      }
      throw new FormatException(
          text + ": holds " + some(tensors) + "; write " + text + ":NAME to name one");
    }
    int colon = text.lastIndexOf(SAFETENSORS + ":");
    if (colon < 0) {
      throw new FormatException(
          text + ": is neither FILE.npy nor FILE.safetensors:NAME; convert or rename it");
    }
    String file = text.substring(0, colon + SAFETENSORS.length());
    String name = text.substring(file.length() + 1);
    Map<String, HostTensor> tensors = Safetensors.read(Path.of(file)).tensors();
    HostTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new FormatException(
          file + ": has no tensor '" + name + "', it holds " + some(tensors) + "; name one of its");
    }
    return tensor;
  }

  private static String some(Map<String, HostTensor> tensors) {
    return tensors.size()
        + " tensors "
        + tensors.keySet().stream().limit(NAMES_SHOWN).toList()
        + (tensors.size() > NAMES_SHOWN ? " and others" : "");
  }
}
