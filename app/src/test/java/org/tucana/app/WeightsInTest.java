package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.classify.StampClassifier;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.io.Npz;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.testing.SharedData;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.TorchFiles;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.MaskRcnnConfigJson;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.resnet.ResidualClassifier;

/** Public weights of any format go into every command that takes weights. */
class WeightsInTest {
  private static final int COCO_LABELS = 91;

  @TempDir private Path folder;

  private static Backend open() {
    return Backends.open("cpu", BackendOptions.threads(1));
  }

  private static CommandRun succeeds(Object... arguments) {
    CommandRun run = CommandLineTest.run(arguments);
    assertEquals(0, run.status(), run.errors());
    return run;
  }

  private Path settings() throws IOException {
    return Files.writeString(folder.resolve("tiny.json"), CommandLineTest.TINY);
  }

  private static SequencedMap<String, HostTensor> stateDict(
      Function<ParameterSpace, ? extends NetworkModule> maker) {
    try (Backend backend = open();
        NetworkModule network = maker.apply(ParameterSpace.random(backend, 5))) {
      return StateDict.read(network);
    }
  }

  /** The state dict of a narrow Mask R-CNN with COCO's labels. */
  private static SequencedMap<String, HostTensor> detector() {
    List<String> names = IntStream.range(1, COCO_LABELS).mapToObj(i -> "class " + i).toList();
    MaskRcnnConfig config =
        MaskRcnnConfigJson.read(
            "tiny", CommandLineTest.TINY, MaskRcnnConfig.torchvision("resnet18", names));
    return stateDict(space -> new MaskRcnn(space, config));
  }

  /** The state dict of an ImageNet classifier, running statistics included. */
  private static SequencedMap<String, HostTensor> imageNet() {
    SequencedMap<String, HostTensor> weights =
        stateDict(ResidualClassifier.named("resnet18", 3, 1000, BatchNormSpec.trained()));
    HostTensor mean = weights.get("bn1.running_mean");
    weights.put("bn1.running_mean", TestTensors.uniform(2, mean.shape().dims()));
    weights.put("bn1.num_batches_tracked", HostTensor.of(Shape.scalar(), 3L));
    return weights;
  }

  private List<Object> infer(Path weights, int classes, Path out) throws IOException {
    Path input = folder.resolve("x.npz");
    if (!Files.exists(input)) {
      Npz.write(
          input,
          Map.of(
              "image", TestTensors.uniform(1, 3, 64, 64),
              "input", TestTensors.uniform(1, 2, 3, 32, 32)));
    }
    return List.of("--classes", classes, "--weights", weights, "--input", input, "--out", out);
  }

  private static Object[] words(List<?> first, List<?> rest) {
    return Stream.concat(first.stream(), rest.stream()).toArray();
  }

