package org.tucana.detection.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.TinyModel;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Example;
import org.tucana.nn.data.Picture;
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
  private static final int SIDE = TinyModel.SIDE;

  /** Bright squares of two sizes on noise, one a picture. */
  private static final class Squares implements ExampleSource {
    @Override
    public List<Example> batch(long step) {
      return List.of(example(2 * step), example(2 * step + 1));
    }

    private static Example example(long number) {
      Philox random = new RandomKey(9, "square", number).stream();
      int label = 1 + random.nextInt(2);
      int side = label == 1 ? 12 : 24;
      int x = random.nextInt(SIDE - side);
      int y = random.nextInt(SIDE - side);
      float[] pixels = new float[SIDE * SIDE];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = 0.2f * (float) random.nextDouble();
      }
      BinaryMask mask = BinaryMask.empty(SIDE, SIDE);
      for (int row = y; row < y + side; row++) {
        Arrays.fill(pixels, row * SIDE + x, row * SIDE + x + side, 0.9f);
        Arrays.fill(mask.pixels(), row * SIDE + x, row * SIDE + x + side, (byte) 1);
      }
      return new Example(
          "square " + number,
          new Picture(1, SIDE, SIDE, pixels),
          List.of(new Annotation(new Box(x, y, x + side, y + side), OptionalInt.of(label), mask)));
    }

    @Override
    public String description() {
      return "squares";
    }
  }

  private static TrainRecipe recipe(long steps) {
    return new TrainRecipe(
        steps,
        new UpdateRule.Sgd(0.02, 0.9, 1e-4, false),
        new DetectorGroups(0, List.of(0.0, 0.5, 1.0, 1.0), 1, 1).toList(),
        new Schedule.Constant(),
        OptionalDouble.of(5));
  }

  private static List<TrainStep> train(MaskRcnn model, long steps) throws IOException {
    DetectorTask task = new DetectorTask(model, new Squares(), DetectorTask.Evaluation.none(), 3);
    return new Trainer(task, recipe(steps), TrainFiles.none(), TrainPace.unhurried())
        .run(Optional.empty(), Progress.none())
        .steps();
  }

  @Test
  void lossesFallAndFrozenPartsStay() throws IOException {
    try (Backend backend = Backends.open("cpu", BackendOptions.defaults());
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
    try (Backend one = Backends.open("cpu", BackendOptions.threads(1));
        Backend three = Backends.open("cpu", BackendOptions.threads(3));
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
