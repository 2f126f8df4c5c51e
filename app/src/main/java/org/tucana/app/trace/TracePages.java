package org.tucana.app.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tucana.core.io.Npz;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.io.WholeFile;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.report.HeatMap;
import org.tucana.nn.report.HtmlPage;
import org.tucana.nn.report.HtmlPicture;
import org.tucana.nn.report.PngBytes;
import org.tucana.nn.train.Progress;

/** Writes a traced picture: a folder for each stage and one page about all of them. */
public final class TracePages {
  /** The page. */
  public static final String INDEX = "index.html";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final List<StagePage> STAGES =
      List.of(
          new TransformPage(),
          new BackbonePage(),
          new PyramidPage(),
          new AnchorPage(),
          new ObjectnessPage(),
          new ProposalPage(),
          new RoiAlignPage(),
          new ClassPage(),
          new BoxPage(),
          new MaskPage(),
          new PastePage());

  private final Path folder;

  /**
   * @param folder where everything goes; it must exist
   */
  public TracePages(Path folder) {
    this.folder = folder;
  }

  /** Names of the stages' folders, in order. */
  public static List<String> folders() {
    List<String> folders = new ArrayList<>();
    for (StagePage stage : STAGES) {
      folders.add(String.format(Locale.ROOT, "%02d-%s", folders.size() + 1, stage.slug()));
    }
    return folders;
  }

  /**
   * Detections of a traced picture: class, score, box and area.
   *
   * @param left column of a larger picture where the traced one begins
   * @param top row where it begins
   */
  public static List<Map<String, Object>> detections(TraceSubject subject, int left, int top) {
    return PastePage.detections(subject, left, top);
  }

  /**
   * Writes all stages, then the page.
   *
   * @param name the picture's name
   * @param origin which part of which picture it is
   * @param progress is told how many stages are done
   */
  public void write(TraceSubject subject, String name, String origin, Progress progress)
      throws IOException {
    HtmlPage page = new HtmlPage("How a Mask R-CNN sees " + name);
    introduce(page, subject, origin);
    for (int i = 0; i < STAGES.size(); i++) {
      StagePage stage = STAGES.get(i);
      StageReport report = new StageReport();
      stage.describe(subject, report);
      String own = folders().get(i);
      OutputFolders.make(folder.resolve(own));
      page.section(i + 1 + " " + stage.title());
      for (StageBlock block : report.blocks()) {
        add(page, block, own);
      }
      page.note("Computed by " + code(report.classes()) + ".");
      page.note(
          "Numbers: `%1$s/numbers.npz` (%2$s) and `%1$s/numbers.json`."
              .formatted(own, String.join(", ", report.tensors().keySet())));
      Npz.write(folder.resolve(own).resolve("numbers.npz"), report.tensors());
      writeJson(folder.resolve(own).resolve("numbers.json"), numbers(stage, report));
      progress.at(i + 1L, stage.title());
    }
    WholeFile.write(
        folder.resolve(INDEX),
        stream -> stream.write(page.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes a value as JSON, whole or not at all. */
  public void writeJson(Path file, Object value) throws IOException {
    WholeFile.write(file, stream -> stream.write(JSON.writeValueAsBytes(value)));
  }

  private static void introduce(HtmlPage page, TraceSubject subject, String origin) {
    page.paragraph(
            "A Mask R-CNN finds objects in a picture, names their class, and outlines each of"
                + " them. It does so in stages; this page follows one picture through all of them,"
                + " with the numbers that the detector really computed. It is written for readers"
                + " who know what a convolution is.")
        .note(origin)
        .pictures(
            HtmlPicture.beside(
                "Where this ends: everything that was found.",
                folders().getLast() + "/" + PastePage.FOUND + ".png"))
        .list(
            List.of(
                "A box is written (x1, y1, x2, y2): its left, upper, right and lower edge, in"
                    + " pixels; y grows downwards.",
                "A logit is a number that a network gives before it is turned into a probability.",
                "IoU, intersection over union, says how well two boxes agree: 1 for the same box,"
                    + " 0 for boxes apart.",
                "Colours from dark violet to yellow run from small to large numbers; from blue over"
                    + " white to red, from negative over zero to positive ones. The bar beside a"
                    + " picture has the scale."))
        .paragraph(
            "The detector has %d stages here; it found %d objects."
                .formatted(STAGES.size(), subject.detections().size()));
  }

  private void add(HtmlPage page, StageBlock block, String own) throws IOException {
    switch (block) {
      case StageBlock.Words(String text) -> page.paragraph(text);
      case StageBlock.Formula(String text) -> page.formula(text);
      case StageBlock.Table(List<String> headings, List<List<String>> rows) ->
          page.table(headings, rows);
      case StageBlock.Figures(List<StageBlock.Figure> figures) -> {
        List<HtmlPicture> pictures = new ArrayList<>();
        for (StageBlock.Figure figure : figures) {
          String file = figure.file() + ".png";
          byte[] png = PngBytes.of(figure.image());
          WholeFile.write(folder.resolve(own).resolve(file), stream -> stream.write(png));
          pictures.add(HtmlPicture.beside(figure.caption(), own + "/" + file));
        }
        page.pictures(pictures);
      }
    }
  }

  private static String code(List<Class<?>> classes) {
    return classes.stream().map(c -> "`" + c.getName() + "`").collect(Collectors.joining(", "));
  }

  /** What the arrays are like, then the stage's own numbers. */
  private static Map<String, Object> numbers(StagePage stage, StageReport report) {
    Map<String, Object> arrays = new LinkedHashMap<>();
    report.tensors().forEach((name, tensor) -> arrays.put(name, summary(tensor)));
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("stage", stage.title());
    numbers.put("computed_by", report.classes().stream().map(Class::getName).toList());
    numbers.put("arrays", arrays);
    numbers.putAll(report.numbers());
    return numbers;
  }

  private static Map<String, Object> summary(HostTensor tensor) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("shape", tensor.shape().dims());
    summary.put("type", tensor.type().dtype().toString());
    float[] values = tensor.toFloats();
    if (values.length > 0) {
      HeatMap range = HeatMap.spanning(values, values.length, 1);
      double sum = 0;
      for (float v : values) {
        sum += v;
      }
      summary.put("least", range.low());
      summary.put("largest", range.high());
      summary.put("mean", sum / values.length);
    }
    return summary;
  }
}
