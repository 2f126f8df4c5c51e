/* The memory that a convolution works in. */
#pragma once

#include "algorithms.h"

namespace software {

struct Work {
  void *data;
  size_t bytes;

  struct Operands {
    const void *x;
    const void *w;
    const void *y;
  };

  /** Whether an algorithm can run in it; and whether its operands are where they should be. */
  int check(Direction direction, int algorithm, const Problem &problem, const Operands &data) const;

  /** Writes to all of it, so that a caller who keeps something else there finds out. */
  void spoil() const;
};

} // namespace software
