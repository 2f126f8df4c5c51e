/* Which convolutions an algorithm does, in how much memory and how exactly. */
#pragma once

#include <cstddef>

#include "descriptors.h"

namespace software {

enum class Direction { FORWARD, DATA, FILTER };

/** A convolution, or one that a gradient belongs to. */
struct Problem {
  Tensor x;
  Filter w;
  Convolution convolution;
  Tensor y;
};

/** In which order an algorithm sums, as far as it shows. */
enum class Summation {
  /** In rising order. */
  PLAIN,
  /** Another order, the same in every call. */
  TRANSFORMED,
  /** Another order in every call, as atomic additions have it. */
  ATOMIC,
};

int algorithmCount(Direction direction);

bool does(Direction direction, int algorithm, const Problem &problem);

size_t workBytes(Direction direction, int algorithm, const Problem &problem);

Summation summation(Direction direction, int algorithm);

} // namespace software
