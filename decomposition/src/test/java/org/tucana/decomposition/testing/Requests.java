package org.tucana.decomposition.testing;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.tucana.decomposition.DecompositionRequest;

/** Requests as the command line makes them. */
public final class Requests {
  private Requests() {}

  public static DecompositionRequest ofRanks(Integer... ranks) {
    return new DecompositionRequest(
        Optional.of(Arrays.asList(ranks)),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        0);
  }

  public static DecompositionRequest ofError(double error) {
    return new DecompositionRequest(
        Optional.empty(),
        OptionalDouble.of(error),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        0);
  }

  public static DecompositionRequest none() {
    return new DecompositionRequest(
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        0);
  }

  /** The same over some modes. */
  public static DecompositionRequest overModes(DecompositionRequest request, Integer... modes) {
    return new DecompositionRequest(
        request.ranks(),
        request.error(),
        Optional.of(Arrays.asList(modes)),
        request.sweeps(),
        request.tolerance(),
        request.seed());
  }

  /** The same with limits of the iteration. */
  public static DecompositionRequest within(
      DecompositionRequest request, int sweeps, double tolerance) {
    return new DecompositionRequest(
        request.ranks(),
        request.error(),
        request.modes(),
        OptionalInt.of(sweeps),
        OptionalDouble.of(tolerance),
        request.start(),
        request.seed());
  }

  /** The same with a tolerance. */
  public static DecompositionRequest toTolerance(DecompositionRequest request, double tolerance) {
    return new DecompositionRequest(
        request.ranks(),
        request.error(),
        request.modes(),
        request.sweeps(),
        OptionalDouble.of(tolerance),
        request.seed());
  }
}
