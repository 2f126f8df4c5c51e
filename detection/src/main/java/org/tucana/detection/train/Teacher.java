package org.tucana.detection.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Losses;
import org.tucana.core.op.Reductions;
import org.tucana.core.type.FormatException;
import org.tucana.detection.backbone.FeaturePyramid;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.TrainingPass;
import org.tucana.detection.roi.BoxHead;
import org.tucana.detection.roi.MaskHead;
import org.tucana.detection.roi.RoiPooling;
import org.tucana.detection.roi.RoiSamples;

/**
 * A trained Mask R-CNN that another one, the student, imitates while it is trained (Hinton et al.,
 * "Distilling the knowledge in a neural network", 2015; on features: Romero et al., "FitNets", ICLR
 * 2015). Its parameters never change: a tape is opened for those of the student.
 *
 * <p>Each loss is relative, so that 1 is a large difference whatever the networks' scales, and 0
 * where student and teacher agree, up to rounding. Class scores are not imitated: where the classes
 * of stamps are kept from the student, a teacher who knows them would tell them.
 *
 * @param network the teacher's
 * @param name tells this teacher from others, for example by a digest of its file
 * @param weight multiplies all its losses
 */
public record Teacher(MaskRcnn network, String name, double weight) {
  private static final RoiPooling BOX_POOLING = new RoiPooling(BoxHead.REGION_SIDE);
  private static final RoiPooling MASK_POOLING = new RoiPooling(MaskHead.REGION_SIDE);

  /** Mean square below which features are no scale to measure by. */
  private static final double SMALLEST_SQUARE = 1e-6;

  public Teacher {
    if (!(weight > 0) || !Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "teacher: its weight must be positive and finite, got " + weight);
    }
  }

  /** What decides the losses, in words. */
  String description() {
    return name + " with weight " + weight;
  }

  /**
   * Refuses a student that cannot be compared: pictures, pyramid, anchors, hidden features of
   * regions and classes must be of the same kind. The body, and how layers are stored, may differ.
   *
   * @throws FormatException naming what differs
   */
  void checkFits(MaskRcnnConfig student) {
    MaskRcnnConfig own = network.config();
    checkSame("classes", own.classes(), student.classes());
    checkSame("preparation of pictures", own.transform(), student.transform());
    checkSame("fpn_width", own.backbone().fpnWidth(), student.backbone().fpnWidth());
    checkSame("anchors", own.anchors(), student.anchors());
    checkSame("box_head_width", own.box().headWidth(), student.box().headWidth());
  }

  private void checkSame(String what, Object own, Object expected) {
    if (!own.equals(expected)) {
      throw new FormatException(
          "teacher: "
              + name
              + " does not fit, expected "
              + what
              + " "
              + expected
              + " as the student has, got "
              + own
              + "; name the detector that the student was compressed from, or one like it");
    }
  }

  /**
   * What tells the student from the teacher, times the weight.
   *
   * <ul>
   *   <li>{@code teacher_pyramid}: mean over the four levels that regions are pooled from of |F_s -
   *       F_t|^2 / |F_t|^2
   *   <li>{@code teacher_objectness}: |p_s - p_t|^2 / |p_t|^2 of the probabilities of all anchors:
   *       nearly all are plainly background, and their logits may differ
   *   <li>{@code teacher_regions}: |h_s - h_t|^2 / |h_t|^2 of what {@code fc7} makes of the drawn
   *       regions, each pooled from the own pyramid
   *   <li>{@code teacher_masks}: {@link #divergence} over the bins of the masks of regions that
   *       stand for objects, at the assumed label; 0 where there is none
   * </ul>
   *
   * <p>The losses belong to the innermost scope. All else that the teacher computes is given back,
   * but for what the gradients of the losses read.
   */
  SequencedMap<String, Tensor> losses(EagerSession session, TrainingPass student) {
    SequencedMap<String, Tensor> losses = new LinkedHashMap<>();
    try (Scope all = session.scope()) {
      FeaturePyramid pyramid = pyramid(session, student.pixels());
      losses.put("teacher_pyramid", difference(student.pyramid(), pyramid));
      losses.put(
          "teacher_objectness",
          difference(
              Activations.sigmoid(student.prediction().objectness()),
              Activations.sigmoid(network.rpnHead().forward(pyramid).objectness())));
      List<RoiSamples> samples = student.samples();
      Tensor regions =
          BOX_POOLING.pool(pyramid, samples.stream().map(RoiSamples::regions).toList());
      losses.put(
          "teacher_regions", difference(student.hidden(), network.boxHead().hidden(regions)));
      losses.put(
          "teacher_masks",
          student
              .maskLogits()
              .map(logits -> maskDivergence(student, logits, pyramid))
              .orElseGet(() -> session.scalar(0)));
      losses.replaceAll((_, loss) -> all.keep(Arithmetic.scale(loss, weight)));
    }
    return losses;
  }

  private FeaturePyramid pyramid(EagerSession session, Tensor pixels) {
    try (Scope body = session.scope()) {
      FeaturePyramid pyramid = network.backbone().forward(pixels).pyramid();
      pyramid.levels().forEach(body::keep);
      return pyramid;
    }
  }

  private Tensor maskDivergence(TrainingPass student, Tensor logits, FeaturePyramid pyramid) {
    Tensor regions =
        MASK_POOLING.pool(
            pyramid, student.samples().stream().map(RoiSamples::objectRegions).toList());
    int[] labels = student.labels().ofObjects();
    return divergence(
        MaskHead.ofLabels(logits, labels),
        MaskHead.ofLabels(network.maskHead().forward(regions), labels));
  }

  private static Tensor difference(FeaturePyramid student, FeaturePyramid teacher) {
    List<Tensor> levels = student.pooledLevels();
    Tensor sum = difference(levels.getFirst(), teacher.pooledLevels().getFirst());
    for (int level = 1; level < levels.size(); level++) {
      sum = Arithmetic.add(sum, difference(levels.get(level), teacher.pooledLevels().get(level)));
    }
    return Arithmetic.scale(sum, 1.0 / levels.size());
  }

  /** |x - t|^2 / |t|^2 of tensors of one shape. */
  private static Tensor difference(Tensor student, Tensor teacher) {
    Tensor difference = Arithmetic.subtract(student, teacher);
    return Arithmetic.divide(
        Reductions.mean(Arithmetic.multiply(difference, difference)),
        Arithmetic.clamp(
            Reductions.mean(Arithmetic.multiply(teacher, teacher)),
            SMALLEST_SQUARE,
            Float.MAX_VALUE));
  }

  /**
   * The Kullback-Leibler divergence of yes and no, summed over all logits, over the sum of the
   * teacher's probabilities p of yes, which is taken as at least 1: sum(H(p, q) - H(p, p)) / sum p,
   * where q are the student's probabilities and H the binary cross entropy.
   */
  private static Tensor divergence(Tensor student, Tensor teacher) {
    Tensor probabilities = Activations.sigmoid(teacher);
    return Arithmetic.divide(
        Arithmetic.subtract(
            Losses.binaryCrossEntropyWithLogits(student, probabilities, LossReduction.SUM),
            Losses.binaryCrossEntropyWithLogits(teacher, probabilities, LossReduction.SUM)),
        Arithmetic.clamp(Reductions.sum(probabilities), 1, Float.MAX_VALUE));
  }
}
