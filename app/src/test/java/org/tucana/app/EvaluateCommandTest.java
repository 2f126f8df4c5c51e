package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tucana.app.CommandLineTest.refuses;
import static org.tucana.app.CommandLineTest.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.io.FitsHeader;
import org.tucana.astro.io.FitsWriter;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.simulation.Simulator;
import org.tucana.detection.structure.Example;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.data.Picture;

final class EvaluateCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private static Path coco(String name) {
    Path here = Path.of("").toAbsolutePath();
    Path root = Files.exists(here.resolve("README.md")) ? here : here.getParent();
    return root.resolve("detection/src/test/resources/org/tucana/detection/annotation/" + name);
  }

  private static JsonNode json(CommandRun run) throws IOException {
    assertEquals(0, run.status(), run.errors());
    return JSON.readTree(run.output());
  }

  @Test
  void filesOfDetectionsHaveThePublishedFigures() throws IOException {
    JsonNode actual =
        json(
            run(
                "evaluate",
                "--coco-gt",
                coco("coco_gt.json"),
                "--coco-dets",
                coco("coco_dets.json"),
                "--json"));
    JsonNode expected = JSON.readTree(coco("coco_expected.json").toFile());
    assertEquals(2, actual.size());
    for (String kind : new String[] {"bbox", "segm"}) {
      assertEquals(expected.get(kind).size(), actual.get(kind).size());
      expected
          .get(kind)
          .propertyStream()
          .forEach(figure -> {
            JsonNode own = actual.get(kind).get(figure.getKey());
            for (int c = 0; c < figure.getValue().size(); c++) {
              assertEquals(figure.getValue().get(c).asDouble(), own.get(c).asDouble(), 1e-9);
            }
            assertEquals(figure.getValue().asDouble(), own.asDouble(), 1e-9, figure.getKey());
          });
    }
  }

  @Test
  void filesOfDetectionsAreComparedPictureByPicture() throws IOException {
    // The same detections with other scores in the same order are as good.
    Path rescaled =
        Files.writeString(
            folder.resolve("rescaled.json"),
            Files.readString(coco("coco_dets.json")).replace("\"score\": 0.", "\"score\": 0.0"));
    JsonNode actual =
        json(
            run(
                "evaluate",
                "--coco-gt",
                coco("coco_gt.json"),
                "--coco-dets",
                coco("coco_dets.json"),
                "--compare-dets",
                rescaled,
                "--intervals",
                "--json"));
    JsonNode same = actual.get("comparison").get("bbox").get("AP");
    assertEquals(0, same.get("difference").asDouble());
    assertEquals(1, same.get("p").asDouble());
    JsonNode interval = actual.get("intervals").get("segm").get("per_class").get("spiral");
    double ap50 = actual.get("segm").get("AP50_per_class").get(1).asDouble();
    assertTrue(interval.get("AP50").get(0).asDouble() < ap50);
    assertTrue(interval.get("AP50").get(1).asDouble() > ap50);
    CommandRun text =
        run(
            "evaluate",
            "--coco-gt",
            coco("coco_gt.json"),
            "--coco-dets",
            coco("coco_dets.json"),
            "--any-class");
    assertEquals(0, text.status(), text.errors());
    assertTrue(text.output().contains("AP50 of any class"), text.output());
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() {
    Path truth = coco("coco_gt.json");
    Path found = coco("coco_dets.json");
    refuses("expected one thing to measure on, got 0", "evaluate");
    refuses("got 2", "evaluate", "--data", folder, "--coco-gt", truth, "--coco-dets", found);
    refuses("--image needs --mask", "evaluate", "--image", "a.fits");
    refuses("--mask needs --image", "evaluate", "--data", folder, "--mask", "a.fits");
    refuses("--scenes must not be negative", "evaluate", "--data", folder, "--scenes", -1);
    refuses("--split chooses stamps", "evaluate", "--set", "easy", "--split", "val");
    List<Object> files =
        List.of(
            "evaluate", "--coco-gt", truth, "--coco-dets", found, "--turns", "--images", folder);
    refuses("--images are measured with a model", files.toArray());
    refuses("--turns and --proposals are for models", files.subList(0, 6).toArray());
    refuses(
        "--write-coco writes what a model finds",
        "evaluate",
        "--coco-gt",
        truth,
        "--coco-dets",
        found,
        "--write-coco",
        folder);
    refuses("--scenes are composed", "evaluate", "--coco-gt", truth, "--scenes", 3);
    refuses("--coco-gt needs detections or pictures", "evaluate", "--coco-gt", truth);
    refuses("--coco-dets needs the truth", "evaluate", "--data", folder, "--coco-dets", found);
    refuses(
        "--compare-dets needs --coco-dets",
        "evaluate",
        "--coco-gt",
        truth,
        "--images",
        folder,
        "--compare-dets",
        found);
    refuses(
        "--compare is for models",
        "evaluate",
        "--coco-gt",
        truth,
        "--coco-dets",
        found,
        "--compare",
        found);
    refuses("are for --coco-dets", "evaluate", "--data", folder, "--intervals");
    refuses("--write-coco writes no stamps", "evaluate", "--data", folder, "--write-coco", folder);
    refuses(
        "is a file; name a folder",
        "evaluate",
        "--coco-gt",
        truth,
        "--images",
        folder,
        "--write-coco",
        truth);
    refuses(
        "the file expected an object, got a list",
        "evaluate",
        "--coco-gt",
        found,
        "--coco-dets",
        found);
  }

  private Path tinyModel() throws IOException {
    Path config = Files.writeString(folder.resolve("tiny.json"), CommandLineTest.TINY);
    Path model = folder.resolve("tiny.safetensors");
    CommandRun run =
        run("train", "detector", "--out", model, "--config", config, "--steps", 1, "--batch", 1);
    assertEquals(0, run.status(), run.errors());
    return model;
  }

  /** A scene as one FITS file a band, its objects as a map, and annotated by VIA's circles. */
  private void writeField() throws IOException {
    Example scene = Simulator.ofStamps(3, 64).stamp(1, Optional.of(GalaxyClass.SPIRAL));
    Picture picture = scene.picture();
    int size = picture.height() * picture.width();
    for (int band = 0; band < 3; band++) {
      float[] own = new float[size];
      System.arraycopy(picture.pixels(), band * size, own, 0, size);
      FitsWriter.writeImage(
          folder.resolve("band" + band + ".fits"),
          new Picture(1, picture.height(), picture.width(), own),
          FitsHeader.EMPTY);
    }
    int[] map = new int[size];
    RunLength.of(scene.annotations().getFirst().mask())
        .forEachPixel((y, x) -> map[y * picture.width() + x] = 1);
    FitsWriter.writeSegmentation(
        folder.resolve("map.fits"), picture.height(), picture.width(), map, FitsHeader.EMPTY);
    PictureFormat.PNG.write(folder.resolve("a.png"), picture);
    Files.writeString(
        folder.resolve("via.json"),
        """
        {"a.png1": {"filename": "a.png", "regions": [
          {"shape_attributes": {"name": "circle", "cx": 32, "cy": 32, "r": 9.5},
           "region_attributes": {"class": "spiral"}}]}}
        """);
  }

  @Test
  void fieldsAndAnnotatedPicturesAreMeasured() throws IOException {
    Path model = tinyModel();
    writeField();
    String bands =
        folder.resolve("band2.fits")
            + ","
            + folder.resolve("band1.fits")
            + ","
            + folder.resolve("band0.fits");
    JsonNode field =
        json(
            run(
                "evaluate",
                "--image",
                bands,
                "--mask",
                folder.resolve("map.fits"),
                "--model",
                model,
                "--compare",
                model,
                "--partial-truth",
                "--write-coco",
                folder.resolve("coco"),
                "--json"));
    assertEquals(1, field.get("n").asInt());
    assertEquals(1, field.get("n_objects").asInt());
    assertTrue(field.get("AP50_mask").isNumber());
    assertTrue(field.get("AP50_mask_interval").get(0).isNull());
    assertEquals(0, field.get("comparison").get("AP50_mask").get("difference").asDouble());
    assertTrue(field.get("comparison").get("AP50_mask").get("p").isNull());
    assertEquals("threshold", field.get("baseline").get("method").asText());
    assertTrue(field.get("baseline").get("AP50_mask").isNumber());
    assertTrue(Files.exists(folder.resolve("coco/truth.json")));
    JsonNode pictures =
        json(
            run(
                "evaluate",
                "--coco-gt",
                folder.resolve("via.json"),
                "--images",
                folder,
                "--model",
                model,
                "--json"));
    assertEquals(1, pictures.get("n_objects").asInt());
    assertTrue(pictures.get("per_class").has("spiral"));
    Object[] fewer = {
      "evaluate",
      "--image",
      folder.resolve("a.png"),
      "--mask",
      folder.resolve("map.fits"),
      "--model",
      model,
      "--compare",
      model,
      "--json",
      "--proposals",
      1
    };
    JsonNode compared = json(run(fewer));
    assertEquals(1, compared.get("proposals").asInt());
    assertTrue(compared.get("comparison").get("AP50_mask").get("difference").isNumber());
    fewer[fewer.length - 1] = 0;
    refuses("evaluate: --proposals must lie in 1..600, as many as " + model + " ranks", fewer);
    refuses(
        "the mask has 64x64 pixels but the picture",
        "evaluate",
        "--image",
        wide(),
        "--mask",
        folder.resolve("map.fits"),
        "--model",
        model);
  }

  private Path wide() throws IOException {
    Path file = folder.resolve("wide.png");
    PictureFormat.PNG.write(file, Picture.black(3, 64, 80));
    return file;
  }

  @Test
  void annotationsAreConverted() throws IOException {
    writeField();
    Path via = folder.resolve("via.json");
    Path out = folder.resolve("coco.json");
    refuses("does not tell the size of a.png", "convert", via, "--out", out);
    refuses("is the input itself", "convert", via, "--images", folder, "--out", via);
    refuses(
        "is of class \"spiral\", expected one of [galaxy]",
        "convert",
        via,
        "--images",
        folder,
        "--classes",
        "galaxy",
        "--out",
        out);
    assertFalse(Files.exists(out));
    CommandRun run = run("convert", via, "--images", folder, "--out", out);
    assertEquals(0, run.status(), run.errors());
    JsonNode converted = JSON.readTree(out.toFile());
    assertEquals(64, converted.at("/images/0/height").asInt());
    assertEquals(2, converted.at("/annotations/0/category_id").asInt());
    // So many pixels of the grid around (32, 32) have their centres within 9.5 of it.
    assertEquals(276, converted.at("/annotations/0/area").asInt());
    Files.writeString(
        via,
        Files.readString(via).replace("\"filename\": \"a.png\"", "\"filename\": \"../a.png\""));
    refuses("is no picture in", "convert", via, "--images", folder, "--out", out);
  }
}
