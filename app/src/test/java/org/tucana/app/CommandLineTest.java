package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.simulation.Simulator;
import org.tucana.core.io.Npy;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.nn.report.Fonts;

class CommandLineTest {
  /** Settings of a detector that trains a step in a second. */
  static final String TINY =
      """
      {"min_size": 64, "max_size": 64, "fpn_width": 8, "box_head_width": 8,
       "mask_layers": [8], "mask_width": 8, "box_score_thresh": 0.0,
       "rpn_post_nms_top_n_train": 20, "rpn_post_nms_top_n_test": 20,
       "box_detections_per_img": 5, "box_batch_size_per_image": 16}
      """;

  @TempDir Path folder;

  static CommandRun run(Object... arguments) {
    return CommandRun.of(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
  }

  /** Wrong input: status 2, nothing on standard output, one line that holds the words. */
  static void refuses(String words, Object... arguments) {
    CommandRun run = run(arguments);
    assertEquals(2, run.status(), run.errors());
    assertEquals("", run.output());
    assertEquals(1, run.errors().lines().count(), run.errors());
    assertTrue(run.errors().startsWith("tucana: "), run.errors());
    assertTrue(run.errors().contains(words), run.errors());
  }

  @Test
  void whatIsNoFileIsNotWrittenOver() throws IOException {
    Path tensor = folder.resolve("x.npy");
    Npy.write(tensor, HostTensor.of(Shape.of(2, 2), 1, 2, 3, 4f));
    Path socket = folder.resolve("socket");
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
      refuses(
          socket + ": is a device, pipe or socket, expected a regular file or none; check the path",
          "decompose",
          "--input",
          tensor,
          "--method",
          "pca",
          "--ranks",
          1,
          "--out",
          socket);
    }
  }

  @Test
  void whatAFileSaysCommandsNoTerminal() throws IOException {
    Path labels =
        Files.writeString(folder.resolve("labels.csv"), "file,class\n\u001b[2Ja,spiral\n");
    assertTrue(Files.readString(labels).contains("\u001b"));
    refuses(
        "there is no picture " + folder.resolve("images") + "/?[2Ja",
        "evaluate",
        "--data",
        folder,
        "--model",
        tinyModel());
  }

  private Path tinyModel() throws IOException {
    Path model = folder.resolve("tiny.safetensors");
    if (!Files.exists(model)) {
      Path config = Files.writeString(folder.resolve("tiny.json"), TINY);
      CommandRun run =
          run("train", "detector", "--out", model, "--config", config, "--steps", 1, "--batch", 1);
      assertEquals(0, run.status(), run.errors());
    }
    return model;
  }

  private Path stamp(String name) throws IOException {
    Path file = folder.resolve(name);
    PictureFormat.PNG.write(
        file, Simulator.ofStamps(3, 64).stamp(1, Optional.of(GalaxyClass.ELLIPTICAL)).picture());
    return file;
  }

  @Test
  void optionsAboutStampsNeedStamps() throws IOException {
    Path model = folder.resolve("model.safetensors");
    for (String option : List.of("--forget-classes", "--only-classified")) {
      refuses("name them with --data", "train", "detector", option, "--out", model);
    }
    Path stamps = StampFolder.write(folder.resolve("stamps"), 4, 64);
    refuses(
        "nor exceed 1 together",
        "train",
        "detector",
        "--data",
        stamps,
        "--composed",
        0.8,
        "--simulated",
        0.7,
        "--out",
        model);
    assertFalse(Files.exists(model));
  }

  @Test
  void wrongUseIsOneLine() {
    refuses("a command is missing");
    refuses("Unknown option", "doctor", "--nonsense");
    refuses("say what to train", "train");
    refuses("Missing required option", "infer", "--arch", "resnet18");
    refuses("--threads must lie in", "demo", "--threads", -1);
    refuses("no 'opencl'", "demo", "--backend", "opencl", "--out", folder.resolve("demo"));
    refuses("cuda: ", "demo", "--backend", "cuda", "--out", folder.resolve("demo"));
    assertFalse(Files.exists(folder.resolve("demo")));
  }

  @Test
  void doctorSaysWhatThereIs() throws IOException {
    CommandRun run = run("doctor", "--json");
    assertEquals(0, run.status(), run.errors());
    JsonNode report = new ObjectMapper().readTree(run.output());
    assertEquals("ready", report.at("/backends/cpu").asText());
    assertEquals(Fonts.lack().orElse("ready"), report.at("/fonts").asText());
    assertEquals("ready", report.at("/backends/reference").asText());
    assertTrue(report.at("/backends/cuda").asText().startsWith("cuda: "), run.output());
    assertTrue(report.at("/cuda/optional").asBoolean(), run.output());
    assertEquals("JCuda 12.6.0", report.at("/cuda/versions/binding").asText());
    assertTrue(report.at("/cuda/devices").isArray(), run.output());
    for (JsonNode missing : report.at("/cuda/missing")) {
      assertFalse(missing.get("what").asText().isEmpty(), run.output());
      assertFalse(missing.get("remedy").asText().isEmpty(), run.output());
    }
    assertTrue(report.path("cpu").isMissingNode(), "nothing to say beside 'ready'");
  }

