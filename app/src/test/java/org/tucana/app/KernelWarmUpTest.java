package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** That the warm-up runs where it is of use, and ends. */
class KernelWarmUpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("tucana-warm-up"))
        .toList();
  }

  private static BackendMixin backend(String name, int threads) {
    return CommandLine.populateCommand(
        new BackendMixin(), "--backend", name, "--threads", "" + threads);
  }

  @Test
  void itEndsWhenItIsClosed() throws InterruptedException {
    List<Thread> running;
    try (KernelWarmUp _ = KernelWarmUp.start(backend("cpu", 2))) {
      running = threads();
      assertEquals(1, running.size());
    }
    assertTrue(running.getFirst().isDaemon());
    assertTrue(running.getFirst().join(PATIENCE));
  }

  @ParameterizedTest
  @CsvSource({"reference,2", "cpu,1"})
  void othersNeedNone(String name, int threads) {
    try (KernelWarmUp _ = KernelWarmUp.start(backend(name, threads))) {
      assertEquals(List.of(), threads());
    }
  }
}
