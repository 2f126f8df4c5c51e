package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is said about a run: of files that were named one by one, a line each; of folders, a line
 * for each broken picture, and a summary with the list of these.
 */
final class DetectReport {
  /** Name of the file that lists the broken pictures of a run over folders. */
  static final String FAILED = "failed.csv";

  /** As many broken pictures are named in the summary. */
  private static final int MOST_NAMED = 20;

  private final DetectInputs inputs;
  private final Stopwatch watch = new Stopwatch();
  private final List<PictureOutcome.Done> done = new ArrayList<>();
  private final List<PictureOutcome.Broken> broken = new ArrayList<>();
  private int before;
  private long galaxies;
  private boolean drawn;

  DetectReport(DetectInputs inputs) {
    this.inputs = inputs;
  }

  /** Takes in what became of the next picture. */
  void add(PictureOutcome outcome) {
    switch (outcome) {
      case PictureOutcome.Done made -> {
        done.add(made);
        before += made.before() ? 1 : 0;
        galaxies += made.galaxies();
        if (!inputs.folders()) {
          Console.say(line(made));
        }
        if (!drawn && !made.before() && made.galaxies() > 0) {
          drawn = true;
          Overlay.sayWordless("detect");
        }
      }
      case PictureOutcome.Broken refused -> {
        broken.add(refused);
        Console.error(refused.reason());
      }
    }
  }

  private static String line(PictureOutcome.Done made) {
    Path overlay = made.folder().resolve(DetectionFiles.OVERLAY);
    return made.before()
        ? "%s: %d galaxies, found before, see %s; --again finds them anew"
            .formatted(made.source(), made.galaxies(), overlay)
        : "%s: %d galaxies in %.1f s, see %s"
            .formatted(made.source(), made.galaxies(), made.seconds(), overlay);
  }

  int pictures() {
    return done.size() + broken.size();
  }

  long galaxies() {
    return galaxies;
  }

  /** The summary and the list of broken pictures of a run over folders. */
  void finish(Path out) throws IOException {
    if (!inputs.folders()) {
      return;
    }
    Path failed = out.resolve(FAILED);
    TextFile.write(failed, failures());
    Console.say(summary(out));
    if (!broken.isEmpty()) {
      String names =
          broken.stream()
              .limit(MOST_NAMED)
              .map(PictureOutcome.Broken::source)
              .collect(Collectors.joining(", "));
      int more = broken.size() - MOST_NAMED;
      Console.say(
          "broken, see "
              + failed
              + ": "
              + Main.oneLine(names)
              + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  private String summary(Path out) {
    return "%d pictures in %.1f s: %d galaxies in %d of them, see %s; %d found before, %d broken%s"
        .formatted(
            pictures(),
            watch.seconds(),
            galaxies,
            done.size(),
            out,
            before,
            broken.size(),
            inputs.others() > 0 ? "; " + inputs.others() + " other files left out" : "");
  }

  private String failures() {
    StringBuilder text = new StringBuilder("file,reason\n");
    for (PictureOutcome.Broken refused : broken) {
      text.append(quoted(refused.source())).append(',').append(quoted(refused.reason()));
      text.append('\n');
    }
    return text.toString();
  }

  /** A field as RFC 4180 has it. */
  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** What is known of each picture that is done, in their order. */
  List<Map<String, Object>> summaries() {
    List<Map<String, Object>> summaries = new ArrayList<>();
    for (PictureOutcome.Done made : done) {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("image", made.source());
      summary.put("galaxies", made.galaxies());
      summary.put("seconds", made.seconds());
      summary.put("folder", made.folder().toString());
      summary.put("found_before", made.before());
      summaries.add(summary);
    }
    return summaries;
  }

  /** The command's exit status. */
  int status() {
    return broken.stream().mapToInt(PictureOutcome.Broken::status).min().orElse(0);
  }
}
