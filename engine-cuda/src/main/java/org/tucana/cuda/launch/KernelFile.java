package org.tucana.cuda.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.tucana.core.type.BackendException;

/** The kernels of our own, one file a family; their sources are in {@code native/kernels}. */
public enum KernelFile {
  BOXES,
  CHAIN,
  INDEXING,
  LOSS,
  MASK,
  NORMALIZATION,
  OPTIMIZER,
  POINTWISE,
  POOLING,
  RANDOM,
  REDUCTION,
  REGION,
  RESIZE;

  /** The file's name without its ending. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The PTX text, a resource of this module. */
  String ptx() {
    String resource = "/org/tucana/cuda/kernels/" + title() + ".ptx";
    try (InputStream in = KernelFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new BackendException(
            "kernels: " + resource + " is not on the class path; run native/build and build anew");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BackendException("kernels: " + resource + " cannot be read; build anew", e);
    }
  }
}
