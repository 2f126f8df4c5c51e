package org.tucana.detection.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.TinyModel;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.optimizer.Schedule;
import org.tucana.nn.optimizer.UpdateRule;
import org.tucana.nn.train.Progress;
import org.tucana.nn.train.TrainFiles;
import org.tucana.nn.train.TrainPace;
import org.tucana.nn.train.TrainRecipe;
import org.tucana.nn.train.TrainStep;
import org.tucana.nn.train.Trainer;

class DetectorTaskTest {
  private static TrainRecipe recipe(long steps) {
    return new TrainRecipe(
        steps,
        new UpdateRule.Sgd(0.02, 0.9, 1e-4, false),
        new DetectorGroups(0, List.of(0.0, 0.5, 1.0, 1.0), 1, 1).toList(),
        new Schedule.Constant(),
        OptionalDouble.of(5));
  }

  private static List<TrainStep> train(MaskRcnn model, long steps) throws IOException {
    DetectorTask task = new DetectorTask(model, Squares.tiny(), DetectorTask.Evaluation.none(), 3);
    return new Trainer(task, recipe(steps), TrainFiles.none(), TrainPace.unhurried())
        .run(Optional.empty(), Progress.none())
        .steps();
  }

  @Tag("slow-on-software-device")
  @Test
  void lossesFallAndFrozenPartsStay() throws IOException {
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.defaults());
        MaskRcnn model = TinyModel.random(backend, TinyModel.config())) {
      Map<String, HostTensor> before = StateDict.read(model);
      List<TrainStep> steps = train(model, 30);
      assertEquals(5, steps.getFirst().losses().size());
      assertTrue(
          steps.getLast().total() < 0.6 * steps.getFirst().total(),
          steps.getFirst() + " " + steps.getLast());
      String frozen = "backbone.body.layer1.0.conv1.weight";
      assertArrayEquals(
          before.get(frozen).toFloats(), StateDict.read(model).get(frozen).toFloats());
    }
  }

  @Test
  void twoRunsEndWithTheSameBytesForAnyNumberOfThreads() throws IOException {
    try (Backend one = TestBackends.chosen("cpu", BackendOptions.threads(1));
        Backend three = TestBackends.chosen("cpu", BackendOptions.threads(3));
        MaskRcnn first = TinyModel.random(one, TinyModel.config());
        MaskRcnn second = TinyModel.random(three, TinyModel.config())) {
      train(first, 4);
      train(second, 4);
      Map<String, HostTensor> expected = StateDict.read(first);
      StateDict.read(second)
          .forEach((name, value) ->
              assertArrayEquals(expected.get(name).toFloats(), value.toFloats(), name));
    }
  }
}
