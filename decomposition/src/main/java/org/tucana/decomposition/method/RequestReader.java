package org.tucana.decomposition.method;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.tucana.core.Tensor;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.tucker.TuckerErrorBound;
import org.tucana.decomposition.tucker.TuckerRanks;
import org.tucana.decomposition.tucker.TuckerTarget;

/**
 * Reads what users ask of a method, and refuses what it cannot honour.
 *
 * @param method heads messages
 * @param request what is asked
 */
record RequestReader(String method, DecompositionRequest request) {
  /** Elements up to which a tensor is so cheap that further starts are worth their time. */
  private static final int SMALL = 1 << 14;

  private static final int SWEEPS = 1000;
  private static final double SINGLE = 1e-7;
  private static final double DOUBLE = 1e-10;

  /** Of a method that computes its result at once, without sweeps and starts. */
  static RequestReader ofDirect(String method, DecompositionRequest request) {
    RequestReader reader = new RequestReader(method, request);
    request.sweeps().ifPresent(sweeps -> reader.refuseIteration("iterations", sweeps));
    request.tolerance().ifPresent(tolerance -> reader.refuseIteration("tolerance", tolerance));
    request.start().ifPresent(start -> reader.refuseIteration("start", start));
    return reader;
  }

  private void refuseIteration(String option, Object value) {
    throw new FormatException(
        method + ": it does not iterate, got " + option + " " + value + "; leave it out");
  }

  /** Ranks or an error bound: exactly one of them. */
  TuckerTarget target() {
    if (request.ranks().isPresent() == request.error().isPresent()) {
      throw new FormatException(
          method
              + ": expected either ranks or an error bound, got "
              + (request.ranks().isPresent() ? "both" : "neither")
              + "; give one of them");
    }
    List<Integer> modes = request.modes().orElse(List.of());
    return request.ranks().isPresent()
        ? new TuckerRanks(modes, request.ranks().get())
        : new TuckerErrorBound(request.error().getAsDouble(), modes);
  }

  /** The ranks of a method that takes no error bound. */
  List<Integer> ranks() {
    if (request.error().isPresent()) {
      throw new FormatException(
          method
              + ": it cannot reach an error bound by itself, got "
              + request.error().getAsDouble()
              + "; give ranks");
    }
    refuseModes();
    return request
        .ranks()
        .orElseThrow(() -> new FormatException(method + ": ranks are missing; give --ranks"));
  }

  /** The only rank of a method that takes no error bound. */
  int rank() {
    List<Integer> ranks = ranks();
    if (ranks.size() != 1) {
      throw new FormatException(
          method + ": expected 1 rank, the number of components, got " + ranks + "; give one");
    }
    return ranks.getFirst();
  }

  /**
   * The error bound of a method that takes either ranks or a bound over all modes; empty where
   * ranks are given.
   */
  OptionalDouble errorBound() {
    refuseModes();
    return target() instanceof TuckerErrorBound bound
        ? OptionalDouble.of(bound.error())
        : OptionalDouble.empty();
  }

  private void refuseModes() {
    if (request.modes().isPresent()) {
      throw new FormatException(
          method
              + ": it works on all modes at once, got modes "
              + request.modes().get()
              + "; leave them out or use hooi");
    }
  }

  int sweeps() {
    return request.sweeps().orElse(SWEEPS);
  }

  /** As asked, or what the rounding of the tensor's type lets an iteration see. */
  double tolerance(Tensor x) {
    return request.tolerance().orElse(x.dtype() == DType.FLOAT64 ? DOUBLE : SINGLE);
  }

  /** The start that is asked for, of those that a method knows by name. */
  <T> Optional<T> start(SequencedMap<String, T> known) {
    request
        .start()
        .filter(name -> !known.containsKey(name))
        .ifPresent(name -> {
          throw new FormatException(
              method
                  + ": there is no start '"
                  + name
                  + "', expected one of "
                  + String.join(", ", known.keySet())
                  + "; choose one of these or leave it out");
        });
    return request.start().map(known::get);
  }

  /** Refuses a start where a method knows but one. */
  void refuseStart() {
    if (request.start().isPresent()) {
      throw new FormatException(
          method + ": it has no choice of starts, got " + request.start().get() + "; leave it out");
    }
  }

  /**
   * Small tensors have the most local optima and cost least: they are started again and again, but
   * for a start that the user names.
   *
   * @param count restarts of a small tensor
   */
  int restarts(Tensor x, int count) {
    return x.shape().elements() <= SMALL && request.start().isEmpty() ? count : 0;
  }
}
