package org.tucana.app.fuzz;

import java.util.List;

/**
 * What came of reading a target's damaged files.
 *
 * @param target its name
 * @param mutations files read
 * @param accepted those that were read as if nothing were wrong
 * @param refused those that were refused as they should be
 * @param findings the reader's faults, each kind once
 * @param allocation the read that came closest to the limit of memory
 * @param slowest the read that took longest
 * @param hung whether the last read did not end in time
 * @param last what came of the last file, in words
 */
public record FuzzResult(
    String target,
    long mutations,
    long accepted,
    long refused,
    List<Finding> findings,
    Allocation allocation,
    Slowest slowest,
    boolean hung,
    String last) {
  public FuzzResult {
    findings = List.copyOf(findings);
  }

  /**
   * Memory that a read took.
   *
   * @param index the file's number
   * @param bytes allocated
   * @param limit how many may be
   */
  public record Allocation(long index, long bytes, long limit) {
    /** The part of the limit that was used. */
    public double share() {
      return limit == 0 ? 0 : (double) bytes / limit;
    }
  }

  /**
   * Time that a read took.
   *
   * @param index the file's number
   * @param nanoseconds from beginning to end
   */
  public record Slowest(long index, long nanoseconds) {}
}
