package org.tucana.nn.classifier;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.tucana.core.Tensor;
import org.tucana.core.type.RandomKey;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.train.PreparedStep;
import org.tucana.nn.train.TrainTask;

/**
 * Trains a linear layer on features by cross entropy in which all classes count the same: 1/B sum_i
 * w(y_i) loss_i over the B cases of a step, each epoch in its own random order. The layer is
 * trained on standardised features; {@link #finish} makes it take features as they are.
 */
public final class HeadTask implements TrainTask {
  private final LinearLayer head;
  private final FeatureRows rows;
  private final Standardization standardization;
  private final List<float[]> standard;
  private final List<Float> classWeights;
  private final Settings settings;

  /**
   * What else decides the training.
   *
   * @param batch cases a step; all of them where there are fewer
   * @param seed of the order
   * @param data where the features come from, in words
   */
  public record Settings(int batch, long seed, String data) {
    public Settings {
      if (batch < 1) {
        throw new IllegalArgumentException("head: batch must be positive, got " + batch);
      }
    }
  }

  public HeadTask(LinearLayer head, FeatureRows rows, Settings settings) {
    if (rows.cases() == 0) {
      throw new IllegalArgumentException("head: there is no case to train on");
    }
    this.head = head;
    this.rows = rows;
    this.settings = settings;
    standardization = Standardization.of(rows.features());
    standard = rows.features().stream().map(standardization::apply).toList();
    classWeights = ClassWeights.balanced(rows.labels(), rows.classes());
  }

  @Override
  public NetworkModule network() {
    return head;
  }

  @Override
  public PreparedStep prepare(long step) {
    int batch = Math.min(settings.batch(), rows.cases());
    int width = standard.getFirst().length;
    float[] values = new float[batch * width];
    int[] labels = new int[batch];
    long epoch = -1;
    int[] order = {};
    for (int i = 0; i < batch; i++) {
      long draw = step * batch + i;
      if (draw / rows.cases() != epoch) {
        epoch = draw / rows.cases();
        order =
            new RandomKey(settings.seed(), "head order", epoch).stream().permutation(rows.cases());
      }
      int row = order[(int) (draw % rows.cases())];
      System.arraycopy(standard.get(row), 0, values, i * width, width);
      labels[i] = rows.labels()[row];
    }
    return session -> losses(session.tensor(values, batch, width), labels);
  }

  private SequencedMap<String, Tensor> losses(Tensor features, int[] labels) {
    SequencedMap<String, Tensor> losses = new LinkedHashMap<>();
    losses.put(
        "classification", WeightedCrossEntropy.of(head.forward(features), labels, classWeights));
    return losses;
  }

  /** Once after the last step: lets the layer take features that are not standardised. */
  public void finish() {
    standardization.foldInto(head);
  }

  @Override
  public String description() {
    return "linear head on "
        + rows.cases()
        + " rows of features ("
        + settings.data()
        + "), "
        + rows.classes()
        + " classes, batch "
        + settings.batch()
        + ", seed "
        + settings.seed();
  }
}
