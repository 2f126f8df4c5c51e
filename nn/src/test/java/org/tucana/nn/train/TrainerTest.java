package org.tucana.nn.train;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.HostBuffer;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Levels;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Losses;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.TensorType;
import org.tucana.nn.module.BatchNorm2dLayer;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Conv2dLayer;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.GlobalAveragePoolLayer;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.optimizer.ParameterGroup;
import org.tucana.nn.optimizer.Schedule;
import org.tucana.nn.optimizer.UpdateRule;
import org.tucana.nn.report.Fonts;

class TrainerTest {
  private static final int STEPS = 6;

  @TempDir private Path folder;
  private Backend backend;

  /** A convolution, a normalisation and a linear layer: everything that has state. */
  private static final class Net extends NetworkModule {
    private final Conv2dLayer conv;
    private final BatchNorm2dLayer bn;
    private final GlobalAveragePoolLayer pool;
    private final LinearLayer fc;

    Net(ParameterSpace space) {
      super(space);
      conv = child(new Conv2dLayer(space.child("conv"), ConvSpec.of(1, 4, 3).padding(1)));
      bn = child(new BatchNorm2dLayer(space.child("bn"), 4, BatchNormSpec.trained()));
      pool = child(new GlobalAveragePoolLayer(space.child("pool")));
      fc = child(new LinearLayer(space.child("fc"), 4, 2));
    }

    Tensor forward(Tensor x) {
      return fc.forward(pool.forward(Activations.relu(bn.forward(conv.forward(x), Mode.TRAIN))));
    }
  }

  /** Bright pictures against dark ones; from step {@code poisonedFrom} on, pictures are NaN. */
  private record Task(Net network, long poisonedFrom) implements TrainTask {
    private static final int BATCH = 4;
    private static final int AREA = 36;

    @Override
    public PreparedStep prepare(long step) {
      Philox random = new RandomKey(5, "pictures", step).stream();
      HostBuffer pixels =
          network.backend().memory().hostBuffer(TensorType.float32(BATCH, 1, 6, 6), "pictures");
      int[] labels = new int[BATCH];
      for (int n = 0; n < BATCH; n++) {
        labels[n] = random.nextInt(2);
        for (int i = 0; i < AREA; i++) {
          double value = labels[n] + random.nextGaussian();
          pixels
              .segment()
              .setAtIndex(
                  JAVA_FLOAT, n * AREA + i, step < poisonedFrom ? (float) value : Float.NaN);
        }
      }
      return new PreparedStep() {
        @Override
        public SequencedMap<String, Tensor> losses(EagerSession session) {
          return Task.this.losses(session, session.upload(pixels), labels);
        }

        @Override
        public void close() {
          pixels.close();
        }
      };
    }

    private SequencedMap<String, Tensor> losses(EagerSession session, Tensor pixels, int[] labels) {
      Tensor logits = network.forward(pixels);
      SequencedMap<String, Tensor> losses = new LinkedHashMap<>();
      losses.put(
          "class",
          Losses.crossEntropy(
              logits, session.indices(labels), Optional.empty(), -1, LossReduction.MEAN));
      losses.put(
          "size",
          Losses.smoothL1(
              logits, session.tensor(new float[2 * BATCH], BATCH, 2), 1, LossReduction.MEAN));
      return losses;
    }

    @Override
    public SequencedMap<String, Double> evaluate(EagerSession session, long step) {
      SequencedMap<String, Double> figures = new LinkedHashMap<>();
      figures.put("trained", (double) step);
      return figures;
    }

