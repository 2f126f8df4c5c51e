package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.io.FitsHeader;
import org.tucana.astro.io.FitsWriter;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.astro.io.PictureAddress;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.io.Pictures;
import org.tucana.astro.simulation.SceneFiles;
import org.tucana.astro.simulation.SimulatedScene;
import org.tucana.astro.simulation.SimulationSettings;
import org.tucana.astro.simulation.Simulator;
import org.tucana.astro.stretch.ColourCurve;
import org.tucana.astro.stretch.ColourStretch;
import org.tucana.astro.stretch.Stretch;
import org.tucana.astro.wcs.PlanePosition;
import org.tucana.astro.wcs.SkyPosition;
import org.tucana.astro.wcs.Wcs;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.structure.Box;
import org.tucana.nn.data.Picture;
import org.tucana.nn.model.ModelFile;

class DetectCommandTest {
  /** One tile: what tiles do to soft masks is for the tests of their merging. */
  private static final int SIDE = 256;

  private static final int SIZE = SIDE * SIDE;
  private static final String STRETCH = "colour:8,300";
  private static final float SURE = 0.8f;

  private static final FitsHeader SKY =
      new FitsHeader(
          List.of(
              "CTYPE1  = 'RA---TAN-SIP'",
              "CTYPE2  = 'DEC--TAN-SIP'",
              "CRPIX1  = 100.5",
              "CRPIX2  = 80.25",
              "CRVAL1  = 150.1",
              "CRVAL2  = 2.2",
              "CD1_1   = -1.1E-4",
              "CD1_2   = 2E-5",
              "CD2_1   = 2E-5",
              "CD2_2   = 1.1E-4",
              "A_ORDER = 2",
              "A_2_0   = 1E-5",
              "B_ORDER = 2",
              "B_1_1   = -2E-5"));

  @TempDir private Path folder;

  private record Row(Box box, float score, int area, double ra, double dec) {
    static Row of(String line) {
      double[] n =
          Arrays.stream(line.split(",")).skip(2).mapToDouble(Double::parseDouble).toArray();
      boolean sky = n.length == 8;
      return new Row(
          new Box((float) n[1], (float) n[2], (float) (n[1] + n[3]), (float) (n[2] + n[4])),
          (float) n[0],
          (int) n[5],
          sky ? n[6] : Double.NaN,
          sky ? n[7] : Double.NaN);
    }
  }

  private List<Row> catalog(String name) throws IOException {
    List<String> lines =
        Files.readAllLines(folder.resolve("found").resolve(name).resolve("catalog.csv"));
    return lines.stream().skip(1).map(Row::of).toList();
  }

  /** The shipped network, said to be trained on pictures of the colour stretch. */
  private Path model() throws IOException {
    Path own = folder.resolve("model.safetensors");
    try (Backend backend = Backends.open("cpu", BackendOptions.defaults());
        DetectorModel read =
            DetectorModel.of("shipped", ModelFile.read(ShippedModel.file()), backend)) {
      new DetectorModel(read.network(), STRETCH, read.tiling(), read.provenance())
          .write(own, ModelFile.Precision.FLOAT16);
    }
    return own;
  }

  /**
   * Counts that the stretch shows about like a display picture: its brightness undone, with noise,
   * in the unit and from the zero point of each band.
   */
  private static Picture counts(Picture display) {
    ColourCurve curve = new ColourCurve(8, 300);
    double[] unit = {0.02, 3, 700};
    double[] zero = {1, -50, 9000};
    Philox random = new RandomKey(8, "detect-command-test", 0).stream();
    float[] pixels = new float[3 * SIZE];
    for (int i = 0; i < SIZE; i++) {
      double grey = 0;
      for (int c = 0; c < 3; c++) {
        grey += (display.pixels()[c * SIZE + i] - ColourStretch.DARK) / 3;
      }
      double gain = Math.abs(grey) < 1e-6 ? 0 : curve.signal(grey) / grey;
      for (int c = 0; c < 3; c++) {
        double signal = gain * (display.pixels()[c * SIZE + i] - ColourStretch.DARK);
        pixels[c * SIZE + i] = (float) (zero[c] + unit[c] * (signal + 0.3 * random.nextGaussian()));
      }
    }
    return new Picture(3, SIDE, SIDE, pixels);
  }

  private static void assertAllFound(List<Row> these, List<Row> within, double overlap) {
    List<Row> sure = these.stream().filter(row -> row.score > SURE).toList();
    assertTrue(sure.size() >= 3, "only " + sure.size());
    for (Row row : sure) {
      assertTrue(
          within.stream().anyMatch(other -> other.box.iou(row.box) > overlap),
          row + " is not in " + within);
    }
  }

  @Test
  void countsAndDisplayPicturesOfOneSceneAgree() throws IOException {
    Picture display =
        new Simulator(5, SimulationSettings.named("easy").withSide(SIDE)).example(1).picture();
    Picture counts = counts(display);
    Path shown = folder.resolve("shown.png");
    PictureFormat.PNG.write(shown, display);
    Path stretched = folder.resolve("stretched.png");
    PictureFormat.PNG.write(stretched, Stretch.parse(STRETCH).apply(counts));
    StringBuilder bands = new StringBuilder();
    for (int c = 0; c < 3; c++) {
      Path band = folder.resolve("band" + c + ".fits");
      float[] own = Arrays.copyOfRange(counts.pixels(), c * SIZE, (c + 1) * SIZE);
      FitsWriter.writeImage(band, new Picture(1, SIDE, SIDE, own), SKY);
      bands.append(c == 0 ? "" : ",").append(band);
    }
    CommandRun run =
        CommandRun.of(
            "detect",
            shown.toString(),
            stretched.toString(),
            "--bands",
            bands.toString(),
            "--soft-masks",
            "--model",
            model().toString(),
            "--out",
            folder.resolve("found").toString());
    assertEquals(0, run.status(), run.errors());

    List<Row> fromCounts = catalog("band0");
    assertAllFound(catalog("stretched"), fromCounts, 0.8);
    assertAllFound(fromCounts, catalog("stretched"), 0.8);
    assertAllFound(catalog("shown"), fromCounts, 0.5);
    assertAllFound(fromCounts, catalog("shown"), 0.5);
    assertSoftMasksAndPlaces("band0", fromCounts);
    assertTrue(Double.isNaN(catalog("shown").getFirst().ra), "no coordinates, no column");
  }

