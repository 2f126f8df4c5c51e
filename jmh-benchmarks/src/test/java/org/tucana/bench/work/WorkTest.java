package org.tucana.bench.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;

class WorkTest {
  @Test
  void namesAreUnique() {
    List<String> names = Work.all().stream().map(Work::name).toList();
    assertEquals(names.size(), names.stream().distinct().count(), names.toString());
    names.forEach(name -> assertEquals(name, Work.named(name).name()));
    assertThrows(IllegalArgumentException.class, () -> Work.named("sgemm"));
  }

  @Test
  void operationsAreTwiceTheMultiplications() {
    assertEquals(2 * 1.024 * 1.024 * 1.024, new MatrixProduct(1024).gigaflop().orElseThrow(), 1e-9);
    assertEquals(
        2e-9 * 112 * 112 * 64 * 3 * 49,
        new Convolution(7, 2, 3, 64, 224).gigaflop().orElseThrow(),
        1e-12);
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
