package org.tucana.detection.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.detector.Detector;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.maskrcnn.EagerNetworks;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.PlannedNetworks;
import org.tucana.detection.maskrcnn.StageNetworks;
import org.tucana.detection.maskrcnn.TinyModel;
import org.tucana.detection.tiling.Tiling;
import org.tucana.nn.data.Picture;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.ModelMetadata;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.optimizer.Schedule;
import org.tucana.nn.optimizer.UpdateRule;
import org.tucana.nn.train.Progress;
import org.tucana.nn.train.TrainFiles;
import org.tucana.nn.train.TrainPace;
import org.tucana.nn.train.TrainRecipe;
import org.tucana.nn.train.Trainer;

/** A Mask R-CNN with layers stored as factors, and filters left out, in each of its parts. */
class FactorisedDetectorTest {
  /** Rows and columns of the pictures, and of regions for boxes and masks. */
  private static final int[] SIDES = {TinyModel.SIDE, 7, 14};

  /** Sums of at most 512 * 9 products through some thirty layers. */
  private static final Tolerance SAME = Tolerance.of(8, 30 * 512 * 9);

  private static final LayerForms FORMS = LayerForms.of(forms()).withFilters(filters());

  @TempDir private Path folder;
  private Backend backend;

  private static Map<String, LayerForm> forms() {
    Map<String, LayerForm> forms = new LinkedHashMap<>();
    forms.put("backbone.body.conv1", new LayerForm.Cp(9));
    forms.put("backbone.body.layer2.0.conv2", new LayerForm.Tucker2(20, 24));
    forms.put("backbone.body.layer3.0.downsample.0", new LayerForm.Svd(12));
    forms.put("backbone.body.layer4.1.conv2", new LayerForm.Tucker2(30, 40));
    forms.put("backbone.fpn.inner_blocks.3.0", new LayerForm.Svd(6));
    forms.put("backbone.fpn.layer_blocks.0.0", new LayerForm.Cp(7));
    forms.put("rpn.head.conv.0.0", new LayerForm.Tucker2(5, 6));
    forms.put("rpn.head.bbox_pred", new LayerForm.Svd(4));
    forms.put(
        "roi_heads.box_head.fc6",
        new LayerForm.TensorTrain(List.of(4, 3), List.of(8, 49), List.of(6)));
    forms.put("roi_heads.box_head.fc7", new LayerForm.Svd(8));
    forms.put("roi_heads.box_predictor.bbox_pred", new LayerForm.Svd(5));
    forms.put("roi_heads.mask_head.0.0", new LayerForm.Tucker2(4, 4));
    forms.put("roi_heads.mask_predictor.mask_fcn_logits", new LayerForm.Svd(2));
    return forms;
  }