  @Test
  void inferGivesTheSameWhateverTheFormat() throws IOException {
    SequencedMap<String, HostTensor> weights = detector();
    Path safetensors = folder.resolve("coco.safetensors");
    Safetensors.write(safetensors, new TensorFile(weights, Map.of()));
    Path npz = folder.resolve("coco.npz");
    Npz.write(npz, weights);
    List<Object> command =
        List.of("infer", "--arch", "maskrcnn_resnet18_fpn", "--config", settings());
    Path expected = folder.resolve("expected");
    succeeds(words(command, infer(safetensors, COCO_LABELS, expected)));
    assertTrue(Safetensors.read(expected).tensors().get("scores").shape().elements() > 0);
    Path archive = TorchFiles.writeArchive(folder.resolve("coco.pth"), weights);
    Path stream = TorchFiles.writeStream(folder.resolve("old.pth"), weights);
    for (Path file : List.of(archive, stream, npz)) {
      Path out = folder.resolve("out");
      succeeds(words(command, infer(file, COCO_LABELS - 1, out)));
      assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(out), file.toString());
    }
    CommandLineTest.refuses(
        "coco.pth: its box head has 91 labels, background included, but --classes is 4; say"
            + " --classes 91",
        words(command, infer(archive, 4, folder.resolve("none"))));
    assertFalse(Files.exists(folder.resolve("none")));
  }

  @Test
  void codeInACheckpointIsRefusedByName() throws IOException {
    Path marker = folder.resolve("harm");
    Path evil =
        TorchFiles.writePickle(
            folder.resolve("evil.pth"),
            new TorchFiles.Pickle()
                .name("posix", "system")
                .text("touch " + marker)
                .instruction(0x85)
                .instruction('R')
                .end());
    String words = "evil.pth: entry 'archive/data.pkl': holds code: posix.system;";
    Path out = folder.resolve("out");
    CommandLineTest.refuses(
        words, words(List.of("infer", "--arch", "resnet18"), infer(evil, 4, out)));
    CommandLineTest.refuses(words, "rank", "--input", evil + ":x");
    CommandLineTest.refuses(words, "train", "detector", "--init", evil, "--out", out);
    CommandLineTest.refuses(
        words, "cost", "--arch", "resnet18", "--classes", 4, "--model", evil, "--ranks", "evbmf");
    assertFalse(Files.exists(marker));
    assertFalse(Files.exists(out));
  }

  @Test
  void thePublicCifarNetworkRunsAndIsCounted() throws IOException {
    Path weights = SharedData.require("data/weights/cifar_resnet20.th");
    List<Object> command = List.of("infer", "--arch", "cifar_resnet20");
    Path out = folder.resolve("out");
    succeeds(words(command, infer(weights, 10, out)));
    assertEquals(Shape.of(2, 10), Safetensors.read(out).tensors().get("logits").shape());
    CommandLineTest.refuses(
        "cifar_resnet20.th: its last layer has 10 classes but --classes is 4; say --classes 10",
        words(command, infer(weights, 4, out)));
    List<Object> cost =
        List.of("cost", "--arch", "cifar_resnet20", "--classes", 10, "--json", "--model", weights);
    JsonNode whole = new ObjectMapper().readTree(succeeds(cost.toArray()).output());
    assertEquals(269_722, whole.get("params").asInt(), whole.toString());
    JsonNode ranked =
        new ObjectMapper().readTree(succeeds(words(cost, List.of("--ranks", "evbmf"))).output());
    assertTrue(ranked.get("params").asInt() < 269_722, ranked.toString());
    succeeds("rank", "--input", weights + ":layer3.0.conv2.weight", "--mode", 0);
  }

  @Test
  void oneTensorOfAnArchiveIsDecomposed() throws IOException {
    Path npz = folder.resolve("cubes.npz");
    Npz.write(
        npz, Map.of("a", TestTensors.uniform(1, 4, 5, 6), "b.c", TestTensors.uniform(2, 3, 3, 3)));
    List<Object> command =
        List.of("decompose", "--method", "hosvd", "--ranks", "2,2,2", "--json", "--input");
    JsonNode report =
        new ObjectMapper().readTree(succeeds(words(command, List.of(npz + ":b.c"))).output());
    assertEquals("[3,3,3]", report.get("shape").toString());
    CommandLineTest.refuses(
        "npz file " + npz + ": holds no tensor 'd', it has [", words(command, List.of(npz + ":d")));
  }

  private Path trained(Path init) throws IOException {
    Path out = folder.resolve("trained.safetensors");
    CommandRun run =
        succeeds(
            "train",
            "detector",
            "--init",
            init,
            "--config",
            settings(),
            "--out",
            out,
            "--steps",
            1,
            "--batch",
            1,
            "--threads",
            1);
    Files.writeString(folder.resolve("said"), run.errors());
    return out;
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said"));
  }

  private static float[] value(DetectorModel model, String name) {
    return model.network().state().get(name).read().toFloats();
  }

  @Test
  void aDetectorStartsFromOneOfOtherClasses() throws IOException {
    SequencedMap<String, HostTensor> weights = detector();
    Path trained = trained(TorchFiles.writeArchive(folder.resolve("coco.pth"), weights));
    assertTrue(said().contains("coco.pth but what knows its classes; drawn anew for 4"), said());
    assertTrue(said().contains("roi_heads.mask_predictor.mask_fcn_logits.weight"), said());
    try (Backend backend = open();
        DetectorModel model = DetectorModel.read(trained, backend)) {
      assertEquals(GalaxyClass.titles(), model.network().config().classes());
      // The stem is frozen, the proposer has made one step.
      String stem = "backbone.body.conv1.weight";
      assertArrayEquals(weights.get(stem).toFloats(), value(model, stem));
      String proposer = "rpn.head.conv.0.0.weight";
      assertArrayEquals(weights.get(proposer).toFloats(), value(model, proposer), 0.1f);
    }
  }

  @Test
  void aDetectorStartsFromAnImageNetBody() throws IOException {
    SequencedMap<String, HostTensor> weights = imageNet();
    Path trained = trained(TorchFiles.writeStream(folder.resolve("resnet18.pth"), weights));
    assertTrue(said().contains("body from " + folder.resolve("resnet18.pth")), said());
    assertTrue(said().contains("drawn at random: heads and []"), said());
    try (Backend backend = open();
        DetectorModel model = DetectorModel.read(trained, backend)) {
      for (String name : List.of("conv1.weight", "bn1.running_mean", "layer4.1.bn2.weight")) {
        assertArrayEquals(
            weights.get(name).toFloats(), value(model, "backbone.body." + name), name);
      }
    }
  }

  @Test
  void aClassifierOfStampsStartsFromAnImageNetBody() throws IOException {
    StampFolder.write(folder.resolve("stamps"), GalaxyClass.values().length, 64);
    SequencedMap<String, HostTensor> weights = imageNet();
    Path out = folder.resolve("classifier.safetensors");
    succeeds(
        "train",
        "classifier",
        "--data",
        folder.resolve("stamps"),
        "--init",
        TorchFiles.writeArchive(folder.resolve("resnet18.pth"), weights),
        "--out",
        out,
        "--size",
        32,
        "--steps",
        2,
        "--threads",
        1);
    try (Backend backend = open();
        StampClassifier read = StampClassifier.of("out", ModelFile.read(out), backend)) {
      assertEquals("resnet18", read.residualNetwork());
      assertArrayEquals(
          weights.get("bn1.running_mean").toFloats(),
          read.network().state().get("bn1.running_mean").read().toFloats());
    }
  }
}
