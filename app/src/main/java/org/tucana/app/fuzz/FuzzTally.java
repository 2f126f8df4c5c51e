package org.tucana.app.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts outcomes; one thread adds while another may look. */
final class FuzzTally {
  private final Map<String, Finding> findings = new LinkedHashMap<>();
  private long read;
  private long accepted;
  private long refused;
  private String last = "nothing was read";
  private FuzzResult.Allocation allocation = new FuzzResult.Allocation(0, 0, 0);
  private FuzzResult.Slowest slowest = new FuzzResult.Slowest(0, 0);

  synchronized void add(long index, long fileSize, Trial trial) {
    var memory = new FuzzResult.Allocation(index, trial.allocated(), Trial.limit(fileSize));
    if (memory.share() > allocation.share()) {
      allocation = memory;
    }
    if (trial.nanoseconds() > slowest.nanoseconds()) {
      slowest = new FuzzResult.Slowest(index, trial.nanoseconds());
    }
    add(index, trial.outcome());
  }

  synchronized void add(long index, Outcome outcome) {
    read++;
    switch (outcome) {
      case Outcome.Accepted _ -> {
        accepted++;
        last = "accepted";
      }
      case Outcome.Refused(String message) -> {
        refused++;
        last = "refused: " + message;
      }
      case Outcome.Fault(String kind, String message) -> {
        findings.merge(
            kind, new Finding(kind, index, message, 1), (first, another) -> first.again());
        last = "finding";
      }
    }
  }

  /** Files read so far. */
  synchronized long read() {
    return read;
  }

  /** Faults found so far, each kind once. */
  synchronized int findings() {
    return findings.size();
  }

  synchronized FuzzResult result(String target, boolean hung) {
    return new FuzzResult(
        target,
        read,
        accepted,
        refused,
        new ArrayList<>(findings.values()),
        allocation,
        slowest,
        hung,
        last);
  }
}
