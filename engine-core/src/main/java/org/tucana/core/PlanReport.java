package org.tucana.core;

import java.util.List;

/**
 * What a plan became.
 *
 * @param steps one entry a kernel call, in order
 * @param arenaBytes memory its intermediate values share
 * @param liveBytes the most of it that is alive at a time, which no layout can do without
 */
public record PlanReport(List<Step> steps, long arenaBytes, long liveBytes) {
  public PlanReport {
    steps = List.copyOf(steps);
  }

  /**
   * One kernel call.
   *
   * @param operator the operator's name, with what was fused into it
   * @param path the module it belongs to
   * @param algorithm how the backend computes it
   */
  public record Step(String operator, String path, String algorithm) {}
}