  /** Some of layers that are factors too. */
  private static Map<String, Integer> filters() {
    return Map.of(
        "backbone.body.layer2.0.conv1", 50,
        "backbone.body.layer3.1.conv1", 1,
        "rpn.head.conv.0.0", 7,
        "roi_heads.box_head.fc6", 12,
        "roi_heads.mask_head.0.0", 5);
  }

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("cpu", BackendOptions.threads(2));
  }

  @AfterEach
  void nothingStaysAlive() {
    assertEquals(List.of(), backend.memory().liveLabels());
    backend.close();
  }

  private MaskRcnn network(LayerForms forms) {
    return FactorisedNetworks.build(
        ParameterSpace.random(backend, 7).withForms(forms),
        space -> new MaskRcnn(space, TinyModel.config()));
  }

  private static TrainRecipe recipe() {
    return new TrainRecipe(
        2,
        new UpdateRule.Sgd(0.02, 0.9, 1e-4, false),
        DetectorGroups.fineTuning().toList(),
        new Schedule.Constant(),
        OptionalDouble.of(5));
  }

  private static Trainer trainer(MaskRcnn network, TrainFiles files, TrainPace pace) {
    DetectorTask task =
        new DetectorTask(network, Squares.tiny(), DetectorTask.Evaluation.none(), 3);
    return new Trainer(task, recipe(), files, pace);
  }

  private static void train(MaskRcnn network) throws IOException {
    trainer(network, TrainFiles.none(), TrainPace.unhurried())
        .run(Optional.empty(), Progress.none());
  }

  /** Of the three networks: inputs with these leading sizes. */
  private static List<Tensor> outputs(
      StageNetworks networks, EagerSession session, int pictures, int regions) {
    StageNetworks.Proposer proposer =
        networks.propose(session.upload(TestTensors.uniform(1, pictures, 1, SIDES[0], SIDES[0])));
    List<Tensor> outputs = new ArrayList<>(proposer.pyramid().levels());
    outputs.add(proposer.prediction().objectness());
    outputs.add(proposer.prediction().deltas());
    var boxes =
        networks.classify(session.upload(TestTensors.uniform(2, regions, 8, SIDES[1], SIDES[1])));
    outputs.add(boxes.classLogits());
    outputs.add(boxes.deltas());
    outputs.add(
        networks.outline(session.upload(TestTensors.uniform(3, regions, 8, SIDES[2], SIDES[2]))));
    return outputs;
  }

  @Test
  void plansGiveWhatOperatorsGive() {
    try (MaskRcnn network = network(FORMS);
        EagerSession session = new EagerSession(backend);
        PlannedNetworks planned = new PlannedNetworks(session, network)) {
      assertEquals(FORMS, FactorisedNetworks.forms(network));
      for (int[] rows : new int[][] {{2, 13}, {1, 13}, {2, 5}, {1, 1}}) {
        List<Tensor> expected = outputs(new EagerNetworks(network), session, rows[0], rows[1]);
        List<Tensor> actual = outputs(planned, session, rows[0], rows[1]);
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
          SAME.check(
              Arrays.toString(rows) + ", output " + i,
              expected.get(i).read(),
              actual.get(i).read());
        }
      }
    }
  }

  @Test
  void whatIsTrainedAndWrittenFindsTheSame() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Picture picture = Squares.tiny().batch(9).getFirst().picture();
    Provenance provenance = new Provenance(7, "squares", "test", "none");
    List<Detection> before;
    Map<String, HostTensor> drawn;
    try (DetectorModel model =
            new DetectorModel(network(FORMS), "linear", Tiling.none(), provenance);
        Detector detector = model.detector()) {
      drawn = StateDict.read(model.network());
      train(model.network());
      model.write(file, ModelFile.Precision.FLOAT32);
      before = detector.detect(picture);
      assertFalse(before.isEmpty(), "the weights find something");
    }
    try (DetectorModel read = DetectorModel.read(file, backend);
        Detector detector = read.detector()) {
      assertEquals(FORMS, FactorisedNetworks.forms(read.network()));
      assertEquals(before, detector.detect(picture));
      partsAreTrainedByTheirGroups(drawn, StateDict.read(read.network()));
    }
  }

  private static void partsAreTrainedByTheirGroups(
      Map<String, HostTensor> before, Map<String, HostTensor> after) {
    FORMS
        .byName()
        .keySet()
        .forEach(layer -> {
          List<String> factors =
              before.keySet().stream()
                  .filter(n -> n.startsWith(layer + ".") && !n.endsWith("bias"))
                  .toList();
          assertTrue(factors.size() > 1, layer);
          boolean frozen = layer.equals("backbone.body.conv1");
          factors.forEach(name ->
              assertEquals(
                  frozen,
                  Arrays.equals(before.get(name).toFloats(), after.get(name).toFloats()),
                  name));
        });
  }

  @Test
  void aFileOfOtherFormsThanItsWeightsIsRefused() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Provenance provenance = new Provenance(7, "squares", "test", "none");
    try (DetectorModel model =
        new DetectorModel(network(FORMS), "linear", Tiling.none(), provenance)) {
      model.write(file, ModelFile.Precision.FLOAT32);
    }
    ModelFile whole = ModelFile.read(file);
    refused(
        whole,
        Map.of("rpn.head.conv.0.0", "{\"method\":\"tucker2\",\"in\":99,\"out\":6}"),
        "m: layer rpn.head.conv.0.0: tucker2 \"in\" is 99, expected 1 to 8");
    refused(
        whole,
        Map.of("roi_heads.mask_predictor.conv5_mask", "{\"method\":\"svd\",\"rank\":1}"),
        "m: network: there is no layer 'roi_heads.mask_predictor.conv5_mask' that can be stored");
    refused(
        whole,
        Map.of("rpn.head.conv.0.0", "{\"method\":\"tucker2\",\"in\":5,\"out\":6}"),
        "m: weights of another architecture: missing backbone.body.conv1.weight, ");
  }

  private void refused(ModelFile whole, Map<String, String> forms, String expected) {
    SequencedMap<String, String> config = new LinkedHashMap<>(whole.metadata().config());
    List<String> entries = new ArrayList<>();
    forms.forEach((layer, form) -> entries.add("\"" + layer + "\":" + form));
    config.put("factorization", "{" + String.join(",", entries) + "}");
    ModelMetadata m = whole.metadata();
    ModelMetadata other =
        new ModelMetadata(m.architecture(), m.classes(), m.input(), m.provenance(), config);
    String message =
        assertThrows(
                FormatException.class,
                () -> DetectorModel.of("m", new ModelFile(other, whole.weights()), backend))
            .getMessage();
    assertTrue(message.startsWith(expected), message);
  }

  @Test
  void aResumedRunHasTheBytesOfAnUninterruptedOne() throws IOException {
    Map<String, HostTensor> whole;
    try (MaskRcnn network = network(FORMS)) {
      train(network);
      whole = StateDict.read(network);
    }
    TrainFiles files = TrainFiles.in(folder);
    Path stopped = folder.resolve("stopped.safetensors");
    try (MaskRcnn network = network(FORMS)) {
      trainer(network, files, new TrainPace(Optional.empty(), 1, 0))
          .run(Optional.empty(), keeping(files.checkpoint().orElseThrow(), stopped));
    }
    try (MaskRcnn plain = network(LayerForms.none())) {
      Trainer other = trainer(plain, TrainFiles.none(), TrainPace.unhurried());
      String message =
          assertThrows(
                  FormatException.class, () -> other.run(Optional.of(stopped), Progress.none()))
              .getMessage();
      assertTrue(message.contains("cannot be resumed, its task is 'Mask R-CNN"), message);
      assertTrue(message.contains("with factors {\"backbone.body.conv1\":"), message);
      assertTrue(message.contains("with filters {backbone.body.layer2.0.conv1=50,"), message);
    }
    try (MaskRcnn network = network(FORMS)) {
      trainer(network, TrainFiles.none(), TrainPace.unhurried())
          .run(Optional.of(stopped), Progress.none());
      StateDict.read(network)
          .forEach((name, value) ->
              assertArrayEquals(whole.get(name).toFloats(), value.toFloats(), name));
    }
  }

  /** Copies the checkpoint of the first step when the second is done. */
  private static Progress keeping(Path checkpoint, Path copy) {
    return new Progress() {
      @Override
      public void at(long done, String words) {
        try {
          if (done == 2) {
            Files.copy(checkpoint, copy);
          }
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public void close() {}
    };
  }
}
