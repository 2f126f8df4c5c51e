package org.tucana.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.bench.peer.Contestant;
import org.tucana.bench.work.Convolution;
import org.tucana.bench.work.DeviceWork;
import org.tucana.bench.work.MaskRcnnDetection;
import org.tucana.bench.work.MaskRcnnTraining;
import org.tucana.bench.work.Precision;
import org.tucana.bench.work.ReadableWork;
import org.tucana.bench.work.ResNetForward;
import org.tucana.bench.work.ResNetRewriting;
import org.tucana.bench.work.SmallWorks;
import org.tucana.bench.work.TuckerLayer;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.HostTensor;
import org.tucana.cuda.DeviceTimer;
import org.tucana.cuda.testing.SoftwareDevice;

/** Works of a GPU on the device that there is, which may be one in software. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceWorkTest {
  /** Networks add up thousands of products, layer after layer. */
  private static final Tolerance FLOAT32 = Tolerance.of(8, 4096);

  /** Factors keep 10 bits of their fraction. */
  private static final Tolerance TF32 = Tolerance.of(0x1p-10 / Math.ulp(1f), 1);

  private Backend cuda;
  private Backend cpu;

  @BeforeAll
  void open() {
    SoftwareDevice.assumeDevice();
    cuda = Backends.open("cuda", BackendOptions.defaults());
    cpu = Backends.open("cpu", BackendOptions.threads(1));
  }

  @AfterAll
  void close() {
    if (cuda != null) {
      cuda.close();
      cpu.close();
    }
  }

  static Stream<DeviceWork> works() {
    return SmallWorks.all().stream();
  }

  @ParameterizedTest
  @MethodSource("works")
  void givesWhatTheProcessorGivesAndItsMemoryBack(DeviceWork work) {
    check(work, FLOAT32);
  }

  @Test
  void multipliesInTf32WhereAsked() {
    check(new Convolution(3, 1, 4, 8, 9).ofBatch(2).at(Precision.TF32), TF32);
  }

  /** What a layer stored as factors is measured beside. */
  @Test
  void aLayersConvolutionsMayStayApart() {
    check(new TuckerLayer(8, 3, 5, 9).ofBatch(2).withoutChains(), FLOAT32);
  }

  private void check(DeviceWork work, Tolerance tolerance) {
    long before = cuda.memory().liveBytes();
    List<HostTensor> expected;
    try (ReadableWork opened = work.open(cpu)) {
      expected = opened.results();
    }
    try (ReadableWork opened = work.open(cuda)) {
      List<HostTensor> got = opened.results();
      assertEquals(expected.size(), got.size());
      for (int i = 0; i < got.size(); i++) {
        assertTrue(Double.isFinite(got.get(i).get(0)), "result " + i + " is " + got.get(i));
        tolerance.check(work.name() + ", result " + i, expected.get(i), got.get(i));
      }
    }
    assertEquals(before, cuda.memory().liveBytes(), work.name());
  }

  static Stream<DeviceWork> withoutNetworks() {
    return works()
        .filter(work ->
            switch (work) {
              case ResNetForward _, MaskRcnnDetection _, MaskRcnnTraining _ -> false;
              default -> true;
            });
  }

  @ParameterizedTest
  @MethodSource("withoutNetworks")
  void isTimed(DeviceWork work) {
    try (DeviceTimer timer = DeviceTimer.of(cuda);
        Contestant own = new DeviceContestant(work.open(cuda), timer, work.endsOnHost())) {
      double millis = own.meanMillis(1);
      assertTrue(millis > 0 && millis < 600_000, millis + " ms");
    }
  }

  @Test
  void everyKindIsTried() {
    Set<Class<?>> tried =
        works().map(Object::getClass).collect(Collectors.toCollection(HashSet::new));
    tried.add(ResNetRewriting.class);
    assertEquals(Set.of(DeviceWork.class.getPermittedSubclasses()), tried);
  }
}
