package org.tucana.core.testing;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Java processes that find no fonts.
 *
 * @param home without remembered fonts, and with settings that name no folder of fonts
 */
public record Fontless(Path home) {
  private static final String SETTINGS = "fonts.conf";
  private static final int PATIENCE_SECONDS = 60;

  /** Draws a word with nothing of the product between. */
  public static final class Word {
    private Word() {}

    public static void main(String[] arguments) {
      Graphics2D graphics = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB).createGraphics();
      graphics.drawString("word", 0, 9);
    }
  }

  /**
   * Makes a home; skips the test where Java finds fonts nonetheless.
   *
   * @param home an empty folder
   * @param word the command line that starts {@link Word}
   */
  public static Fontless in(Path home, List<String> word) throws IOException, InterruptedException {
    Files.writeString(home.resolve(SETTINGS), "<fontconfig></fontconfig>");
    Fontless fontless = new Fontless(home);
    int status = fontless.status(word, home);
    Assumptions.assumeTrue(status != 0, "skipped: fonts cannot be hidden from Java here");
    return fontless;
  }

  /**
   * Runs a program to its end.
   *
   * @param command Java and what it is to run
   * @param folder where it runs; its file {@code output} gets what the program writes, {@code
   *     words} what it says on standard error
   * @return the exit status
   */
  public int status(List<String> command, Path folder) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(1, List.of("-Duser.home=" + home, "-Djava.awt.headless=true"));
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().put("FONTCONFIG_FILE", home.resolve(SETTINGS).toString());
    Process process =
        builder
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("output").toFile())
            .redirectError(folder.resolve("words").toFile())
            .start();
    Assertions.assertTrue(
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the program does not end");
    return process.exitValue();
  }
}
