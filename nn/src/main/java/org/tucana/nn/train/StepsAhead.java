package org.tucana.nn.train;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The steps of a run in their order, each prepared on a thread of its own while the one before is
 * computed. What goes wrong on that thread is thrown to whoever asks for that step.
 */
final class StepsAhead implements AutoCloseable {
  private final TrainTask task;
  private final long end;
  private final ExecutorService drawing =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("tucana-examples").daemon().factory());
  private long step;
  private Optional<Future<PreparedStep>> upcoming;

  /** Begins to prepare the first of the steps {@code first} to {@code end - 1}. */
  StepsAhead(TrainTask task, long first, long end) {
    this.task = task;
    this.end = end;
    step = first;
    upcoming = begin();
  }

  private Optional<Future<PreparedStep>> begin() {
    long wanted = step;
    return wanted < end
        ? Optional.of(drawing.submit(() -> task.prepare(wanted)))
        : Optional.empty();
  }

  /**
   * The next step, which the caller closes; the one after is begun.
   *
   * @throws TrainingException where the calling thread is interrupted
   */
  PreparedStep next() {
    PreparedStep prepared = finished(upcoming.orElseThrow());
    step++;
    upcoming = begin();
    return prepared;
  }

  private PreparedStep finished(Future<PreparedStep> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainingException(
          "training: interrupted before step " + (step + 1) + "; resume from the last checkpoint");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      throw new IllegalStateException("preparing a step throws nothing checked", e);
    }
  }

  /**
   * Waits for the thread to end; a step that nobody asked for is closed, or its error forgotten.
   */
  @Override
  public void close() {
    drawing.close();
    upcoming
        .filter(future -> future.state() == Future.State.SUCCESS)
        .ifPresent(future -> future.resultNow().close());
  }
}
