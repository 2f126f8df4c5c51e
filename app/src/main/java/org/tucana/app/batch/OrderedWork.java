package org.tucana.app.batch;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Work on many items by several threads whose results are taken in the order of the items. As many
 * items are worked on at a time as there are threads; results must be small, since they wait for
 * those before them.
 */
public final class OrderedWork {
  private OrderedWork() {}

  /** What is done with one item, on any thread. */
  @FunctionalInterface
  public interface Work<T, R> {
    R of(T item) throws IOException;
  }

  /**
   * Works on all items. Where that fails for one, those that have not begun are left, those that
   * have are waited for, and the failure is thrown.
   *
   * @param threads how many work
   * @param taker is given the results by this thread
   */
  public static <T, R> void run(List<T> items, int threads, Work<T, R> work, Consumer<R> taker)
      throws IOException {
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<Future<R>> results =
          items.stream().map(item -> workers.submit(() -> work.of(item))).toList();
      try {
        for (Future<R> result : results) {
          taker.accept(of(result));
        }
      } finally {
        results.forEach(result -> result.cancel(false));
      }
    }
  }

  private static <R> R of(Future<R> result) throws IOException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case RuntimeException runtime -> throw runtime;
        case Error error -> throw error;
        case Throwable other -> throw new IllegalStateException(other);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("work: interrupted while it waited for a result", e);
    }
  }
}
