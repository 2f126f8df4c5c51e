package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.app.trace.TracePages;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.simulation.Simulator;

/** The page of a traced picture in a browser. */
class TracePageTest {
  private static final int WIDE = 1280;
  private static final int NARROW = 400;

  @TempDir Path folder;

  /** The page of a simulated stamp. */
  private Path page() throws IOException {
    Path picture = folder.resolve("stamp.png");
    PictureFormat.PNG.write(
        picture, Simulator.ofStamps(3, 96).stamp(1, Optional.of(GalaxyClass.SPIRAL)).picture());
    Path out = folder.resolve("trace");
    int status =
        Main.commandLine()
            .execute(
                "trace",
                picture.toString(),
                "--model",
                ShippedModel.file(),
                "--top",
                "2",
                "--out",
                out.toString());
    assertEquals(0, status);
    return out.resolve(TracePages.INDEX);
  }

  @Test
  void everyStageIsSeenAndReached() throws IOException {
    try (BrowserPage page = BrowserPage.open(page())) {
      int stages = TracePages.folders().size();
      List<String> headings = page.texts("h2");
      assertEquals(stages, headings.size(), headings.toString());
      assertEquals(headings, page.texts("nav a"));
      assertEquals(11, stages);
      assertTrue(page.pictures() > 3 * stages, "pictures " + page.pictures());
      assertEquals(List.of(), page.brokenPictures());
      for (int i = 0; i < stages; i++) {
        page.follow(headings.get(i));
        assertEquals("section-" + (i + 1), page.fragment());
        assertTrue(page.shows("#" + page.fragment()), headings.get(i));
        assertTrue(page.shows("nav"), "the list of stages stays in sight");
      }
      assertEquals(List.of(), page.tooWide());
      page.width(NARROW);
      assertEquals(List.of(), page.tooWide());
      page.width(WIDE);
      assertEquals(List.of(), page.faults());
    }
  }
}