  @Test
  void aSceneIsFoundAlikeInItsJpegAndInItsCounts() throws IOException {
    SimulatedScene scene =
        new Simulator(5, SimulationSettings.named("easy").withSide(2 * SIDE)).scene(1);
    String jpeg = SceneFiles.write(folder, "scene", scene, PictureFormat.JPEG);
    CommandRun run =
        CommandRun.of(
            "detect",
            folder.resolve(jpeg).toString(),
            folder.resolve("scene-bands.fits") + "[planes=4,3,2]",
            "--model",
            ShippedModel.file().toString(),
            "--out",
            folder.resolve("found").toString());
    assertEquals(0, run.status(), run.errors());
    assertAllFound(catalog("scene"), catalog("scene-bands"), 0.8);
    assertAllFound(catalog("scene-bands"), catalog("scene"), 0.8);
  }

  /** Soft masks cut at one half are the masks, and their centres lie where the catalogue says. */
  private void assertSoftMasksAndPlaces(String name, List<Row> rows) {
    Path soft = folder.resolve("found").resolve(name).resolve("soft-masks.fits");
    Wcs whole = Wcs.of("whole", SKY).orElseThrow();
    for (int i = 0; i < rows.size(); i++) {
      LoadedPicture part = Pictures.load(PictureAddress.parse(soft + "[MASK," + (i + 1) + "]"));
      Picture mask = part.picture();
      int area = 0;
      double x = 0;
      double y = 0;
      for (int p = 0; p < mask.pixels().length; p++) {
        if (mask.pixels()[p] >= 0.5f) {
          area++;
          int row = p / mask.width();
          x += p % mask.width() + 0.5;
          y += row + 0.5;
        }
      }
      assertEquals(rows.get(i).area, area);
      SkyPosition expected = new SkyPosition(rows.get(i).ra, rows.get(i).dec);
      PlanePosition centre = new PlanePosition(x / area, y / area);
      SkyPosition byPart = Wcs.of("part", part.header()).orElseThrow().sky(centre);
      // The catalogue has seven decimals of a degree: up to 2e-4 arc seconds off.
      assertTrue(byPart.separation(expected) < 4e-4, byPart + " and " + expected);
      PlanePosition inWhole =
          new PlanePosition(
              centre.x() - part.header().number("LTV1").orElseThrow(),
              centre.y() - part.header().number("LTV2").orElseThrow());
      assertTrue(whole.sky(inWhole).separation(expected) < 4e-4);
    }
  }

  @Test
  void wrongInputIsRefusedInOneLine() throws IOException {
    Path small = folder.resolve("small.fits");
    FitsWriter.writeImage(small, new Picture(1, 2, 3, new float[] {1, 2, 3, 4, 5, 6}), SKY);
    Path tall = folder.resolve("tall.fits");
    FitsWriter.writeImage(tall, new Picture(2, 3, 2, new float[12]), SKY);
    String out = folder.resolve("found").toString();
    assertRefused("there is no picture; name a file", "--out", out);
    assertRefused(
        "--name a/b is no name of a folder", small.toString(), "--name", "a/b", "--out", out);
    assertRefused(
        "--name x is for one picture, got 2",
        small.toString(),
        tall.toString(),
        "--name",
        "x",
        "--out",
        out);
    assertRefused(
        "two pictures would be written to", small.toString(), small + "[0]", "--out", out);
    String model = model().toString();
    assertRefused(
        "small.fits has 3x2 pixels, " + tall + " has 2x3",
        "--bands",
        small + "," + tall,
        "--model",
        model,
        "--out",
        out);
    assertRefused(
        "has 2 channels, but the model takes 3; give it one plane or 3, as in 'cube.fits[planes=",
        tall.toString(),
        "--model",
        model,
        "--out",
        out);
    assertRefused(
        "the brackets hold no selection", small + "[a=b]", "--model", model, "--out", out);
    assertRefused("has no extension SCI", small + "[SCI]", "--model", model, "--out", out);
    assertFalse(Files.exists(folder.resolve("found")), "nothing is written");
  }

  private static void assertRefused(String expected, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "detect";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    CommandRun run = CommandRun.of(all);
    assertEquals(2, run.status(), run.errors());
    assertTrue(run.errors().contains(expected), run.errors());
    assertEquals(1, run.errors().lines().count(), run.errors());
  }

  @Test
  void inputsHaveNames() {
    assertEquals("field", PictureInput.of("a/field.fits.fz").stem());
    assertEquals("field", PictureInput.of("field.fits.gz[SCI]").stem());
    assertEquals("field", PictureInput.of("field").stem());
    PictureInput bands = PictureInput.ofBands("i.fits[SCI,planes=1], r.fits,g.fits[2]");
    assertEquals("i.fits[SCI,planes=1],r.fits,g.fits[2]", bands.source());
    assertEquals("i", bands.stem());
  }
}
