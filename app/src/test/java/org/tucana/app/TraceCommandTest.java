package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.app.trace.TracePages;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.io.FitsHeader;
import org.tucana.astro.io.FitsWriter;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.io.Pictures;
import org.tucana.astro.simulation.Simulator;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.io.Npy;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.maskrcnn.EagerNetworks;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.MaskRcnnTrace;

class TraceCommandTest {
  private static final int SIDE = 64;
  private static final Pattern CLASS = Pattern.compile("<code>(org\\.tucana\\.[\\w.]+)</code>");

  /** Shared: the model, a picture and its trace. */
  @TempDir static Path shared;

  private static Path model;
  private static Path picture;
  private static Path traced;

  @TempDir Path folder;

  @BeforeAll
  static void traceOnce() throws IOException {
    model = train(shared, CommandLineTest.TINY);
    picture = picture(shared, SIDE);
    traced = trace(shared, picture, model);
  }

  private static Path train(Path folder, String settings) throws IOException {
    Path model = folder.resolve("tiny.safetensors");
    Path config = Files.writeString(folder.resolve("tiny.json"), settings);
    CommandRun run =
        CommandLineTest.run(
            "train", "detector", "--out", model, "--config", config, "--steps", 1, "--batch", 1);
    assertEquals(0, run.status(), run.errors());
    return model;
  }

  private static Path picture(Path folder, int side) throws IOException {
    Path file = folder.resolve("picture.png");
    PictureFormat.PNG.write(
        file, Simulator.ofStamps(3, side).stamp(1, Optional.of(GalaxyClass.ELLIPTICAL)).picture());
    return file;
  }

