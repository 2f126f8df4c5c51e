package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** That the warm-up runs where it is of use, and ends. */
class KernelWarmUpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("tucana-warm-up"))
        .toList();
  }

  private static BackendMixin backend(String name) {
    return CommandLine.populateCommand(new BackendMixin(), "--backend", name);
  }

  @Test
  void itEndsWhenItIsClosed() throws InterruptedException {
    List<Thread> running;
    try (KernelWarmUp _ = KernelWarmUp.start(backend("cpu"))) {
      running = threads();
      assertEquals(1, running.size());
    }
    assertTrue(running.getFirst().isDaemon());
    assertTrue(running.getFirst().join(PATIENCE));
  }

  @Test
  void otherBackendsNeedNone() {
    try (KernelWarmUp _ = KernelWarmUp.start(backend("reference"))) {
      assertEquals(List.of(), threads());
    }
  }
}
