package org.tucana.nn.classifier;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.tucana.core.EagerSession;
import org.tucana.core.HostBuffer;
import org.tucana.core.Tensor;
import org.tucana.core.type.RandomKey;
import org.tucana.nn.data.Picture;
import org.tucana.nn.metric.Answers;
import org.tucana.nn.metric.ConfusionMatrix;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.train.PreparedStep;
import org.tucana.nn.train.TrainTask;

/** Trains a classifier with weighted cross entropy; each epoch has its own random order. */
public final class ClassifierTask implements TrainTask {
  private final Classifier classifier;
  private final List<LabelledPicture> training;
  private final List<LabelledPicture> validation;
  private final Augmentation augmentation;
  private final Settings settings;

  /**
   * What else decides the training.
   *
   * @param batch pictures a step
   * @param classWeights weights of the classes in the loss; empty for equal ones
   * @param seed of order and augmentation
   * @param data the data in words
   */
  public record Settings(int batch, List<Float> classWeights, long seed, String data) {
    public Settings {
      classWeights = List.copyOf(classWeights);
      if (batch < 1) {
        throw new IllegalArgumentException("classifier: batch must be positive, got " + batch);
      }
    }
  }

  public ClassifierTask(
      Classifier classifier,
      List<LabelledPicture> training,
      List<LabelledPicture> validation,
      Augmentation augmentation,
      Settings settings) {
    this.classifier = classifier;
    this.training = List.copyOf(training);
    this.validation = List.copyOf(validation);
    this.augmentation = augmentation;
    this.settings = settings;
    int classes = classifier.classes().size();
    if (training.isEmpty()) {
      throw new IllegalArgumentException("classifier: there is no picture to train on");
    }
    if (training.stream().anyMatch(p -> p.label() >= classes)) {
      throw new IllegalArgumentException(
          "classifier: a label is beyond the " + classes + " classes " + classifier.classes());
    }
    if (!settings.classWeights().isEmpty() && settings.classWeights().size() != classes) {
      throw new IllegalArgumentException(
          "classifier: "
              + classes
              + " classes need as many weights, got "
              + settings.classWeights());
    }
  }

  @Override
  public NetworkModule network() {
    return classifier.network();
  }

  @Override
  public PreparedStep prepare(long step) {
    List<Picture> pictures = new ArrayList<>(settings.batch());
    int[] labels = new int[settings.batch()];
    long first = step * settings.batch();
    int[] order = order(first / training.size());
    for (int i = 0; i < settings.batch(); i++) {
      long draw = first + i;
      if (i > 0 && draw % training.size() == 0) {
        order = order(draw / training.size());
      }
      LabelledPicture drawn = training.get(order[(int) (draw % training.size())]);
      labels[i] = drawn.label();
      pictures.add(
          augmentation.apply(
              drawn.picture(), new RandomKey(settings.seed(), "classifier augmentation", draw)));
    }
    HostBuffer pixels =
        Normalization.prepare(network().backend().memory(), classifier.input(), pictures);
    return new Drawn(pixels, labels);
  }

  /** Pictures in host memory and their classes. */
  private final class Drawn implements PreparedStep {
    private final HostBuffer pixels;
    private final int[] labels;

    Drawn(HostBuffer pixels, int[] labels) {
      this.pixels = pixels;
      this.labels = labels;
    }

    @Override
    public SequencedMap<String, Tensor> losses(EagerSession session) {
      return ClassifierTask.this.losses(session.upload(pixels), labels);
    }

    @Override
    public void close() {
      pixels.close();
    }
  }

  private SequencedMap<String, Tensor> losses(Tensor pixels, int[] labels) {
    Tensor logits = classifier.network().forward(pixels, Mode.TRAIN);
    SequencedMap<String, Tensor> losses = new LinkedHashMap<>();
    losses.put("classification", WeightedCrossEntropy.of(logits, labels, settings.classWeights()));
    return losses;
  }

  private int[] order(long epoch) {
    return new RandomKey(settings.seed(), "classifier order", epoch)
        .stream().permutation(training.size());
  }

  /** Accuracy and balanced accuracy on the validation pictures. */
  @Override
  public SequencedMap<String, Double> evaluate(EagerSession session, long step) {
    SequencedMap<String, Double> figures = new LinkedHashMap<>();
    if (!validation.isEmpty()) {
      ConfusionMatrix confusion = validated(session).confusion();
      figures.put("accuracy", confusion.accuracy());
      figures.put("balanced_accuracy", confusion.balancedAccuracy());
    }
    return figures;
  }

  /** What the classifier answers to the validation pictures. */
  public Answers validated(EagerSession session) {
    List<float[]> rows =
        classifier.probabilities(
            session, validation.stream().map(LabelledPicture::picture).toList());
    int[] truth = validation.stream().mapToInt(LabelledPicture::label).toArray();
    int[] predicted = rows.stream().mapToInt(Answers::likeliest).toArray();
    return new Answers(classifier.classes(), truth, predicted);
  }

  @Override
  public String description() {
    return classifier.architecture()
        + " for "
        + classifier.classes()
        + " on "
        + training.size()
        + " pictures ("
        + settings.data()
        + "), input "
        + classifier.input()
        + ", batch "
        + settings.batch()
        + ", class weights "
        + settings.classWeights()
        + ", seed "
        + settings.seed();
  }
}
