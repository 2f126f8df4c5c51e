package org.tucana.app;

import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.type.FormatException;
import picocli.CommandLine.Option;

/** The options that choose where a command computes. */
public final class BackendMixin {
  private static final int MOST_THREADS = 1024;

  @Option(
      names = "--backend",
      defaultValue = "cpu",
      description = {
        "Where to compute: cpu, cuda or reference (default: ${DEFAULT-VALUE}).",
        "What cuda wants: tucana doctor."
      })
  private String name;

  @Option(
      names = "--threads",
      defaultValue = "0",
      description = "Compute threads, 0 for one a processor (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--device",
      paramLabel = "<number>",
      defaultValue = "0",
      description = "Which GPU of those that tucana doctor lists (default: ${DEFAULT-VALUE}).")
  private int device;

  public BackendMixin() {}

  /** Starts the backend. */
  public Backend open() {
    return open(threads);
  }

  /** The same with another number of threads. */
  Backend open(int count) {
    check();
    return Backends.open(name, new BackendOptions(count, device));
  }

  /** Refuses what is no backend, whatever the machine has; starts none. */
  public void check() {
    if (threads < 0 || threads > MOST_THREADS) {
      throw new FormatException(
          "backend: --threads must lie in 0.." + MOST_THREADS + ", got " + threads);
    }
    if (device < 0) {
      throw new FormatException("backend: --device must not be negative, got " + device);
    }
    Backends.require(name);
  }

  /** How many detectors may share a backend of one thread; 1 where none may. */
  int lanes() {
    return name.equals("cpu") ? effectiveThreads() : 1;
  }

  /** How many threads compute. */
  public int effectiveThreads() {
    return new BackendOptions(Math.max(0, threads), 0).effectiveThreads();
  }

  /** Where a command computes. */
  public String name() {
    return name;
  }
}
