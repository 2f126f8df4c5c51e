package org.tucana.nn.resnet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Gradients;
import org.tucana.core.Scope;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.io.Safetensors;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.op.Losses;
import org.tucana.core.testing.SharedData;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TorchFiles;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.factor.StoredWeights;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.optimizer.GroupedOptimizer;
import org.tucana.nn.optimizer.ParameterGroup;
import org.tucana.nn.optimizer.UpdateRule;
import org.tucana.nn.testing.Close;
import org.tucana.nn.testing.RuleWeights;

/** Residual networks against torchvision's outputs with the same weights. */
class ResNetOracleTest {
  private static final double TOLERANCE = 1e-4;

  /**
   * Rectifiers that flip within float32 rounding move the variance of layer4's sixteen values a
   * channel: torch itself in float64 lies 1.385e-4 from the stored float32 run.
   */
  private static final double RUNNING_VARIANCE_TOLERANCE = 4e-4;

  private static final int CLASSES = 4;

  @TempDir private Path folder;

  private static Stream<Arguments> networks() {
    return Stream.of("resnet18", "resnet34", "resnet50", "resnet101")
        .flatMap(architecture ->
            TestBackends.names(
                    architecture.equals("resnet18")
                        ? new String[] {"cpu", "reference"}
                        : new String[] {"cpu"})
                .map(backend -> Arguments.of(architecture, backend)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void logitsAndFeaturesAreTorchvisions(String architecture, String backendName)
      throws IOException {
    Map<String, HostTensor> oracle = oracle();
    try (Backend backend = TestBackends.open(backendName, BackendOptions.defaults());
        ResNet network = network(backend, architecture);
        EagerSession session = new EagerSession(backend)) {
      Tensor input = session.upload(oracle.get("input"));
      ResNetBody.Features features = network.body().forward(input, Mode.EVALUATE);
      List<Tensor> stages = features.list();
      for (int s = 0; s < stages.size(); s++) {
        String key = architecture + ".c" + (s + 2) + ".slice";
        Close.toLargest(key, oracle.get(key).toFloats(), slice(stages.get(s).read()), TOLERANCE);
      }
      Close.toLargest(
          architecture + ".logits",
          oracle.get(architecture + ".logits").toFloats(),
          network.classify(features).toFloats(),
          TOLERANCE);
    }
  }

  @Test
  void inferenceByPlanIsTorchvisions() throws IOException {
    Map<String, HostTensor> oracle = oracle();
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.defaults());
        ResNet network = network(backend, "resnet50")) {
      HostTensor logits =
          ResNetInference.logits(
              backend,
              "resnet50",
              CLASSES,
              new StoredWeights("rule", StateDict.read(network), LayerForms.none()),
              oracle.get("input"));
      Close.toLargest(
          "logits", oracle.get("resnet50.logits").toFloats(), logits.toFloats(), TOLERANCE);
    }
  }

  /** Weights by the rule go through both of torch's formats, under DataParallel's names too. */
  @Test
  void weightsFromTorchsFilesGiveTorchvisionsLogits() throws IOException {
    Map<String, HostTensor> oracle = oracle();
    SequencedMap<String, HostTensor> parallel = new LinkedHashMap<>();
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.defaults())) {
      Path archive;
      Path stream;
      try (ResNet network = network(backend, "resnet18")) {
        SequencedMap<String, HostTensor> weights = StateDict.read(network);
        weights.forEach((name, value) -> parallel.put("module." + name, value));
        archive = TorchFiles.writeArchive(folder.resolve("resnet18.pth"), weights);
        stream = TorchFiles.writeStream(folder.resolve("parallel.pth"), parallel);
      }
      for (Path file : List.of(archive, stream)) {
        HostTensor logits =
            ResNetInference.logits(
                backend, "resnet18", CLASSES, StoredWeights.read(file), oracle.get("input"));
        Close.toLargest(
            "logits", oracle.get("resnet18.logits").toFloats(), logits.toFloats(), TOLERANCE);
      }
    }
  }

  @Test
  void threeTrainingStepsAreTorchs() throws IOException {
    Map<String, HostTensor> oracle = oracle();
    double[] expected = (double[]) oracle.get("train.losses").array();
    float[] losses = new float[expected.length];
    float[] expectedLosses = new float[expected.length];
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.defaults());
        ResNet network = network(backend, "resnet18");
        EagerSession session = new EagerSession(backend);
        GroupedOptimizer optimizer =
            new GroupedOptimizer(
                new UpdateRule.Sgd(0.01, 0.9, 1e-4, false),
                network,
                List.of(ParameterGroup.others()))) {
      for (int step = 0; step < losses.length; step++) {
        expectedLosses[step] = (float) expected[step];
        losses[step] = trainStep(session, network, optimizer, oracle);
      }
      Close.toLargest("losses", expectedLosses, losses, TOLERANCE);
      for (String key : oracle.keySet()) {
        if (key.startsWith("train.after.")) {
          float[] after = oracle.get(key).toFloats();
          HostTensor ours = network.state().get(key.substring("train.after.".length())).read();
          double tolerance = key.endsWith("running_var") ? RUNNING_VARIANCE_TOLERANCE : TOLERANCE;
          Close.toLargest(key, after, prefix(ours, after.length), tolerance);
        }
      }
    }
  }

  private static float trainStep(
      EagerSession session,
      ResNet network,
      GroupedOptimizer optimizer,
      Map<String, HostTensor> oracle) {
    try (Scope _ = session.scope();
        Tape tape = session.tape(optimizer.parameters())) {
      Tensor logits = network.forward(session.upload(oracle.get("train.input")), Mode.TRAIN);
      Tensor loss =
          Losses.crossEntropy(
              logits,
              session.indices(oracle.get("train.labels").toInts()),
              Optional.of(session.tensor(new float[] {.63f, .86f, .63f, .63f}, CLASSES)),
              -100,
              LossReduction.MEAN);
      Gradients gradients = tape.backward(loss);
      optimizer.step(session, gradients, 1, 1);
      return (float) loss.item();
    }
  }

  private static Map<String, HostTensor> oracle() throws IOException {
    Path file = SharedData.require("oracles/resnet.safetensors");
    return Safetensors.read(file).tensors();
  }

  private static ResNet network(Backend backend, String architecture) {
    ResNet network =
        new ResNet(
            ParameterSpace.toBeLoaded(backend),
            ResNetSpec.named(architecture, 3, BatchNormSpec.trained()),
            CLASSES);
    RuleWeights.load(network, RuleWeights.VISIBLE);
    return network;
  }

  /** Picture 0, channels in steps of max(1, C/8), rows and columns in steps of 4. */
  private static float[] slice(HostTensor features) {
    int channels = features.shape().dim(1);
    int height = features.shape().dim(2);
    int width = features.shape().dim(3);
    int channelStep = Math.max(1, channels / 8);
    float[] all = features.toFloats();
    float[] kept = new float[8 * ceilDiv4(height) * ceilDiv4(width)];
    int next = 0;
    for (int c = 0; c < channels; c += channelStep) {
      for (int y = 0; y < height; y += 4) {
        for (int x = 0; x < width; x += 4) {
          kept[next++] = all[(c * height + y) * width + x];
        }
      }
    }
    return kept;
  }

  private static int ceilDiv4(int size) {
    return (size + 3) / 4;
  }

  private static float[] prefix(HostTensor values, int length) {
    return Arrays.copyOf(values.toFloats(), length);
  }
}
