package org.tucana.bench.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;
import org.tucana.bench.jmh.ConvolutionBenchmark;
import org.tucana.bench.jmh.CudaBenchmark;
import org.tucana.bench.jmh.DecompositionBenchmark;
import org.tucana.bench.jmh.MaskRcnnBenchmark;
import org.tucana.bench.jmh.ResNetBenchmark;
import org.tucana.bench.jmh.TrainingStepBenchmark;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.DecompositionMethods;

class WorkTest {
  @Test
  void namesAreUnique() {
    List<String> names = Work.all().stream().map(Work::name).toList();
    assertEquals(names.size(), names.stream().distinct().count(), names.toString());
    names.forEach(name -> assertEquals(name, Work.named(name).name()));
    assertThrows(IllegalArgumentException.class, () -> Work.named("sgemm"));
  }

  @Test
  void everyWorkOfAGpuIsABenchmark() throws NoSuchFieldException {
    List<String> works = DeviceWork.all().stream().map(Work::name).toList();
    assertEquals(works.size(), works.stream().distinct().count(), works.toString());
    Param parameter = CudaBenchmark.class.getField("name").getAnnotation(Param.class);
    assertEquals(works, List.of(parameter.value()));
  }

  @Test
  void operationsAreTwiceTheMultiplications() {
    assertEquals(2 * 1.024 * 1.024 * 1.024, gigaflop(new MatrixProduct(1024)), 1e-9);
    assertEquals(
        2e-9 * 112 * 112 * 64 * 3 * 49, gigaflop(new Convolution(7, 2, 3, 64, 224)), 1e-12);
    Convolution layer = new Convolution(3, 1, 64, 64, 56);
    assertEquals(32 * gigaflop(layer), gigaflop(layer.ofBatch(32)), 1e-12);
    assertEquals(gigaflop(layer), gigaflop(ConvolutionChain.of(layer)), 1e-12);
  }

  private static double gigaflop(Work work) {
    return work.effort().orElseThrow().gigaflop();
  }

  @Test
  void bytesAreThoseOfOperandsAndResults() {
    double weights = 64 * 64 * 9;
    double map = 64 * 56 * 56;
    assertEquals(
        4e-9 * (weights + 2 * map),
        new Convolution(3, 1, 64, 64, 56).effort().orElseThrow().gigabytes(),
        1e-15);
  }

  /** ResNet-18 has 1.814 multiply-accumulates a picture of 224 x 224, in 10^9. */
  @Test
  void aNetworksOperationsAreAPictures() {
    ResNetForward network = new ResNetForward("resnet18");
    assertEquals(2 * 1.814, gigaflop(network), 2e-3);
    assertEquals(gigaflop(network), gigaflop(network.ofBatch(3)), 1e-9);
    assertEquals(3, network.ofBatch(3).parts().count());
  }

  @Test
  void aChainsWeightsAreColdAndItsValuesStayNormal() {
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(2))) {
      for (ConvolutionChain chain : ConvolutionChain.all()) {
        long bytes = 4 * chain.convolutions().stream().mapToLong(Convolution::weightElements).sum();
        assertTrue(bytes > 8_000_000, chain.name() + ": " + bytes);
        assertTrue(chain.parts().count() >= 4, chain.name());
        try (ReadableWork opened = chain.open(backend)) {
          HostTensor result = opened.results().getFirst();
          float largest = 0;
          for (float value : result.toFloats()) {
            largest = Math.max(largest, value);
          }
          assertTrue(largest > 1e-6 && largest < 1e6, chain.name() + ": " + largest);
        }
      }
    }
  }

  @Test
  void whatDoesNotFollowIsNoChain() {
    List<Convolution> open = List.of(new Convolution(1, 1, 4, 8, 9));
    assertThrows(IllegalArgumentException.class, () -> new ConvolutionChain(open, 2));
  }

  @Test
  void errorsAreSharesOfTheLargestElement() {
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1))) {
      double error = new Convolution(3, 1, 16, 8, 9).error(backend);
      assertTrue(error >= 0 && error < 5e-6, "error " + error);
    }
  }

  @Test
  void everyLayerAndNetworkIsABenchmark() throws NoSuchFieldException {
    assertBenchmark(
        ConvolutionBenchmark.class,
        work -> work instanceof Convolution || work instanceof ConvolutionChain);
    assertBenchmark(ResNetBenchmark.class, ResNetForward.class::isInstance);
    assertBenchmark(MaskRcnnBenchmark.class, MaskRcnnDetection.class::isInstance);
    assertBenchmark(
        TrainingStepBenchmark.class,
        work -> work instanceof ResNetTraining || work instanceof MaskRcnnTraining);
  }

  @Test
  void everyMethodOfDecompositionIsMeasured() {
    Set<String> measured =
        TensorDecomposition.cases().stream()
            .map(TensorDecomposition::method)
            .collect(Collectors.toSet());
    assertEquals(Set.copyOf(DecompositionMethods.names()), measured);
  }

  @Test
  void everyDecompositionIsABenchmark() throws NoSuchFieldException {
    assertBenchmark(
        DecompositionBenchmark.class,
        work -> work instanceof TensorDecomposition || work instanceof ResNetRewriting);
  }

  private static void assertBenchmark(Class<?> benchmark, Predicate<Work> belongs)
      throws NoSuchFieldException {
    List<String> works = Work.all().stream().filter(belongs).map(Work::name).toList();
    Param parameter = benchmark.getField("name").getAnnotation(Param.class);
    assertEquals(works, List.of(parameter.value()));
  }

  @Test
  void decompositionsGiveTheirMemoryBack() {
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1))) {
      long before = backend.memory().liveBytes();
      for (TensorDecomposition work : TensorDecomposition.cases()) {
        Shape shape = work.shape().rank() == 3 ? Shape.of(6, 8, 7) : Shape.of(8, 7, 3, 3);
        List<Integer> ranks = work.ranks().stream().map(rank -> 2).toList();
        TensorDecomposition small =
            new TensorDecomposition(
                work.method(), shape, work.modes(), ranks, work.sweeps(), work.start());
        try (OpenWork opened = small.open(backend)) {
          opened.run();
        }
        assertEquals(before, backend.memory().liveBytes(), work.name());
      }
    }
  }

  @Test
  void smallWorksRunAndGiveTheirMemoryBack() {
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1))) {
      long before = backend.memory().liveBytes();
      for (Work work : List.of(new MatrixProduct(16), new Convolution(3, 1, 4, 8, 9))) {
        try (OpenWork opened = work.open(backend)) {
          opened.run();
          opened.run();
        }
      }
      assertEquals(before, backend.memory().liveBytes());
    }
  }
}
