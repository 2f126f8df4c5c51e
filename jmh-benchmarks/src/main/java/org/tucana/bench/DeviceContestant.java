package org.tucana.bench;

import org.tucana.bench.peer.Contestant;
import org.tucana.bench.work.OpenWork;
import org.tucana.cuda.DeviceTimer;

/**
 * A work on a device: its runs are queued one behind the other between two events, or, where it
 * ends on the host, timed by the host's clock until all that is queued is done.
 */
record DeviceContestant(OpenWork work, DeviceTimer timer, boolean endsOnHost)
    implements Contestant {
  @Override
  public double meanMillis(int runs) {
    work.run();
    timer.synchronize();
    return endsOnHost ? onHost(runs) : timer.milliseconds(() -> repeat(runs)) / runs;
  }

  private double onHost(int runs) {
    long start = System.nanoTime();
    repeat(runs);
    timer.synchronize();
    return (System.nanoTime() - start) * 1e-6 / runs;
  }

  private void repeat(int runs) {
    for (int i = 0; i < runs; i++) {
      work.run();
    }
  }

  @Override
  public void close() {
    work.close();
  }
}
