package org.tucana.bench.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;
import org.tucana.bench.jmh.CudaBenchmark;
import org.tucana.bench.jmh.DecompositionBenchmark;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
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
    assertEquals(2 * 1.024 * 1.024 * 1.024, new MatrixProduct(1024).gigaflop().orElseThrow(), 1e-9);
    assertEquals(
        2e-9 * 112 * 112 * 64 * 3 * 49,
        new Convolution(7, 2, 3, 64, 224).gigaflop().orElseThrow(),
        1e-12);
    assertEquals(
        32 * new Convolution(3, 1, 64, 64, 56).gigaflop().orElseThrow(),
        new Convolution(3, 1, 64, 64, 56).ofBatch(32).gigaflop().orElseThrow(),
        1e-12);
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
    List<String> works =
        Work.all().stream()
            .filter(work -> work instanceof TensorDecomposition || work instanceof ResNetRewriting)
            .map(Work::name)
            .toList();
    Param parameter = DecompositionBenchmark.class.getField("name").getAnnotation(Param.class);
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
