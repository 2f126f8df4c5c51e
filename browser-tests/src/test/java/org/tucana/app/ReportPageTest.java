package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of an evaluation in a browser. */
class ReportPageTest {
  private static final int NARROW = 400;

  @TempDir Path folder;

  private Path run(String page, String... arguments) {
    assertEquals(0, Main.commandLine().execute(arguments));
    return folder.resolve(page);
  }

  private static void assertSound(BrowserPage page) throws IOException {
    assertTrue(page.pictures() > 0, "pictures");
    assertEquals(List.of(), page.brokenPictures());
    assertFalse(page.texts("h1").isEmpty());
    assertEquals(List.of(), page.tooWide());
    page.width(NARROW);
    assertEquals(List.of(), page.tooWide());
    assertEquals(List.of(), page.faults());
  }

  @Test
  void anEvaluationIsReported() throws IOException {
    Path index =
        run(
            "report/index.html",
            "evaluate",
            "--set",
            "easy",
            "--count",
            "1",
            "--model",
            ShippedModel.file(),
            "--report",
            folder.resolve("report").toString(),
            "--json");
    try (BrowserPage page = BrowserPage.open(index)) {
      assertTrue(page.texts("h2").size() >= 5, page.texts("h2").toString());
      assertSound(page);
    }
  }
}
