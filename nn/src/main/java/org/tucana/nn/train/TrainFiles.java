package org.tucana.nn.train;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a training run writes; empty for what is not wanted.
 *
 * @param checkpoint the whole state, replaced as training goes on
 * @param log one JSON object a line and step
 * @param plot losses over steps, a PNG; left out where words cannot be drawn
 */
public record TrainFiles(Optional<Path> checkpoint, Optional<Path> log, Optional<Path> plot) {
  public static TrainFiles none() {
    return new TrainFiles(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** {@code checkpoint.safetensors}, {@code log.jsonl} and {@code loss.png} in a folder. */
  public static TrainFiles in(Path folder) {
    return new TrainFiles(
        Optional.of(folder.resolve("checkpoint.safetensors")),
        Optional.of(folder.resolve("log.jsonl")),
        Optional.of(folder.resolve("loss.png")));
  }
}
