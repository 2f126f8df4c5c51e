package org.tucana.nn.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.module.StateDict;

/**
 * The whole state of a training run in one safetensors file: parameters and running statistics
 * under {@code model.}, what the optimiser remembers under {@code optimizer.}, and, as metadata,
 * the step and what the run was.
 */
final class Checkpoint {
  private static final String FORMAT = "tucana-checkpoint-1";
  private static final String MODEL = "model.";

  private Checkpoint() {}

  static void write(
      Path file, TrainTask task, TrainRecipe recipe, PhasedOptimizer optimizer, long step)
      throws IOException {
    SequencedMap<String, HostTensor> values = new LinkedHashMap<>();
    StateDict.read(task.network()).forEach((name, value) -> values.put(MODEL + name, value));
    values.putAll(optimizer.state());
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("step", Long.toString(step));
    metadata.put("task", task.description());
    metadata.put("recipe", recipe.toString());
    Safetensors.write(file, new TensorFile(values, metadata));
  }

  /**
   * Takes a state over.
   *
   * @return how many steps it had been trained
   * @throws FormatException where the file is no checkpoint or one of another run
   */
  static long resume(Path file, TrainTask task, TrainRecipe recipe, PhasedOptimizer optimizer)
      throws IOException {
    TensorFile stored = Safetensors.read(file);
    Map<String, String> metadata = stored.metadata();
    expect(file, metadata, "format", FORMAT);
    expect(file, metadata, "task", task.description());
    expect(file, metadata, "recipe", recipe.toString());
    long step = step(file, metadata.getOrDefault("step", ""), recipe.steps());
    Map<String, HostTensor> model = new LinkedHashMap<>();
    stored
        .tensors()
        .forEach((name, value) -> {
          if (name.startsWith(MODEL)) {
            model.put(name.substring(MODEL.length()), value);
          }
        });
    optimizer.load(file.toString(), stored.tensors(), step);
    StateDict.load(task.network(), file.toString(), model);
    return step;
  }

  private static void expect(Path file, Map<String, String> metadata, String key, String expected) {
    String found = metadata.getOrDefault(key, "nothing");
    if (!found.equals(expected)) {
      throw new FormatException(
          file
              + ": cannot be resumed, its "
              + key
              + " is '"
              + found
              + "', expected '"
              + expected
              + "'; resume with the data, configuration and seed of the first run");
    }
  }

  private static long step(Path file, String text, long steps) {
    try {
      long step = Long.parseLong(text);
      if (step >= 0 && step <= steps) {
        return step;
      }
    } catch (NumberFormatException e) {
      throw new FormatException(file + ": its step is '" + text + "'; take another checkpoint", e);
    }
    throw new FormatException(
        file + ": its step is " + text + ", expected 0 to " + steps + "; take another checkpoint");
  }
}