  @Test
  void brokenPicturesAreNamedAndLeaveNothing() throws IOException {
    Path model = tinyModel();
    byte[] good = Files.readAllBytes(stamp("good.png"));
    Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(good, 200));
    Path empty = Files.createFile(folder.resolve("empty.png"));
    Path text = Files.writeString(folder.resolve("text.fits"), "no picture");
    Path directory = Files.createDirectory(folder.resolve("directory.png"));
    Path missing = folder.resolve("missing.png");
    Path out = folder.resolve("found");
    for (Path file : List.of(cut, empty, text, directory, missing)) {
      refuses(file.getFileName().toString(), "detect", file, "--model", model, "--out", out);
    }
    assertFalse(Files.exists(out));
    refuses(
        "since " + empty + " is a file; name another folder",
        "detect",
        stamp("good.png"),
        "--model",
        model,
        "--out",
        empty.resolve("x"));
    refuses("is a file", "detect", cut, "--model", model, "--out", empty);
    refuses("rename one", "detect", cut, cut, "--model", model, "--out", out);
  }

  @Test
  void brokenModelsAreNamed() throws IOException {
    Path picture = stamp("picture.png");
    Path out = folder.resolve("found");
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[500000000],\"data_offsets\":[0,2000000000]}}";
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    byte[] lying = new byte[8 + text.length];
    lying[0] = (byte) text.length;
    System.arraycopy(text, 0, lying, 8, text.length);
    Path liar = Files.write(folder.resolve("liar.safetensors"), lying);
    refuses("liar.safetensors", "detect", picture, "--out", out, "--model", liar);
    refuses("no such file", "detect", picture, "--out", out, "--model", folder.resolve("no"));
    refuses("picture.png", "detect", picture, "--out", out, "--model", picture);
    refuses(
        "holds no tensor 'input'",
        "infer",
        "--arch",
        "resnet18",
        "--classes",
        4,
        "--weights",
        tinyModel(),
        "--input",
        tinyModel(),
        "--out",
        out);
    assertFalse(Files.exists(out));
  }

  @Test
  void detectWritesItsFourFiles() throws IOException {
    Path out = folder.resolve("found");
    CommandRun run =
        run("detect", stamp("one.png"), "--model", tinyModel(), "--out", out, "--json");
    assertEquals(0, run.status(), run.errors());
    int galaxies = new ObjectMapper().readTree(run.output()).at("/0/galaxies").asInt();
    List<String> catalog = Files.readAllLines(out.resolve("one/catalog.csv"));
    assertEquals("id,class,score,x,y,width,height,area", catalog.getFirst());
    assertEquals(galaxies, catalog.size() - 1);
    JsonNode detections = new ObjectMapper().readTree(out.resolve("one/detections.json").toFile());
    assertEquals(galaxies, detections.size());
    assertTrue(Files.size(out.resolve("one/overlay.png")) > 0);
    assertEquals(0, Files.size(out.resolve("one/segmentation.fits")) % 2880);
  }

  @Test
  void demoReportsAndNamesItsOverlay() throws IOException {
    Path out = folder.resolve("demo");
    CommandRun run = run("demo", "--model", tinyModel(), "--out", out, "--json", "--side", 96);
    assertEquals(0, run.status(), run.errors());
    JsonNode report = new ObjectMapper().readTree(run.output());
    assertTrue(report.has("AP50_box") && report.has("seconds"));
    assertTrue(Files.exists(Path.of(report.get("overlay").asText())));
  }

  @Test
  void demoComparesTwoDetectors() throws IOException {
    Path out = folder.resolve("both");
    CommandRun run =
        run(
            "demo",
            "--model",
            tinyModel(),
            "--beside",
            tinyModel(),
            "--out",
            out,
            "--json",
            "--side",
            96);
    assertEquals(0, run.status(), run.errors());
    JsonNode report = new ObjectMapper().readTree(run.output());
    JsonNode compact = report.get("compact");
    assertEquals(report.get("galaxies_found"), compact.get("galaxies_found"));
    assertEquals(report.get("AP50_mask"), compact.get("AP50_mask"));
    assertTrue(report.get("times_faster").asDouble() > 0);
    assertTrue(Files.exists(Path.of(compact.get("overlay").asText())));
    BufferedImage picture = ImageIO.read(Path.of(report.get("side_by_side").asText()).toFile());
    assertTrue(picture.getWidth() > 2 * 96 && picture.getHeight() > 96);
    refuses(
        "absent.safetensors",
        "demo",
        "--model",
        tinyModel(),
        "--beside",
        folder.resolve("absent.safetensors"));
  }

  @Test
  void evaluateHasItsKeys() throws IOException {
    StampFolder.write(folder.resolve("stamps"), GalaxyClass.values().length, 64);
    CommandRun run =
        run(
            "evaluate",
            "--data",
            folder.resolve("stamps"),
            "--model",
            tinyModel(),
            "--scenes",
            2,
            "--json");
    assertEquals(0, run.status(), run.errors());
    JsonNode report = new ObjectMapper().readTree(run.output());
    for (String key :
        List.of("accuracy", "balanced_accuracy", "confusion", "AP50_box", "AP50_mask", "n")) {
      assertTrue(report.has(key), key);
    }
    assertEquals(4, report.get("n").asInt());
    assertEquals(2, report.get("scenes_n").asInt());
    refuses(
        "no rows of split",
        "evaluate",
        "--data",
        folder.resolve("stamps"),
        "--split",
        "x",
        "--model",
        tinyModel());
  }
}
