package org.tucana.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tucana.bench.work.OpenWork;
import org.tucana.bench.work.Work;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;

/** Opens a work on a backend for one trial; times are milliseconds a run. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules",
      "jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "-Xmx6g"
    })
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 9, time = 2)
public abstract class WorkBenchmark {
  private Backend backend;
  private OpenWork opened;

  /** What a trial measures. */
  abstract Work work();

  /** The backend's name. */
  String backendName() {
    return "cpu";
  }

  /** Called when the work is open. */
  void begin(Backend on) {}

  /** Called before the work is closed. */
  void end() {}

  @Setup
  public void open() {
    backend = Backends.open(backendName(), BackendOptions.defaults());
    opened = work().open(backend);
    begin(backend);
  }

  @TearDown
  public void close() {
    end();
    opened.close();
    backend.close();
  }

  /** One run of the work. */
  final void run() {
    opened.run();
  }
}
