package org.tucana.core.cpu.threads;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed team of threads that works through numbered chunks; the calling thread is one of them.
 *
 * <p>Threads take the next free chunk, so which thread runs which chunk differs from run to run.
 * Results must therefore not depend on it: a chunk writes only what is its own, and sums that span
 * chunks are formed afterwards in the order of the chunks.
 *
 * <p>Idle workers spin for some microseconds before they park, which keeps the pause between two
 * kernels short. A call made inside a chunk, or while another thread uses the team, runs its chunks
 * one after the other on the calling thread.
 */
public final class Workers implements AutoCloseable {
  /** Work that is cut into chunks. */
  @FunctionalInterface
  public interface Task {
    /**
     * Does one chunk.
     *
     * @param chunk number of the chunk, from 0
     * @param scratch buffers that belong to this chunk while it runs
     */
    void run(int chunk, Scratch scratch);
  }

  private static final int SPINS = 4_000;

  private final Worker[] workers;
  private final ThreadLocal<Scratch> current = ThreadLocal.withInitial(Scratch::new);
  private final AtomicBoolean busy = new AtomicBoolean();

  /** Number of chunks in the high half, next free chunk in the low half. */
  private final AtomicLong ticket = new AtomicLong();

  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile boolean closed;
  private volatile Throwable failure;
  private volatile Thread waitingCaller;
  private Task task;

  /**
   * Starts the team.
   *
   * @param threads number of threads with the caller, at least 1
   */
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "workers: thread count is wrong, expected at least 1, got " + threads);
    }
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker("tucana-cpu-" + (i + 1));
      workers[i].start();
    }
  }

  /** Returns the number of threads, the caller included. */
  public int threads() {
    return workers.length + 1;
  }

  /** Returns the calling thread's buffers; they are distinct from those that its chunks see. */
  public Scratch scratch() {
    return current.get();
  }

  /**
   * Runs {@code task} for the chunks 0 to {@code chunks - 1} and returns when all are done.
   *
   * <p>When a chunk throws, the chunks that have not begun are skipped and the first exception is
   * thrown here.
   */
  public void run(int chunks, Task task) {
    if (closed) {
      throw new IllegalStateException("workers: the team is closed; open a new one");
    }
    if (chunks <= 0) {
      return;
    }
    if (chunks == 1 || workers.length == 0 || !busy.compareAndSet(false, true)) {
      runInline(chunks, task);
      return;
    }
    try {
      runShared(chunks, task);
    } finally {
      busy.set(false);
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker);
    }
  }

  private void runInline(int chunks, Task task) {
    Scratch outer = current.get();
    Scratch own = outer.nested();
    current.set(own.nested());
    try {
      for (int chunk = 0; chunk < chunks; chunk++) {
        task.run(chunk, own);
      }
    } finally {
      current.set(outer);
    }
  }

  private void runShared(int chunks, Task newTask) {
    Scratch outer = current.get();
    Scratch own = outer.nested();
    task = newTask;
    failure = null;
    unfinished.set(chunks);
    ticket.set((long) chunks << 32);
    int helpers = Math.min(workers.length, chunks - 1);
    for (int i = 0; i < helpers; i++) {
      workers[i].wake();
    }
    current.set(own.nested());
    try {
      takeChunks(own);
    } finally {
      current.set(outer);
    }
    awaitLast();
    task = null;
    Throwable thrown = failure;
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  private void awaitLast() {
    for (int spin = 0; unfinished.get() > 0 && spin < SPINS; spin++) {
      Thread.onSpinWait();
    }
    if (unfinished.get() > 0) {
      waitingCaller = Thread.currentThread();
      while (unfinished.get() > 0) {
        LockSupport.park(this);
      }
      waitingCaller = null;
    }
  }

  private boolean chunkFree() {
    long state = ticket.get();
    return (int) state < (int) (state >>> 32);
  }

  /**
   * Takes chunks until none is free. A successful exchange proves that the claimed chunk belongs to
   * the task now set: that task cannot end before the chunk is counted as finished.
   */
  private void takeChunks(Scratch scratch) {
    while (true) {
      long state = ticket.get();
      int chunk = (int) state;
      if (chunk >= (int) (state >>> 32)) {
        return;
      }
      if (!ticket.compareAndSet(state, state + 1)) {
        continue;
      }
      try {
        if (failure == null) {
          task.run(chunk, scratch);
        }
      } catch (RuntimeException | Error thrown) {
        failure = thrown;
      } finally {
        if (unfinished.decrementAndGet() == 0) {
          Thread caller = waitingCaller;
          if (caller != null) {
            LockSupport.unpark(caller);
          }
        }
      }
    }
  }

  private final class Worker extends Thread {
    private final AtomicBoolean parked = new AtomicBoolean();

    Worker(String name) {
      super(name);
      setDaemon(true);
    }

    void wake() {
      if (parked.get()) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      Scratch own = new Scratch();
      current.set(own.nested());
      while (!closed) {
        takeChunks(own);
        for (int spin = 0; spin < SPINS && !chunkFree() && !closed; spin++) {
          Thread.onSpinWait();
        }
        if (!chunkFree() && !closed) {
          parked.set(true);
          while (!chunkFree() && !closed) {
            LockSupport.park(Workers.this);
          }
          parked.set(false);
        }
      }
    }
  }
}
