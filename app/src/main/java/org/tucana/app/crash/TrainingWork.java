package org.tucana.app.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.simulation.Simulator;
import org.tucana.core.io.Safetensors;

/**
 * Training of a detector, which goes on from its last checkpoint.
 *
 * @param name how the command line calls it
 * @param steps of the training, with a checkpoint at every twentieth of it
 * @param aimedShare the share of kills at writes
 */
record TrainingWork(String name, int steps, double aimedShare) implements CrashWork {
  private static final String MODEL = "model.safetensors";
  private static final Path FOLDER = Path.of(MODEL + ".training");
  private static final Path CHECKPOINT = FOLDER.resolve("checkpoint.safetensors");
  private static final Path LOG = FOLDER.resolve("log.jsonl");
  private static final int SIDE = 64;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public void prepare(Path inputs) throws IOException {
    DetectorSample.write(inputs.resolve(MODEL));
    Path images = Files.createDirectories(inputs.resolve("stamps/images"));
    StringBuilder labels = new StringBuilder("file,class\n");
    Simulator sky = Simulator.ofStamps(1, SIDE);
    for (GalaxyClass kind : GalaxyClass.values()) {
      String file = kind.label() + ".png";
      PictureFormat.PNG.write(
          images.resolve(file), sky.stamp(kind.label(), Optional.of(kind)).picture());
      labels.append(file).append(',').append(kind.title()).append('\n');
    }
    Files.writeString(inputs.resolve("stamps/labels.csv"), labels);
  }

  @Override
  public List<String> command(Path output) {
    List<String> command =
        new ArrayList<>(
            List.of("train", "detector", "--init", "../inputs/" + MODEL, "--out", MODEL));
    // Stamps alone: no time goes into skies around them.
    command.addAll(List.of("--data", "../inputs/stamps", "--composed", "0", "--simulated", "0"));
    command.addAll(List.of("--steps", Integer.toString(steps), "--batch", "1"));
    if (Files.exists(output.resolve(CHECKPOINT))) {
      command.addAll(List.of("--resume", CHECKPOINT.toString()));
    }
    return command;
  }

  @Override
  public boolean changes(Path file) {
    return file.equals(CHECKPOINT) || file.equals(LOG);
  }

  /** All of it, but for how long each step of the log took. */
  @Override
  public byte[] lasting(Path file) throws IOException {
    if (!file.endsWith(LOG)) {
      return Files.readAllBytes(file);
    }
    StringBuilder lasting = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      ObjectNode step = (ObjectNode) JSON.readTree(line);
      step.remove("seconds");
      lasting.append(step).append('\n');
    }
    return lasting.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Steps of the checkpoint. */
  @Override
  public long done(Path output) throws IOException {
    Path checkpoint = output.resolve(CHECKPOINT);
    return Files.exists(checkpoint)
        ? Long.parseLong(Safetensors.readHeader(checkpoint).metadata().get("step"))
        : 0;
  }
}
