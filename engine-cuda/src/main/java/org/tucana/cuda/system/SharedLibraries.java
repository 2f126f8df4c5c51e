package org.tucana.cuda.system;

import java.nio.file.Path;

/** Loads shared libraries of the system, for good. */
interface SharedLibraries {
  /** Loads a library by its name, from where the system looks; false where that fails. */
  boolean load(String name);

  /** Loads a library from a file; false where that fails. */
  boolean load(Path file);
}