  private static Path trace(Path folder, Path picture, Path model, Object... more) {
    Path out = folder.resolve("trace");
    List<Object> words = new ArrayList<>(List.of("trace", picture, "--model", model, "--out", out));
    words.addAll(List.of(more));
    CommandRun run = CommandLineTest.run(words.toArray());
    assertEquals(0, run.status(), run.errors());
    return out;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static JsonNode numbers(Path out, String stage) throws IOException {
    return json(out.resolve(stage).resolve("numbers.json"));
  }

  private HostTensor array(Path out, String stage, String name) throws IOException {
    Path copy = folder.resolve("array.npy");
    Files.deleteIfExists(copy);
    try (FileSystem zip = FileSystems.newFileSystem(out.resolve(stage).resolve("numbers.npz"))) {
      Files.copy(zip.getPath(name + ".npy"), copy);
    }
    return Npy.read(copy);
  }

  private void same(Tensor expected, Path out, String stage, String name) throws IOException {
    HostTensor actual = array(out, stage, name);
    assertEquals(expected.shape(), actual.shape(), name);
    assertArrayEquals(expected.toFloats(), actual.toFloats(), name);
  }

  @Test
  void numbersAreThoseOfTheDetector() throws IOException {
    Path out = traced;
    try (Backend backend = Backends.open("cpu", BackendOptions.defaults());
        DetectorModel detector = DetectorModel.read(model, backend);
        EagerSession session = new EagerSession(backend)) {
      MaskRcnn network = detector.network();
      MaskRcnnTrace trace =
          network.detect(session, List.of(Pictures.read(picture)), new EagerNetworks(network));
      same(trace.batch().pixels(), out, "01-transform", "pixels");
      for (int i = 0; i < 4; i++) {
        same(trace.stages().get(i), out, "02-backbone", "C" + (i + 2));
      }
      for (int i = 0; i < 5; i++) {
        String level = "P" + (i + 2);
        same(trace.pyramid().levels().get(i), out, "03-pyramid", level);
        assertArrayEquals(
            trace.anchors().get(i).xyxy(), array(out, "04-anchors", "anchors_" + level).toFloats());
      }
      same(trace.rpn().objectness(), out, "05-objectness", "objectness_logits");
      same(trace.rpn().deltas(), out, "05-objectness", "deltas");
      assertArrayEquals(
          trace.proposals().getFirst().candidates().boxes().xyxy(),
          array(out, "06-proposals", "candidate_boxes").toFloats());
      assertArrayEquals(
          trace.proposals().getFirst().boxes().xyxy(),
          array(out, "06-proposals", "proposal_boxes").toFloats());
      same(trace.boxRegions(), out, "07-roialign", "box_regions");
      same(trace.boxPrediction().classLogits(), out, "08-classes", "class_logits");
      same(trace.boxPrediction().deltas(), out, "09-boxes", "deltas");
      assertArrayEquals(
          trace.detections().getFirst().boxes().xyxy(), array(out, "09-boxes", "boxes").toFloats());
      same(trace.maskLogits(), out, "10-mask-logits", "mask_logits");
      assertArrayEquals(
          trace.results().getFirst().masks().getFirst().toPicture(),
          Arrays.copyOf(array(out, "11-masks", "masks_shown").toFloats(), SIDE * SIDE));
    }
  }

  @Test
  void boxesAreThoseOfDetect() throws IOException {
    JsonNode own = json(traced.resolve("trace.json")).get("detections");
    CommandRun run =
        CommandLineTest.run("detect", picture, "--model", model, "--out", folder.resolve("found"));
    assertEquals(0, run.status(), run.errors());
    JsonNode found = json(folder.resolve("found/picture/detections.json"));
    assertTrue(found.size() > 0);
    assertEquals(found.size(), own.size());
    for (int i = 0; i < found.size(); i++) {
      JsonNode box = own.get(i).get("box");
      JsonNode expected = found.get(i).get("bbox");
      // detect runs compiled plans, trace operator by operator: equal to float32 accuracy.
      assertEquals(expected.get(0).asDouble(), box.get(0).asDouble(), 1e-3);
      assertEquals(expected.get(1).asDouble(), box.get(1).asDouble(), 1e-3);
      assertEquals(expected.get(2).asDouble(), box.get(2).asDouble() - box.get(0).asDouble(), 1e-3);
      assertEquals(expected.get(3).asDouble(), box.get(3).asDouble() - box.get(1).asDouble(), 1e-3);
      assertEquals(found.get(i).get("score").asDouble(), own.get(i).get("score").asDouble(), 1e-4);
    }
  }

  @Test
  void aBinWorkedOutByHandIsTheDetectors() throws IOException {
    Path out = traced;
    JsonNode bin = numbers(out, "07-roialign").get("worked_bin");
    HostTensor regions = array(out, "07-roialign", "box_regions");
    int channels = regions.shape().dim(1);
    int at =
        ((bin.get("proposal").asInt() * channels + bin.get("channel").asInt()) * 7
                    + bin.get("row").asInt())
                * 7
            + bin.get("column").asInt();
    double pooled = regions.get(at);
    assertEquals(pooled, bin.get("mean_of_points").asDouble(), 1e-5 * (1 + Math.abs(pooled)));
  }

  @Test
  void everyClassNamedExistsAndEveryPictureToo() throws Exception {
    Path out = traced;
    String page = Files.readString(out.resolve(TracePages.INDEX));
    TreeSet<String> onPage = new TreeSet<>();
    CLASS.matcher(page).results().forEach(found -> onPage.add(found.group(1)));
    TreeSet<String> inNumbers = new TreeSet<>();
    for (String stage : TracePages.folders()) {
      JsonNode classes = numbers(out, stage).get("computed_by");
      assertTrue(classes.size() > 0, stage);
      classes.forEach(name -> inNumbers.add(name.asText()));
    }
    assertEquals(inNumbers, onPage);
    for (String name : onPage) {
      assertEquals(name, Class.forName(name).getName());
    }
    List<String> pictures =
        Pattern.compile("src=\"([^\"]+)\"").matcher(page).results().map(m -> m.group(1)).toList();
    assertTrue(pictures.size() > 30, "pictures " + pictures.size());
    for (String picture : pictures) {
      assertTrue(Pictures.read(out.resolve(picture)).width() > 0, picture);
    }
  }

  @Test
  void classesAreExplainedAsTheModelMakesThem() throws IOException {
    String withoutLayer = Files.readString(traced.resolve(TracePages.INDEX));
    assertTrue(withoutLayer.contains("z = W · features          p(c)"));
    assertFalse(withoutLayer.contains("maxima of channels"));
    Path layered =
        train(
            folder,
            CommandLineTest.TINY.replace(
                "\"min_size\"", "\"box_class_layer\": true, \"min_size\""));
    String withLayer = Files.readString(trace(folder, picture, layered).resolve(TracePages.INDEX));
    assertTrue(withLayer.contains("maxima of channels"));
    assertFalse(withLayer.contains("z = W · features          p(c)"));
  }

  @Test
  void withoutDetectionsTheLikeliestProposalIsFollowed() throws IOException {
    Path unsure = train(folder, CommandLineTest.TINY.replace("thresh\": 0.0", "thresh\": 1.0"));
    Path out = trace(folder, picture, unsure);
    assertEquals(0, json(out.resolve("trace.json")).get("detections").size());
    String page = Files.readString(out.resolve(TracePages.INDEX));
    assertTrue(page.contains("Nothing in this picture scores above 1.00"));
    assertTrue(page.contains("likeliest proposal"));
    assertEquals(
        Shape.of(0, 28, 28), array(out, "10-mask-logits", "mask_logits_of_labels").shape());
  }

  @Test
  void oneTileOfALargePictureIsTraced() throws IOException {
    int tile = tileOf(model);
    int side = tile + 40;
    Path large = picture(folder, side);
    JsonNode centre = json(trace(folder, large, model).resolve("trace.json")).get("tile");
    assertEquals(20, centre.get("left").asInt());
    assertFalse(centre.get("whole").asBoolean());
    Path out = trace(folder, large, model, "--at", side - 1 + ",0");
    JsonNode corner = json(out.resolve("trace.json")).get("tile");
    assertEquals(40, corner.get("left").asInt());
    assertEquals(0, corner.get("top").asInt());
    assertTrue(Files.readString(out.resolve(TracePages.INDEX)).contains("larger than the model"));
    double x = json(out.resolve("trace.json")).at("/detections/0/box/0").asDouble();
    assertEquals(40, x - numbers(out, "11-masks").at("/detections/0/box/0").asDouble(), 1e-4);
  }

  private static int tileOf(Path model) throws IOException {
    try (Backend backend = Backends.open("reference", BackendOptions.defaults());
        DetectorModel read = DetectorModel.read(model, backend)) {
      return read.tiling().size();
    }
  }

  @Test
  void fitsPicturesAreTraced() throws IOException {
    int[] counts = new int[SIDE * SIDE];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = 100 + i * 31 % 17;
    }
    Path file = folder.resolve("counts.fits");
    FitsWriter.writeSegmentation(file, SIDE, SIDE, counts, FitsHeader.EMPTY);
    Path out = trace(folder, file, model);
    assertTrue(Files.exists(out.resolve(TracePages.INDEX)));
  }

  @Test
  void wrongInputLeavesNothing() throws IOException {
    Path out = folder.resolve("trace");
    refuses("lies outside of", picture, "--model", model, "--out", out, "--at", "64,3");
    refuses("write --at 300,200", picture, "--model", model, "--out", out, "--at", "middle");
    refuses("--top must lie in 1..100", picture, "--model", model, "--out", out, "--top", 0);
    refuses("no picture", model, "--model", model, "--out", out);
    refuses("is a file; name a folder", picture, "--model", model, "--out", picture);
    assertFalse(Files.exists(out));
  }

  private static void refuses(String words, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("trace"));
    all.addAll(List.of(arguments));
    CommandLineTest.refuses(words, all.toArray());
  }
}