    @Override
    public String description() {
      return "bright or dark";
    }
  }

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("reference", BackendOptions.defaults());
  }

  @AfterEach
  void close() {
    assertEquals(0, backend.memory().liveBytes(), backend.memory().liveLabels().toString());
    backend.close();
  }

  private static Net net(Backend backend) {
    return new Net(ParameterSpace.random(backend, 3));
  }

  private static TrainRecipe recipe(UpdateRule rule) {
    return new TrainRecipe(
        STEPS,
        rule,
        List.of(ParameterGroup.of("conv.*", 0.5), ParameterGroup.others()),
        new Schedule.Warmup(2, 0.1, new Schedule.Cosine(STEPS, 0)),
        OptionalDouble.of(1));
  }

  private static Trainer trainer(Net net, TrainRecipe recipe, TrainFiles files, TrainPace pace) {
    return new Trainer(new Task(net, Long.MAX_VALUE), recipe, files, pace);
  }

  private static Stream<Arguments> rules() {
    UpdateRule sgd = new UpdateRule.Sgd(0.05, 0.9, 1e-4, true);
    UpdateRule adam = UpdateRule.Adam.decoupled(0.01, 0.01);
    return Stream.concat(
        TestBackends.names("reference", "cpu").map(backend -> Arguments.of(backend, sgd)),
        TestBackends.names("cpu").map(backend -> Arguments.of(backend, adam)));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aResumedRunHasTheBytesOfAnUninterruptedOne(String backendName, UpdateRule rule)
      throws IOException {
    try (Backend other = TestBackends.open(backendName, BackendOptions.defaults())) {
      resumedEqualsUninterrupted(other, recipe(rule));
    }
  }

  private void resumedEqualsUninterrupted(Backend backend, TrainRecipe recipe) throws IOException {
    resumedEqualsUninterrupted(backend, recipe, 3);
  }

  /** Stops a run from outside when the checkpoint of a step is on disk, and goes on from there. */
  private void resumedEqualsUninterrupted(Backend backend, TrainRecipe recipe, int stopAfter)
      throws IOException {
    Map<String, HostTensor> whole;
    try (Net net = net(backend)) {
      trainer(net, recipe, TrainFiles.none(), TrainPace.unhurried())
          .run(Optional.empty(), Progress.none());
      whole = StateDict.read(net);
    }
    TrainFiles files = TrainFiles.in(folder);
    Path stopped = folder.resolve("stopped" + stopAfter + ".safetensors");
    try (Net net = net(backend)) {
      Trainer interrupted =
          trainer(net, recipe, files, new TrainPace(Optional.empty(), stopAfter, 0));
      assertThrows(
          IllegalStateException.class,
          () -> interrupted.run(Optional.empty(), new StopAt(stopAfter + 1)));
    }
    Files.copy(files.checkpoint().orElseThrow(), stopped);
    try (Net net = new Net(ParameterSpace.toBeLoaded(backend))) {
      Trainer.Outcome outcome =
          trainer(net, recipe, files, TrainPace.unhurried())
              .run(Optional.of(stopped), Progress.none());
      assertTrue(outcome.finished());
      assertEquals(
          List.of(1L, 2L, 3L, 4L, 5L, 6L), outcome.steps().stream().map(TrainStep::step).toList());
      assertEquals(STEPS, Files.readAllLines(files.log().orElseThrow()).size());
      StateDict.read(net)
          .forEach((name, value) ->
              assertArrayEquals(whole.get(name).toFloats(), value.toFloats(), name));
    }
  }

  /** The last layer for two steps, the rest for one, everything for three. */
  private static TrainRecipe phased() {
    return new TrainRecipe(
        new UpdateRule.Sgd(0.05, 0.9, 1e-4, false),
        List.of(
            new TrainRecipe.Phase(
                2, List.of(ParameterGroup.frozen("(conv|bn).*"), ParameterGroup.others())),
            new TrainRecipe.Phase(
                1, List.of(ParameterGroup.frozen("fc.*"), ParameterGroup.others())),
            new TrainRecipe.Phase(3, List.of(ParameterGroup.others()))),
        new Schedule.Constant(),
        OptionalDouble.of(1));
  }

  @Test
  void aRunIsResumedBeforeAtAndAfterABorderOfPhases() throws IOException {
    for (int stopAfter = 1; stopAfter <= 4; stopAfter++) {
      resumedEqualsUninterrupted(backend, phased(), stopAfter);
    }
  }

  @Test
  void aPhaseTrainsItsPartAloneAndBeginsWithoutMemories() throws IOException {
    Map<String, HostTensor> first;
    Map<String, HostTensor> before;
    try (Net net = net(backend)) {
      before = StateDict.read(net);
      phases(net, phased().phases().subList(0, 1));
      first = StateDict.read(net);
      sameIs(before, first, "conv.weight", true);
      sameIs(before, first, "bn.bias", true);
      sameIs(before, first, "fc.weight", false);
    }
    try (Net net = net(backend)) {
      phases(net, phased().phases().subList(0, 2));
      Map<String, HostTensor> second = StateDict.read(net);
      sameIs(first, second, "fc.weight", true);
      sameIs(first, second, "conv.weight", false);
    }
    // Two equal phases are not one of twice the length: the second begins without momentum.
    List<ParameterGroup> all = List.of(ParameterGroup.others());
    try (Net one = net(backend);
        Net two = net(backend)) {
      phases(one, List.of(new TrainRecipe.Phase(4, all)));
      phases(two, List.of(new TrainRecipe.Phase(2, all), new TrainRecipe.Phase(2, all)));
      sameIs(StateDict.read(one), StateDict.read(two), "fc.weight", false);
    }
  }

  private static void phases(Net net, List<TrainRecipe.Phase> phases) throws IOException {
    TrainRecipe all = phased();
    trainer(
            net,
            new TrainRecipe(all.rule(), phases, all.schedule(), all.clipNorm()),
            TrainFiles.none(),
            TrainPace.unhurried())
        .run(Optional.empty(), Progress.none());
  }

  private static void sameIs(
      Map<String, HostTensor> a, Map<String, HostTensor> b, String name, boolean expected) {
    assertEquals(expected, Arrays.equals(a.get(name).toFloats(), b.get(name).toFloats()), name);
  }

  @Test
  void groupsOfALaterPhaseAreCheckedBeforeTheFirstStep() {
    TrainRecipe all = phased();
    List<TrainRecipe.Phase> phases =
        List.of(
            new TrainRecipe.Phase(1, List.of(ParameterGroup.others())),
            new TrainRecipe.Phase(1, List.of(ParameterGroup.of("cvon.*", 1))));
    try (Net net = net(backend)) {
      Trainer trainer =
          trainer(
              net,
              new TrainRecipe(all.rule(), phases, all.schedule(), all.clipNorm()),
              TrainFiles.none(),
              TrainPace.unhurried());
      assertThrows(
          IllegalArgumentException.class, () -> trainer.run(Optional.empty(), Progress.none()));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new TrainRecipe(all.rule(), List.of(), all.schedule(), all.clipNorm()));
  }

  /** Breaks the run off, as a user does with the keyboard. */
  private record StopAt(long step) implements Progress {
    @Override
    public void at(long done, String words) {
      if (done == step) {
        throw new IllegalStateException("stopped");
      }
    }

    @Override
    public void close() {}
  }

  @Test
  void theNumberOfThreadsChangesNoByte() throws IOException {
    Map<String, HostTensor> first = trainedOn(1);
    trainedOn(2)
        .forEach(
            (name, value) -> assertArrayEquals(first.get(name).toFloats(), value.toFloats(), name));
  }

  private static Map<String, HostTensor> trainedOn(int threads) throws IOException {
    try (Backend cpu = TestBackends.chosen("cpu", BackendOptions.threads(threads));
        Net net = net(cpu)) {
      trainer(
              net,
              recipe(new UpdateRule.Sgd(0.05, 0.9, 1e-4, false)),
              TrainFiles.none(),
              TrainPace.unhurried())
          .run(Optional.empty(), Progress.none());
      return StateDict.read(net);
    }
  }

  /** A step and the drawing of the next that go on only together. */
  private record Together(Task task, CountDownLatch computing, CountDownLatch drawing)
      implements TrainTask {
    @Override
    public NetworkModule network() {
      return task.network();
    }

    @Override
    public PreparedStep prepare(long step) {
      if (step == 1) {
        drawing.countDown();
        await(computing);
      }
      PreparedStep prepared = task.prepare(step);
      return new PreparedStep() {
        @Override
        public SequencedMap<String, Tensor> losses(EagerSession session) {
          computing.countDown();
          await(drawing);
          return prepared.losses(session);
        }

        @Override
        public void close() {
          prepared.close();
        }
      };
    }

    private static void await(CountDownLatch latch) {
      try {
        assertTrue(latch.await(30, TimeUnit.SECONDS), "one waited for the other in vain");
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public String description() {
      return task.description();
    }
  }

  @Test
  void examplesAreDrawnWhileTheStepBeforeIsComputed() throws IOException {
    try (Net net = net(backend)) {
      TrainTask together =
          new Together(new Task(net, Long.MAX_VALUE), new CountDownLatch(1), new CountDownLatch(1));
      TrainRecipe recipe = recipe(new UpdateRule.Sgd(0.05, 0.9, 0, false));
      assertTrue(
          new Trainer(together, recipe, TrainFiles.none(), TrainPace.unhurried())
              .run(Optional.empty(), Progress.none())
              .finished());
    }
  }

  @Test
  void filesTellTheRun() throws IOException {
    TrainFiles files = TrainFiles.in(folder);
    Path plot = files.plot().orElseThrow();
    Optional<String> unplotted;
    try (Net net = net(backend)) {
      unplotted =
          trainer(
                  net,
                  recipe(new UpdateRule.Sgd(0.05, 0.9, 0, false)),
                  files,
                  new TrainPace(Optional.empty(), 0, 4))
              .run(Optional.empty(), Progress.none())
              .unplotted();
    }
    List<String> lines = Files.readAllLines(files.log().orElseThrow());
    assertEquals(STEPS, lines.size());
    JsonNode fourth = new ObjectMapper().readTree(lines.get(3));
    assertEquals(4, fourth.get("step").asLong());
    assertEquals(
        fourth.get("losses").get("class").asDouble() + fourth.get("losses").get("size").asDouble(),
        fourth.get("total").asDouble(),
        1e-12);
    assertTrue(fourth.get("gradient_norm").asDouble() > 0);
    assertEquals(4, fourth.get("figures").get("trained").asDouble());
    assertFalse(new ObjectMapper().readTree(lines.get(2)).has("figures"));
    assertTrue(new ObjectMapper().readTree(lines.get(5)).has("figures"));
    assertEquals(Fonts.lack(), unplotted);
    assertEquals(unplotted.isEmpty(), Files.exists(plot) && ImageIO.read(plot.toFile()) != null);
  }

  @Test
  void noStepBeginsAfterTheTimeIsUp() throws IOException {
    TrainFiles files = TrainFiles.in(folder);
    try (Net net = net(backend)) {
      Trainer.Outcome outcome =
          trainer(
                  net,
                  recipe(new UpdateRule.Sgd(0.05, 0.9, 0, false)),
                  files,
                  new TrainPace(Optional.of(Duration.ZERO), 0, 0))
              .run(Optional.empty(), Progress.none());
      assertFalse(outcome.finished());
      assertEquals(List.of(), outcome.steps());
      assertTrue(Files.exists(files.checkpoint().orElseThrow()));
    }
  }

  @Test
  void aNetworkThatRoundsItsInputsIsNotTrained() {
    LayerForms rounded = LayerForms.none().withInputLevels(Map.of("fc", new Levels(0.1, -9, 246)));
    try (Net net = new Net(ParameterSpace.random(backend, 3).withForms(rounded))) {
      String message =
          assertThrows(
                  FormatException.class,
                  () ->
                      trainer(
                          net,
                          recipe(new UpdateRule.Sgd(0.05, 0.9, 0, false)),
                          TrainFiles.none(),
                          TrainPace.unhurried()))
              .getMessage();
      assertTrue(message.startsWith("train: the network's layers are rounded to int8"), message);
    }
  }

  @Test
  void aLossThatIsNoNumberStopsTheRun() {
    try (Net net = net(backend)) {
      Trainer trainer =
          new Trainer(
              new Task(net, 2),
              recipe(new UpdateRule.Sgd(0.05, 0.9, 0, false)),
              TrainFiles.none(),
              TrainPace.unhurried());
      TrainingException thrown =
          assertThrows(
              TrainingException.class, () -> trainer.run(Optional.empty(), Progress.none()));
      assertTrue(
          thrown.getMessage().startsWith("training: the loss class is NaN at step 3"),
          thrown.getMessage());
    }
  }

  @Test
  void aCheckpointOfAnotherRunIsRefused() throws IOException {
    TrainFiles files = TrainFiles.in(folder);
    try (Net net = net(backend)) {
      trainer(net, recipe(new UpdateRule.Sgd(0.05, 0.9, 0, false)), files, TrainPace.unhurried())
          .run(Optional.empty(), Progress.none());
      Trainer other =
          trainer(
              net,
              recipe(new UpdateRule.Sgd(0.1, 0.9, 0, false)),
              TrainFiles.none(),
              TrainPace.unhurried());
      FormatException thrown =
          assertThrows(FormatException.class, () -> other.run(files.checkpoint(), Progress.none()));
      assertTrue(
          thrown.getMessage().contains("cannot be resumed, its recipe is"), thrown.getMessage());
    }
  }
}
