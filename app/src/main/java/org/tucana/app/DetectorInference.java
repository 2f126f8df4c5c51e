package org.tucana.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.detection.config.DetectorName;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.MaskRcnnConfigJson;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.PictureDetections;
import org.tucana.detection.maskrcnn.PlannedNetworks;
import org.tucana.nn.data.Picture;
import org.tucana.nn.factor.StoredWeights;
import org.tucana.nn.module.ParameterSpace;

/**
 * Detections of a Mask R-CNN with torchvision's weights.
 *
 * @param architecture {@code maskrcnn_resnet50_fpn} or the like
 * @param classes labels of the weights, or one less where the user does not count background
 * @param configName where the settings come from, for messages
 * @param config settings in JSON that replace torchvision's defaults
 */
record DetectorInference(String architecture, int classes, String configName, String config) {
  private static final Pattern CLASS_BIAS =
      Pattern.compile("roi_heads\\.box_predictor\\.cls_score\\.(?:\\d\\.)?bias");

  /**
   * Runs one picture.
   *
   * @param image [C,H,W], samples in [0, 1]
   * @return {@code boxes} [D,4], {@code labels} [D], {@code scores} [D] and {@code masks}
   *     [D,1,H,W], the probabilities of each pixel
   */
  Map<String, HostTensor> run(Backend backend, StoredWeights weights, HostTensor image) {
    Picture picture =
        new Picture(
            image.shape().dim(0), image.shape().dim(1), image.shape().dim(2), image.toFloats());
    MaskRcnnConfig settings = MaskRcnnConfigJson.read(configName, config, defaults(weights));
    if (settings.transform().channels() != picture.channels()) {
      throw new FormatException(
          "infer: the image has "
              + picture.channels()
              + " channels but image_mean has "
              + settings.transform().channels()
              + " numbers; give one mean a channel in --config");
    }
    try (EagerSession session = new EagerSession(backend);
        MaskRcnn network =
            weights.build(
                ParameterSpace.toBeLoaded(backend), space -> new MaskRcnn(space, settings))) {
      network.load(weights.source(), weights.values());
      try (PlannedNetworks plans = new PlannedNetworks(session, network)) {
        return tensors(
            network.detect(session, List.of(picture), plans).results().getFirst(), picture);
      }
    }
  }

  private MaskRcnnConfig defaults(StoredWeights weights) {
    String body =
        DetectorName.body(architecture)
            .orElseThrow(() ->
                new FormatException(
                    "infer: there is no architecture '"
                        + architecture
                        + "', expected maskrcnn_resnet18_fpn, maskrcnn_resnet50_fpn or the"
                        + " like"));
    List<String> names = IntStream.range(1, labels(weights)).mapToObj(i -> "class " + i).toList();
    return MaskRcnnConfig.torchvision(body, names);
  }

  private int labels(StoredWeights weights) {
    int labels = ClassCount.of(weights, CLASS_BIAS).orElse(classes);
    if (labels < 2 || (labels != classes && labels != classes + 1)) {
      throw new FormatException(
          weights.source()
              + ": its box head has "
              + labels
              + " labels, background included, but --classes is "
              + classes
              + "; say --classes "
              + labels);
    }
    return labels;
  }

  private static Map<String, HostTensor> tensors(PictureDetections found, Picture picture) {
    int n = found.size();
    int area = picture.height() * picture.width();
    float[] masks = new float[Math.multiplyExact(n, area)];
    for (int i = 0; i < n; i++) {
      System.arraycopy(found.masks().get(i).toPicture(), 0, masks, i * area, area);
    }
    long[] labels = IntStream.of(found.labels()).asLongStream().toArray();
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put("boxes", HostTensor.of(Shape.of(n, 4), found.boxes().xyxy()));
    tensors.put("labels", HostTensor.of(Shape.of(n), labels));
    tensors.put("scores", HostTensor.of(Shape.of(n), found.scores()));
    tensors.put("masks", HostTensor.of(Shape.of(n, 1, picture.height(), picture.width()), masks));
    return tensors;
  }
}
