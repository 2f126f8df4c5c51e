package org.tucana.detection.maskrcnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.backbone.FeaturePyramid;
import org.tucana.detection.backbone.PyramidBackbone;
import org.tucana.detection.box.AnchorGenerator;
import org.tucana.detection.box.BoxCoder;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.RpnConfig;
import org.tucana.detection.roi.BoxDetections;
import org.tucana.detection.roi.BoxHead;
import org.tucana.detection.roi.BoxPrediction;
import org.tucana.detection.roi.BoxSelection;
import org.tucana.detection.roi.MaskHead;
import org.tucana.detection.roi.MaskLoss;
import org.tucana.detection.roi.MaskPaste;
import org.tucana.detection.roi.RoiLabels;
import org.tucana.detection.roi.RoiLosses;
import org.tucana.detection.roi.RoiPooling;
import org.tucana.detection.roi.RoiSamples;
import org.tucana.detection.rpn.ProposalSelection;
import org.tucana.detection.rpn.Proposals;
import org.tucana.detection.rpn.RpnHead;
import org.tucana.detection.rpn.RpnLosses;
import org.tucana.detection.rpn.RpnPrediction;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.Example;
import org.tucana.detection.structure.MaskCrop;
import org.tucana.detection.structure.PictureSize;
import org.tucana.detection.transform.PictureBatch;
import org.tucana.detection.transform.PictureTransform;
import org.tucana.detection.transform.PictureTruth;
import org.tucana.nn.data.Picture;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;

/**
 * Finds, classifies and outlines objects (He et al., "Mask R-CNN", ICCV 2017) as torchvision's
 * {@code maskrcnn_*_fpn} does, with its parameter names. This class only connects the stages:
 * transform, backbone and pyramid, proposals, regions, boxes, masks, paste.
 */
public final class MaskRcnn extends NetworkModule {
  private final MaskRcnnConfig config;
  private final PictureTransform transform;
  private final AnchorGenerator anchors;
  private final RoiPooling boxPooling = new RoiPooling(BoxHead.REGION_SIDE);
  private final RoiPooling maskPooling = new RoiPooling(MaskHead.REGION_SIDE);
  private final BoxSelection boxSelection;
  private final MaskPaste paste = new MaskPaste(MaskHead.MASK_SIDE);
  private final PyramidBackbone backbone;
  private final RpnHead rpnHead;
  private final BoxHead boxHead;
  private final MaskHead maskHead;

  public MaskRcnn(ParameterSpace space, MaskRcnnConfig config) {
    super(space);
    this.config = config;
    transform = new PictureTransform(config.transform());
    anchors = new AnchorGenerator(config.anchors().anchorSizes(), config.anchors().aspectRatios());
    boxSelection = new BoxSelection(config.box());
    int width = config.backbone().fpnWidth();
    int labels = config.labels();
    backbone =
        child(
            new PyramidBackbone(
                space.child("backbone"), config.backbone(), config.transform().channels()));
    rpnHead = child(new RpnHead(space.child("rpn.head"), width, config.anchors().anchorsPerCell()));
    ParameterSpace roi = space.child("roi_heads");
    boxHead = child(new BoxHead(roi, width, config.box(), labels));
    maskHead = child(new MaskHead(roi, width, config.mask(), labels));
  }

  public MaskRcnnConfig config() {
    return config;
  }

  public PictureTransform transform() {
    return transform;
  }

  public PyramidBackbone backbone() {
    return backbone;
  }

  public RpnHead rpnHead() {
    return rpnHead;
  }

  public BoxHead boxHead() {
    return boxHead;
  }

  public MaskHead maskHead() {
    return maskHead;
  }

  /**
   * Assigns all weights, under torchvision's names of today or of versions before 0.13.
   *
   * @param source what they come from, for messages: a file name
   * @throws org.tucana.core.type.FormatException where they are of another architecture
   */
  public void load(String source, Map<String, HostTensor> weights) {
    StateDict.load(this, source, LegacyNames.renewed(weights));
  }

  /**
   * Finds objects and keeps what every stage did. All tensors belong to the session's innermost
   * scope.
   *
   * @param networks how the three networks run: operator by operator or as plans
   */
  public MaskRcnnTrace detect(
      EagerSession session, List<Picture> pictures, StageNetworks networks) {
    PictureBatch batch = transform.batch(session, pictures);
    StageNetworks.Proposer proposer = networks.propose(batch.pixels());
    FeaturePyramid pyramid = proposer.pyramid();
    List<Boxes> levels = anchors.all(pyramid.grids(), batch.padded());
    RpnConfig rpn = config.rpn();
    List<Proposals> proposals =
        new ProposalSelection(
                rpn.preNmsTopNTest(),
                rpn.postNmsTopNTest(),
                rpn.nmsThreshold(),
                rpn.scoreThreshold())
            .select(proposer.prediction(), levels, batch.sizes());
    List<Boxes> regions = proposals.stream().map(Proposals::boxes).toList();
    Tensor boxRegions = boxPooling.pool(pyramid, regions);
    BoxPrediction boxes = networks.classify(boxRegions);
    List<BoxDetections> found = boxSelection.select(boxes, regions, batch.sizes());
    Tensor maskRegions =
        maskPooling.pool(pyramid, found.stream().map(BoxDetections::boxes).toList());
    Tensor maskLogits = networks.outline(maskRegions);
    return new MaskRcnnTrace(
        batch,
        proposer.stages(),
        pyramid,
        levels,
        proposer.prediction(),
        proposals,
        boxRegions,
        boxes,
        found,
        maskLogits,
        outlined(batch, found, maskLogits));
  }

