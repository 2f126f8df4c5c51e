package org.tucana.detection.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.TinyModel;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.optimizer.Schedule;
import org.tucana.nn.optimizer.UpdateRule;
import org.tucana.nn.train.Progress;
import org.tucana.nn.train.TrainFiles;
import org.tucana.nn.train.TrainPace;
import org.tucana.nn.train.TrainRecipe;
import org.tucana.nn.train.Trainer;

class DetectorPartTest {
  private static final List<String> LOWEST_FIRST =
      List.of(
          "backbone.body.conv1.weight",
          "backbone.body.layer1.1.conv2.weight",
          "backbone.body.layer2.1.conv2.weight",
          "backbone.body.layer3.1.conv2.weight",
          "backbone.body.layer4.1.conv2.weight",
          "backbone.fpn.layer_blocks.0.0.weight");

  @TempDir private Path folder;
  private Backend backend;

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("cpu", BackendOptions.threads(2));
  }

  @AfterEach
  void nothingStaysAlive() {
    assertEquals(List.of(), backend.memory().liveLabels());
    backend.close();
  }

  private MaskRcnn network() {
    return TinyModel.random(backend, TinyModel.config());
  }

  private static Trainer trainer(MaskRcnn network, TrainFiles files, DetectorPart... parts) {
    DetectorTask task =
        new DetectorTask(network, Squares.tiny(), DetectorTask.Evaluation.none(), 3);
    TrainRecipe recipe =
        new TrainRecipe(
            new UpdateRule.Sgd(0.02, 0.9, 1e-4, false),
            Arrays.stream(parts)
                .map(part -> new TrainRecipe.Phase(1, part.groups().toList()))
                .toList(),
            new Schedule.Constant(),
            OptionalDouble.of(5));
    return new Trainer(task, recipe, files, TrainPace.unhurried());
  }

  private static boolean changed(
      Map<String, HostTensor> before, Map<String, HostTensor> after, String name) {
    return !Arrays.equals(before.get(name).toFloats(), after.get(name).toFloats());
  }

  @Tag("slow-on-software-device")
  @Test
  void eachPartChangesWhatItNamesAndAllAbove() throws IOException {
    assertEquals(List.of("heads", "5+", "4+", "3+", "all"), DetectorPart.titles());
    Map<DetectorPart, Integer> lowest =
        Map.of(
            DetectorPart.HEADS, 5,
            DetectorPart.FROM_C5, 4,
            DetectorPart.FROM_C4, 3,
            DetectorPart.FROM_C3, 2,
            DetectorPart.ALL, 0);
    for (DetectorPart part : DetectorPart.values()) {
      try (MaskRcnn network = network()) {
        Map<String, HostTensor> before = StateDict.read(network);
        trainer(network, TrainFiles.none(), part).run(Optional.empty(), Progress.none());
        Map<String, HostTensor> after = StateDict.read(network);
        for (int i = 0; i < LOWEST_FIRST.size(); i++) {
          String name = LOWEST_FIRST.get(i);
          assertEquals(i >= lowest.get(part), changed(before, after, name), part + " " + name);
        }
        assertTrue(changed(before, after, "roi_heads.box_head.fc7.weight"), part.toString());
      }
    }
  }

  @Tag("slow-on-software-device")
  @Test
  void aRunResumedAtABorderHasTheBytesOfAnUninterruptedOne() throws IOException {
    DetectorPart[] parts = {DetectorPart.HEADS, DetectorPart.FROM_C5, DetectorPart.ALL};
    try (MaskRcnn whole = network();
        MaskRcnn parted = network()) {
      trainer(whole, TrainFiles.none(), parts).run(Optional.empty(), Progress.none());
      TrainFiles files = TrainFiles.in(folder);
      trainer(parted, files, parts).run(Optional.empty(), Progress.none(), afterOneStep());
      trainer(parted, files, parts).run(files.checkpoint(), Progress.none());
      Map<String, HostTensor> expected = StateDict.read(whole);
      Map<String, HostTensor> actual = StateDict.read(parted);
      expected.keySet().forEach(name -> assertEquals(false, changed(expected, actual, name), name));
    }
  }

  /** Says yes from the second step on. */
  private static BooleanSupplier afterOneStep() {
    int[] asked = {0};
    return () -> ++asked[0] > 1;
  }
}
