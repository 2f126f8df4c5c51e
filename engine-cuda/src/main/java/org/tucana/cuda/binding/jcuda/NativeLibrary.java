package org.tucana.cuda.binding.jcuda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import org.tucana.core.type.BackendException;

/**
 * The native halves of JCuda. It copies them out of the jar to a fixed name in the folder for
 * temporary files and loads whatever lies there already, which on a machine of several users may be
 * somebody else's or a copy in the making; so they are put there first, whole and as a file of this
 * user.
 */
enum NativeLibrary {
  DRIVER("JCudaDriver"),
  BLAS("JCublas2"),
  DNN("JCudnn");

  private final String baseName;

  NativeLibrary(String baseName) {
    this.baseName = baseName;
  }

  private String fileName() {
    return LibUtils.createLibraryFileName(
        LibUtils.createPlatformLibraryName(baseName + "-" + JCudaVersion.get()));
  }

  private String resource() {
    return "/lib/" + fileName();
  }

  boolean isOnClassPath() {
    return LibUtils.class.getResource(resource()) != null;
  }

  /**
   * Puts the file where JCuda looks for it.
   *
   * @throws BackendException where another user's file is in its place
   */
  void place() {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    Path file = folder.resolve(fileName());
    try (InputStream content = LibUtils.class.getResourceAsStream(resource())) {
      if (content == null) {
        throw new BackendException(
            "cuda: " + resource() + " is not on the class path; build on the system that runs it");
      }
      Path partial = Files.createTempFile(folder, fileName(), ".part");
      try {
        Files.copy(content, partial, StandardCopyOption.REPLACE_EXISTING);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      if (isLoadedByAnotherProcess(file)) {
        return;
      }
      throw new BackendException(
          "cuda: "
              + file
              + " cannot be written ("
              + e.getClass().getSimpleName()
              + "); remove it, or name a folder of your own by"
              + " TUCANA_JAVA_OPTS=-Djava.io.tmpdir=FOLDER",
          e);
    }
  }

  /** On Windows a library in use cannot be replaced; its temporary folder is the user's own. */
  private static boolean isLoadedByAnotherProcess(Path file) {
    return LibUtils.calculateOS() == LibUtils.OSType.WINDOWS && Files.isRegularFile(file);
  }
}