  /**
   * Regions [R,C,7,7] under given boxes of a picture, as the box head takes them. They belong to
   * the session's innermost scope.
   *
   * @param boxes in pixels of the picture
   */
  public Tensor regions(
      EagerSession session, Picture picture, Boxes boxes, StageNetworks networks) {
    PictureBatch batch = transform.batch(session, List.of(picture));
    FeaturePyramid pyramid = networks.propose(batch.pixels()).pyramid();
    Boxes resized =
        PictureTransform.rescale(boxes, batch.originals().getFirst(), batch.sizes().getFirst());
    return boxPooling.pool(pyramid, List.of(resized));
  }

  private List<PictureDetections> outlined(
      PictureBatch batch, List<BoxDetections> found, Tensor maskLogits) {
    int[] labels = found.stream().flatMapToInt(d -> IntStream.of(d.labels())).toArray();
    float[] probabilities = MaskHead.probabilities(maskLogits, labels);
    List<PictureDetections> results = new ArrayList<>(found.size());
    int first = 0;
    for (int n = 0; n < found.size(); n++) {
      BoxDetections own = found.get(n);
      Boxes boxes =
          PictureTransform.rescale(own.boxes(), batch.sizes().get(n), batch.originals().get(n));
      List<MaskCrop> masks = new ArrayList<>(own.size());
      for (int i = 0; i < own.size(); i++) {
        masks.add(paste.paste(probabilities, first + i, boxes.get(i), batch.originals().get(n)));
      }
      first += own.size();
      results.add(new PictureDetections(boxes, own.labels(), own.scores(), masks));
    }
    return results;
  }

  /**
   * Examples made ready for {@link #pass}, on any thread; the caller closes them.
   *
   * @throws IllegalArgumentException where a label or a mask does not fit, naming the example
   * @throws org.tucana.core.type.ShapeException where a picture does not fit
   */
  public TrainingBatch prepare(List<Example> examples) {
    List<PictureTruth> truth = examples.stream().map(this::truth).toList();
    List<Picture> pictures = examples.stream().map(Example::picture).toList();
    return new TrainingBatch(transform.normalize(backend().memory(), pictures), truth);
  }

  private PictureTruth truth(Example example) {
    PictureSize original = new PictureSize(example.picture().height(), example.picture().width());
    try {
      return PictureTruth.of(
          example.annotations(), config.classes().size(), original, transform.resized(original));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(example.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * The forward pass of a training step. A tape of the session may record it.
   *
   * @param key of the draws of anchors and regions
   */
  public TrainingPass pass(EagerSession session, TrainingBatch examples, RandomKey key) {
    PictureBatch batch = transform.batch(session, examples.pictures());
    List<PictureTruth> truth = examples.truth();
    FeaturePyramid pyramid = backbone.forward(batch.pixels()).pyramid();
    RpnPrediction prediction = rpnHead.forward(pyramid);
    List<Boxes> levels = anchors.all(pyramid.grids(), batch.padded());
    RpnConfig rpn = config.rpn();
    RpnLosses rpnLosses =
        RpnLosses.of(
            rpn,
            prediction,
            Boxes.concat(levels),
            truth.stream().map(PictureTruth::boxes).toList(),
            key);
    List<Boxes> proposals =
        new ProposalSelection(
                rpn.preNmsTopNTrain(),
                rpn.postNmsTopNTrain(),
                rpn.nmsThreshold(),
                rpn.scoreThreshold())
            .select(prediction, levels, batch.sizes()).stream().map(Proposals::boxes).toList();
    List<RoiSamples> samples = RoiSamples.draw(config.box(), proposals, truth, key);
    Tensor regions = boxPooling.pool(pyramid, samples.stream().map(RoiSamples::regions).toList());
    Tensor hidden = boxHead.hidden(regions);
    BoxPrediction boxes = boxHead.predict(hidden, regions);
    RoiLabels labels = RoiLabels.of(samples, boxes.classLogits());
    RoiLosses roiLosses =
        RoiLosses.of(boxes, labels, samples, new BoxCoder(config.box().regressionWeights()));
    Optional<Tensor> maskLogits = maskLogits(pyramid, samples);
    MaskRcnnLosses losses =
        new MaskRcnnLosses(
            roiLosses.classifier(),
            roiLosses.boxes(),
            maskLogits
                .map(logits -> MaskLoss.of(logits, labels.ofObjects(), samples))
                .orElseGet(() -> session.scalar(0)),
            rpnLosses.objectness(),
            rpnLosses.boxes());
    return new TrainingPass(
        batch.pixels(), pyramid, prediction, samples, labels, hidden, maskLogits, losses);
  }

  /** Mask logits [P,K,28,28] of the regions that stand for objects; empty where none does. */
  private Optional<Tensor> maskLogits(FeaturePyramid pyramid, List<RoiSamples> samples) {
    List<Boxes> objects = samples.stream().map(RoiSamples::objectRegions).toList();
    return objects.stream().allMatch(boxes -> boxes.size() == 0)
        ? Optional.empty()
        : Optional.of(maskHead.forward(maskPooling.pool(pyramid, objects)));
  }
}
