package org.tucana.nn.report;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Objects;
import java.util.Optional;
import org.tucana.core.type.TucanaException;

/** Whether words can be drawn: bare servers and containers have no fonts. */
public final class Fonts {
  private static final String REMEDY =
      "install fonts, for example by: sudo apt-get install fontconfig fonts-dejavu-core";

  /**
   * Asked once: after a first failure the platform's classes may fail in other ways, which say
   * less.
   */
  private static final Optional<String> LACK = lack(Fonts::drawWords);

  private Fonts() {}

  /**
   * Why this virtual machine cannot draw words and what to do, in one line; empty where it can. The
   * first call loads fonts, some 0.2 s.
   */
  public static Optional<String> lack() {
    return LACK;
  }

  /**
   * Refuses what is of no use without words.
   *
   * @param operation what the message begins with
   * @throws TucanaException where words cannot be drawn
   */
  public static void require(String operation) {
    LACK.ifPresent(why -> {
      throw new TucanaException(operation + ": " + why);
    });
  }

  /** What keeps a drawing of words from success. */
  static Optional<String> lack(Runnable drawing) {
    try {
      drawing.run();
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      // By what is missing: exceptions, errors of linkage, internal errors and plain ones.
      String reason = Objects.requireNonNullElse(e.getMessage(), e.getClass().getName());
      return Optional.of("words cannot be drawn here (" + reason + "); " + REMEDY);
    }
  }

  private static void drawWords() {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    graphics.drawString("words", 0, graphics.getFontMetrics().getAscent());
    graphics.dispose();
  }
}
