package org.tucana.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.nn.module.NetworkModule;

@Timeout(60)
class StepsAheadTest {
  /** Steps that note when they are drawn and closed. */
  private static final class Noted implements TrainTask {
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final LongConsumer drawing;

    Noted(LongConsumer drawing) {
      this.drawing = drawing;
    }

    @Override
    public PreparedStep prepare(long step) {
      threads.add(Thread.currentThread());
      drawing.accept(step);
      notes.add("drawn " + step);
      return new PreparedStep() {
        @Override
        public SequencedMap<String, Tensor> losses(EagerSession session) {
          return new LinkedHashMap<>();
        }

        @Override
        public void close() {
          notes.add("closed " + step);
        }
      };
    }

    @Override
    public NetworkModule network() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String description() {
      return "noted";
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS), "waited in vain");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aStepIsDrawnWhileTheOneBeforeIsComputed() {
    CountDownLatch computing = new CountDownLatch(1);
    CountDownLatch drawn = new CountDownLatch(1);
    Noted task =
        new Noted(step -> {
          if (step == 1) {
            await(computing);
            drawn.countDown();
          }
        });
    try (StepsAhead steps = new StepsAhead(task, 0, 2)) {
      try (PreparedStep _ = steps.next()) {
        // Each of the two waits for the other, which is only possible at the same time.
        computing.countDown();
        await(drawn);
      }
      steps.next().close();
    }
    assertEquals(List.of("drawn 0", "closed 0", "drawn 1", "closed 1"), sortedByStep(task));
  }

  /** Drawing may overtake closing. */
  private static List<String> sortedByStep(Noted task) {
    return task.notes.stream()
        .sorted((a, b) -> a.substring(a.indexOf(' ')).compareTo(b.substring(b.indexOf(' '))))
        .toList();
  }

  @Test
  void oneStepIsDrawnAheadAndNoneAfterTheLast() {
    Noted task = new Noted(step -> {});
    try (StepsAhead steps = new StepsAhead(task, 5, 8)) {
      for (int step = 5; step < 8; step++) {
        steps.next().close();
        assertTrue(task.threads.size() <= step - 5 + 2, task.notes.toString());
      }
    }
    assertEquals(
        List.of("drawn 5", "drawn 6", "drawn 7"),
        task.notes.stream().filter(note -> note.startsWith("drawn")).toList());
    assertEquals(1, task.threads.stream().distinct().count());
  }

  @Test
  void anErrorIsThrownToTheStepThatWantsIt() {
    IllegalStateException failure = new IllegalStateException("no picture");
    CountDownLatch failed = new CountDownLatch(1);
    Noted task =
        new Noted(step -> {
          if (step == 1) {
            failed.countDown();
            throw failure;
          }
        });
    try (StepsAhead steps = new StepsAhead(task, 0, 3)) {
      try (PreparedStep _ = steps.next()) {
        await(failed);
      }
      assertSame(failure, assertThrows(IllegalStateException.class, steps::next));
    }
    assertEquals(List.of("drawn 0", "closed 0"), task.notes);
    Noted broken =
        new Noted(step -> {
          throw new AssertionError("broken");
        });
    try (StepsAhead steps = new StepsAhead(broken, 0, 1)) {
      assertEquals("broken", assertThrows(AssertionError.class, steps::next).getMessage());
    }
  }

  @Test
  void whatNobodyAskedForIsClosedAndTheThreadEnds() throws InterruptedException {
    Noted task = new Noted(step -> {});
    StepsAhead steps = new StepsAhead(task, 0, 10);
    steps.next().close();
    steps.close();
    assertEquals(List.of("drawn 0", "closed 0", "drawn 1", "closed 1"), sortedByStep(task));
    assertTrue(task.threads.getFirst().join(Duration.ofSeconds(10)), "its thread goes on");
    // No step at all.
    new StepsAhead(task, 3, 3).close();
    assertEquals(4, task.notes.size());
  }

  @Test
  void anInterruptedThreadStopsWaiting() throws InterruptedException {
    CountDownLatch drawing = new CountDownLatch(1);
    Noted task = new Noted(step -> await(drawing));
    Thread trainer = Thread.currentThread();
    try (StepsAhead steps = new StepsAhead(task, 3, 10)) {
      trainer.interrupt();
      TrainingException e = assertThrows(TrainingException.class, steps::next);
      assertEquals(
          "training: interrupted before step 4; resume from the last checkpoint", e.getMessage());
      assertTrue(Thread.interrupted());
      drawing.countDown();
    }
    assertEquals(List.of("drawn 3", "closed 3"), task.notes);
    assertTrue(task.threads.getFirst().join(Duration.ofSeconds(10)), "its thread goes on");
  }
}
