package org.tucana.decomposition.rank;

import java.util.Optional;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.rank.CandidateLayer.Kind;

/** Layers for tests. */
final class Layers {
  private Layers() {}

  /** A convolution of stride 1 on a square map, without values. */
  static CandidateLayer convolution(String name, int side, int... weight) {
    return new CandidateLayer(
        name,
        Kind.CONVOLUTION,
        Shape.of(weight),
        1,
        (long) side * side,
        (long) side * side,
        Optional.empty());
  }

  /** A convolution of stride 1 on a square map. */
  static CandidateLayer convolution(String name, int side, HostTensor weight) {
    return new CandidateLayer(
        name,
        Kind.CONVOLUTION,
        weight.shape(),
        1,
        (long) side * side,
        (long) side * side,
        Optional.of(weight));
  }

  /** A linear layer on one row, without values. */
  static CandidateLayer linear(String name, int out, int in) {
    return new CandidateLayer(name, Kind.LINEAR, Shape.of(out, in), 1, 1, 1, Optional.empty());
  }

  /** A linear layer on one row. */
  static CandidateLayer linear(String name, HostTensor weight) {
    return new CandidateLayer(name, Kind.LINEAR, weight.shape(), 1, 1, 1, Optional.of(weight));
  }
}
