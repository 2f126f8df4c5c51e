package org.tucana.detection.train;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.config.MaskRcnnConfigJson;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.TrainingBatch;
import org.tucana.detection.maskrcnn.TrainingPass;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.factor.LayerFormsJson;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.train.PreparedStep;
import org.tucana.nn.train.TrainTask;

/**
 * Trains a Mask R-CNN: the sum of its five losses on the examples of a source, and, where it has a
 * teacher, of what tells it from the teacher.
 */
public final class DetectorTask implements TrainTask {
  private final MaskRcnn model;
  private final ExampleSource examples;
  private final Evaluation evaluation;
  private final long seed;
  private final Optional<Teacher> teacher;

  /** Measures a model that is being trained. */
  @FunctionalInterface
  public interface Evaluation {
    /** Figures on held-out data, by name, for the training log. */
    SequencedMap<String, Double> figures(EagerSession session, MaskRcnn model);

    /** No figures. */
    static Evaluation none() {
      return (session, model) -> new LinkedHashMap<>();
    }
  }

  /**
   * @param seed of the draws of anchors and regions
   */
  public DetectorTask(MaskRcnn model, ExampleSource examples, Evaluation evaluation, long seed) {
    this(model, examples, evaluation, seed, Optional.empty());
  }

  private DetectorTask(
      MaskRcnn model,
      ExampleSource examples,
      Evaluation evaluation,
      long seed,
      Optional<Teacher> teacher) {
    this.model = model;
    this.examples = examples;
    this.evaluation = evaluation;
    this.seed = seed;
    this.teacher = teacher;
  }

  /**
   * The same task with a teacher, which stays the caller's to close.
   *
   * @throws org.tucana.core.type.FormatException where the teacher does not fit the model
   */
  public DetectorTask taughtBy(Teacher other) {
    other.checkFits(model.config());
    return new DetectorTask(model, examples, evaluation, seed, Optional.of(other));
  }

  @Override
  public NetworkModule network() {
    return model;
  }

  @Override
  public PreparedStep prepare(long step) {
    TrainingBatch batch = model.prepare(examples.batch(step));
    RandomKey key = new RandomKey(seed, "detector sampling", step);
    return new PreparedStep() {
      @Override
      public SequencedMap<String, Tensor> losses(EagerSession session) {
        TrainingPass pass = model.pass(session, batch, key);
        SequencedMap<String, Tensor> losses = pass.losses().byName();
        teacher.ifPresent(t -> losses.putAll(t.losses(session, pass)));
        return losses;
      }

      @Override
      public void close() {
        batch.close();
      }
    };
  }

  @Override
  public SequencedMap<String, Double> evaluate(EagerSession session, long step) {
    return evaluation.figures(session, model);
  }

  @Override
  public String description() {
    LayerForms forms = FactorisedNetworks.forms(model);
    return "Mask R-CNN "
        + MaskRcnnConfigJson.write(model.config())
        + (forms.byName().isEmpty() ? "" : " with factors " + LayerFormsJson.write(forms))
        + (forms.filters().isEmpty() ? "" : " with filters " + forms.filters())
        + " on "
        + examples.description()
        + ", seed "
        + seed
        + teacher.map(t -> ", taught by " + t.description()).orElse("");
  }
}
