package org.tucana.decomposition.method;

import java.util.List;
import org.tucana.core.type.FormatException;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.tucker.TuckerErrorBound;
import org.tucana.decomposition.tucker.TuckerRanks;
import org.tucana.decomposition.tucker.TuckerTarget;

/** Reads what users ask of the Tucker family. */
final class TuckerRequest {
  private TuckerRequest() {}

  /** Ranks or an error bound: exactly one of them. */
  static TuckerTarget target(String method, DecompositionRequest request) {
    List<Integer> modes = request.modes().orElse(List.of());
    if (request.ranks().isPresent() == request.error().isPresent()) {
      throw new FormatException(
          method
              + ": expected either ranks or an error bound, got "
              + (request.ranks().isPresent() ? "both" : "neither")
              + "; give one of them");
    }
    return request.ranks().isPresent()
        ? new TuckerRanks(modes, request.ranks().get())
        : new TuckerErrorBound(request.error().getAsDouble(), modes);
  }
}
