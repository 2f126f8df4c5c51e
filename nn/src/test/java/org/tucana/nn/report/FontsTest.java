package org.tucana.nn.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FontsTest {
  private static final String REMEDY =
      "); install fonts, for example by: sudo apt-get install fontconfig fonts-dejavu-core";

  @Test
  void whateverIsMissingIsToldWithTheRemedy() {
    assertEquals(
        Optional.of("words cannot be drawn here (Fontconfig head is null" + REMEDY),
        Fonts.lack(() -> {
          throw new IllegalStateException("Fontconfig head is null");
        }));
    assertEquals(
        Optional.of("words cannot be drawn here (libfreetype.so.6: no such file" + REMEDY),
        Fonts.lack(() -> {
          throw new UnsatisfiedLinkError("libfreetype.so.6: no such file");
        }));
    assertEquals(
        Optional.of("words cannot be drawn here (java.lang.ExceptionInInitializerError" + REMEDY),
        Fonts.lack(() -> {
          throw new ExceptionInInitializerError();
        }));
  }

  @Test
  void wordsThatAreDrawnLackNothing() {
    assertEquals(Optional.empty(), Fonts.lack(() -> {}));
  }
}
