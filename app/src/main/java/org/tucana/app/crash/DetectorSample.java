package org.tucana.app.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tucana.astro.GalaxyClass;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.MaskRcnnConfigJson;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.tiling.Tiling;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.ParameterSpace;

/** A detector with drawn weights, which finds something everywhere and is quick. */
final class DetectorSample {
  private static final String SETTINGS =
      """
      {"min_size": 64, "max_size": 64, "fpn_width": 8, "box_head_width": 8,
       "mask_layers": [8], "mask_width": 8, "box_score_thresh": 0.0,
       "rpn_post_nms_top_n_train": 20, "rpn_post_nms_top_n_test": 20,
       "box_detections_per_img": 5, "box_batch_size_per_image": 16}
      """;

  private DetectorSample() {}

  /**
   * Writes its model file; the largest layers are stored as factors of rank 4, which makes 2 MB.
   */
  static void write(Path file) throws IOException {
    Map<String, LayerForm> forms = new LinkedHashMap<>();
    for (int stage = 2; stage <= 4; stage++) {
      for (int block = 0; block <= 1; block++) {
        for (int convolution = 1; convolution <= 2; convolution++) {
          forms.put(
              "backbone.body.layer%d.%d.conv%d".formatted(stage, block, convolution),
              new LayerForm.Tucker2(4, 4));
        }
      }
    }
    MaskRcnnConfig settings =
        MaskRcnnConfigJson.read(
            "crash-test", SETTINGS, MaskRcnnConfig.torchvision("resnet18", GalaxyClass.titles()));
    try (Backend backend = Backends.open("cpu", BackendOptions.defaults());
        DetectorModel model =
            new DetectorModel(
                FactorisedNetworks.build(
                    ParameterSpace.random(backend, 1).withForms(LayerForms.of(forms)),
                    space -> new MaskRcnn(space, settings)),
                "colour:8,100",
                new Tiling(128, 32),
                new Provenance(1, "drawn weights", "tucana crash-test", "none"))) {
      model.write(file, ModelFile.Precision.FLOAT32);
    }
  }
}
