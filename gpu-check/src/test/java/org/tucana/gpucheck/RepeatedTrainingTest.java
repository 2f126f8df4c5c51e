package org.tucana.gpucheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.train.DetectorGroups;
import org.tucana.detection.train.DetectorTask;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.optimizer.Schedule;
import org.tucana.nn.optimizer.UpdateRule;
import org.tucana.nn.train.Progress;
import org.tucana.nn.train.TrainFiles;
import org.tucana.nn.train.TrainPace;
import org.tucana.nn.train.TrainRecipe;
import org.tucana.nn.train.TrainStep;
import org.tucana.nn.train.Trainer;

/** Training of a Mask R-CNN on a device is the same each time, and gives everything back. */
class RepeatedTrainingTest {
  private static final int STEPS = 10;

  /** Rounding, which each step of descent carries on. */
  private static final List<Double> TOLERANCES = List.of(1e-4, 1e-3, 1e-3);

  private record Outcome(
      List<SequencedMap<String, Double>> losses, Map<String, HostTensor> parameters) {}

  /** On a backend of its own, which refuses to close while page-locked memory is in use. */
  private static Outcome train(String backendName, DetectorSize size, int steps)
      throws IOException {
    try (Backend backend = TestBackends.open(backendName, BackendOptions.defaults())) {
      Outcome outcome = train(backend, size, steps);
      assertEquals(List.of(), backend.memory().liveLabels());
      return outcome;
    }
  }

  private static Outcome train(Backend backend, DetectorSize size, int steps) throws IOException {
    TrainRecipe recipe =
        new TrainRecipe(
            steps,
            new UpdateRule.Sgd(0.02, 0.9, 1e-4, false),
            DetectorGroups.fineTuning().toList(),
            new Schedule.Constant(),
            OptionalDouble.of(5));
    try (MaskRcnn model = size.open(backend)) {
      DetectorTask task =
          new DetectorTask(model, size.pictures(), DetectorTask.Evaluation.none(), 3);
      List<TrainStep> done =
          new Trainer(task, recipe, TrainFiles.none(), TrainPace.unhurried())
              .run(Optional.empty(), Progress.none())
              .steps();
      return new Outcome(done.stream().map(TrainStep::losses).toList(), StateDict.read(model));
    }
  }

  @Test
  void tenStepsTwiceEndWithTheSameBytes() throws IOException {
    DetectorSize size = DetectorSize.chosen();
    Outcome first = train("cuda", size, STEPS);
    Outcome second = train("cuda", size, STEPS);
    assertEquals(STEPS, first.losses().size());
    assertEquals(first.losses(), second.losses());
    assertNotEquals(first.losses().getFirst(), first.losses().getLast());
    first
        .losses()
        .forEach(losses ->
            losses.forEach((name, loss) ->
                assertTrue(Double.isFinite(loss) && loss > 0, name + " " + losses)));
    first
        .parameters()
        .forEach((name, value) ->
            assertArrayEquals(value.toFloats(), second.parameters().get(name).toFloats(), name));
  }

  @Test
  void theFirstLossesAreThoseOfTheCpuBackend() throws IOException {
    int steps = TOLERANCES.size();
    Outcome device = train("cuda", DetectorSize.TINY, steps);
    Outcome cpu = train("cpu", DetectorSize.TINY, steps);
    for (int step = 0; step < steps; step++) {
      double tolerance = TOLERANCES.get(step);
      SequencedMap<String, Double> found = device.losses().get(step);
      String where = "step " + (step + 1) + " ";
      cpu.losses()
          .get(step)
          .forEach(
              (name, loss) -> assertEquals(loss, found.get(name), tolerance * loss, where + name));
    }
  }
}
