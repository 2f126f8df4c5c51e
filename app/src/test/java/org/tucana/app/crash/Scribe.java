package org.tucana.app.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.io.WholeFile;

/** A program that writes a few files where it runs, well or badly. */
final class Scribe {
  static final int FILES = 12;

  private Scribe() {}

  /** What it does. */
  enum Manner {
    /** As it should be. */
    WHOLE,
    /** Files grow under their final names. */
    IN_PLACE,
    /** What was written before is thrown away first. */
    FORGETFUL,
    /** Half-written files stay for good. */
    UNTIDY,
    /** The bytes depend on what was there before. */
    MOODY,
    /** It does not begin where something is there. */
    STUBBORN
  }

  public static void main(String[] arguments) throws Exception {
    Manner manner = Manner.valueOf(arguments[0]);
    Path here = Path.of("").toAbsolutePath();
    boolean again = Files.exists(here.resolve("0.csv"));
    if (manner != Manner.UNTIDY) {
      OutputFolders.removeLeftovers(here);
    }
    if (again && manner == Manner.FORGETFUL) {
      Files.delete(here.resolve("0.csv"));
    }
    if (again && manner == Manner.STUBBORN) {
      System.err.println("there is something");
      System.exit(2);
    }
    for (int i = again && manner == Manner.FORGETFUL ? 1 : 0; i < FILES; i++) {
      String text = "file,length\n" + i + "," + (again && manner == Manner.MOODY) + "\n";
      write(manner, here.resolve(i + ".csv"), text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void write(Manner manner, Path file, byte[] bytes)
      throws IOException, InterruptedException {
    if (manner == Manner.IN_PLACE) {
      Files.write(file, new byte[0]);
      pause();
      Files.write(file, bytes);
      return;
    }
    WholeFile.write(
        file,
        stream -> {
          stream.write(bytes, 0, bytes.length / 2);
          stream.flush();
          try {
            pause();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          stream.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
        });
  }

  private static void pause() throws InterruptedException {
    Thread.sleep(8);
  }
}
