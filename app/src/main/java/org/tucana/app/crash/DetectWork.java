package org.tucana.app.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.simulation.SimulationSettings;
import org.tucana.astro.simulation.Simulator;

/**
 * Detection on a folder of pictures, which goes on with those that are not done.
 *
 * @param pictures how many
 */
record DetectWork(int pictures) implements CrashWork {
  private static final int SIDE = 128;
  private static final String MODEL = "model.safetensors";

  @Override
  public String name() {
    return "detect";
  }

  @Override
  public void prepare(Path inputs) throws IOException {
    DetectorSample.write(inputs.resolve(MODEL));
    Simulator sky = new Simulator(1, SimulationSettings.named("survey").withSide(SIDE));
    Path folder = Files.createDirectories(inputs.resolve("pictures"));
    for (int i = 0; i < pictures; i++) {
      PictureFormat.PNG.write(folder.resolve("sky-" + i + ".png"), sky.example(i).picture());
    }
  }

  @Override
  public List<String> command(Path output) {
    return List.of("detect", "../inputs/pictures", "--model", "../inputs/" + MODEL, "--out", ".");
  }

  @Override
  public double aimedShare() {
    return 0.6;
  }
}
