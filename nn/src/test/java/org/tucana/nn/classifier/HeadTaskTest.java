package org.tucana.nn.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.RandomKey;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.optimizer.ParameterGroup;
import org.tucana.nn.optimizer.Schedule;
import org.tucana.nn.optimizer.UpdateRule;
import org.tucana.nn.resnet.ResNetSpec;
import org.tucana.nn.train.Progress;
import org.tucana.nn.train.TrainFiles;
import org.tucana.nn.train.TrainPace;
import org.tucana.nn.train.TrainRecipe;
import org.tucana.nn.train.Trainer;

class HeadTaskTest {
  private static final int FEATURES = 6;
  private static final int CLASSES = 3;

  /** Features of very different sizes; the last one is the same for all. */
  private static FeatureRows rows(int cases) {
    List<float[]> rows = new ArrayList<>();
    int[] labels = new int[cases];
    for (int i = 0; i < cases; i++) {
      labels[i] = i % 5 == 0 ? 2 : i % 2;
      var random = new RandomKey(1, "features", i).stream();
      float[] row = new float[FEATURES];
      for (int f = 0; f < FEATURES - 1; f++) {
        row[f] = (float) (Math.pow(10, f - 2) * (random.nextDouble(-1, 1) + 3));
      }
      row[labels[i]] *= 3;
      row[FEATURES - 1] = 7;
      rows.add(row);
    }
    return new FeatureRows(rows, labels, CLASSES);
  }

  private static Backend cpu() {
    return TestBackends.chosen("cpu", BackendOptions.threads(1));
  }

  private static LinearLayer head(Backend backend) {
    return new LinearLayer(ParameterSpace.random(backend, 4).child("fc"), FEATURES, CLASSES);
  }

  @Test
  void theLossCountsAllClassesTheSame() {
    FeatureRows rows = rows(40);
    try (Backend backend = cpu();
        EagerSession session = new EagerSession(backend);
        LinearLayer head = head(backend)) {
      head.parameters()
          .forEach(p ->
              p.assign(HostTensor.of(p.type().shape(), new float[p.type().shape().elements()])));
      HeadTask task = new HeadTask(head, rows, new HeadTask.Settings(40, 1, "test"));
      // Without weights every class has probability 1/3, and the class weights have mean 1.
      double loss = task.prepare(0).losses(session).get("classification").item();
      assertEquals(Math.log(3), loss, 1e-6);
    }
  }

  @Test
  void theFinishedHeadTakesFeaturesAsTheyAre() throws IOException {
    FeatureRows rows = rows(60);
    try (Backend backend = cpu();
        EagerSession session = new EagerSession(backend);
        LinearLayer head = head(backend)) {
      HeadTask task = new HeadTask(head, rows, new HeadTask.Settings(7, 1, "test"));
      TrainRecipe recipe =
          new TrainRecipe(
              400,
              new UpdateRule.Adam(0.1, 0.9, 0.999, 1e-8, 1e-4, false),
              List.of(ParameterGroup.others()),
              new Schedule.Cosine(400, 0.01),
              OptionalDouble.empty());
      new Trainer(task, recipe, TrainFiles.none(), TrainPace.unhurried())
          .run(Optional.empty(), Progress.none());
      Standardization standard = Standardization.of(rows.features());
      float[] before = logits(session, head, standard.apply(rows.features().get(3)));
      task.finish();
      float[] after = logits(session, head, rows.features().get(3));
      // Features of a few hundred units cancel against the bias.
      assertArrayEquals(before, after, 1e-3f);
      int right = 0;
      for (int i = 0; i < rows.cases(); i++) {
        float[] answer = logits(session, head, rows.features().get(i));
        int best = 0;
        for (int c = 1; c < CLASSES; c++) {
          best = answer[c] > answer[best] ? c : best;
        }
        right += best == rows.labels()[i] ? 1 : 0;
      }
      assertEquals(rows.cases(), right);
    }
  }

  private static float[] logits(EagerSession session, LinearLayer head, float[] features) {
    return head.forward(session.tensor(features, 1, FEATURES)).toFloats();
  }

  @Test
  void pooledFeaturesAreMeanAndMaximumOfTheMiddleStages() {
    try (Backend backend = cpu();
        EagerSession session = new EagerSession(backend);
        PooledResNet network =
            new PooledResNet(
                ParameterSpace.random(backend, 4),
                ResNetSpec.named("resnet18", 3, BatchNormSpec.frozen()),
                CLASSES)) {
      float[] pixels = new float[3 * 32 * 32];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) Math.sin(i);
      }
      var x = session.tensor(pixels, 1, 3, 32, 32);
      float[] features = network.features(x).toFloats();
      float[] c4 = network.body().outputs(x, Mode.EVALUATE).get(2).toFloats();
      assertEquals(2 * (128 + 256), features.length);
      int area = c4.length / 256;
      for (int channel : new int[] {0, 100, 255}) {
        double sum = 0;
        float largest = 0;
        for (int i = 0; i < area; i++) {
          sum += c4[channel * area + i];
          largest = Math.max(largest, c4[channel * area + i]);
        }
        assertEquals(sum / area, features[256 + channel], 1e-6 * (1 + largest));
        assertEquals(largest, features[512 + channel]);
      }
      assertArrayEquals(new int[] {1, CLASSES}, network.forward(x).shape().dims());
      assertThrows(IllegalStateException.class, () -> network.body().forward(x, Mode.EVALUATE));
    }
  }
}
