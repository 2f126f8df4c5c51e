package org.tucana.bench.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.simulation.Simulator;
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

/** Small detectors with drawn weights, and simulated stamps. */
final class Samples {
  private static final int PROPOSALS = 20;

  private Samples() {}

  /** A normal detector. */
  static Path normal(Path file) throws IOException {
    return write(file, PROPOSALS, LayerForms.none());
  }

  /** One with a layer as factors. */
  static Path compact(Path file) throws IOException {
    return write(
        file,
        PROPOSALS,
        LayerForms.of(Map.of("backbone.body.layer4.1.conv2", new LayerForm.Tucker2(4, 4))));
  }

  /** One of other settings. */
  static Path other(Path file) throws IOException {
    return write(file, PROPOSALS + 1, LayerForms.none());
  }

  private static Path write(Path file, int proposals, LayerForms forms) throws IOException {
    MaskRcnnConfig settings =
        MaskRcnnConfigJson.read(
            "sample",
            """
            {"min_size": 64, "max_size": 64, "fpn_width": 8, "box_head_width": 8,
             "mask_layers": [8], "mask_width": 8, "box_score_thresh": 0.0,
             "rpn_pre_nms_top_n_test": 40, "rpn_post_nms_top_n_test": %d,
             "box_detections_per_img": 5}
            """
                .formatted(proposals),
            MaskRcnnConfig.torchvision("resnet18", GalaxyClass.titles()));
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1));
        DetectorModel model =
            new DetectorModel(
                FactorisedNetworks.build(
                    ParameterSpace.random(backend, 1).withForms(forms),
                    space -> new MaskRcnn(space, settings)),
                "colour:8,100",
                new Tiling(256, 32),
                new Provenance(1, "drawn weights", "a test", "none"))) {
      model.write(file, ModelFile.Precision.FLOAT32);
    }
    return file;
  }

  /** A folder of stamps of two surveys, of which all but the first are of split val. */
  static Path stamps(Path folder) throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    List<String> lines = new ArrayList<>(List.of("file,class,survey,split"));
    Simulator simulator = Simulator.ofStamps(2, 64);
    GalaxyClass[] kinds = GalaxyClass.values();
    for (int i = 0; i < 7; i++) {
      GalaxyClass kind = kinds[i % kinds.length];
      PictureFormat.PNG.write(
          images.resolve(i + ".png"), simulator.stamp(i, Optional.of(kind)).picture());
      lines.add(
          "%d.png,%s,%s,%s"
              .formatted(i, kind.title(), i % 2 == 0 ? "east" : "west", i == 0 ? "train" : "val"));
    }
    Files.write(folder.resolve("labels.csv"), lines);
    return folder;
  }
}
