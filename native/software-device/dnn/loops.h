/* Walks over tensors of four axes. */
#pragma once

#include "descriptors.h"

namespace software {

/** Calls visit(n, h, w) for all pixels. */
template <class Visit>
void eachPixel(const Tensor &t, const Visit &visit) {
  for (int n = 0; n < t.n(); n++) {
    for (int h = 0; h < t.h(); h++) {
      for (int w = 0; w < t.w(); w++) {
        visit(n, h, w);
      }
    }
  }
}

/** Calls visit(n, c, h, w) for all elements. */
template <class Visit>
void eachElement(const Tensor &t, const Visit &visit) {
  for (int n = 0; n < t.n(); n++) {
    for (int c = 0; c < t.c(); c++) {
      for (int h = 0; h < t.h(); h++) {
        for (int w = 0; w < t.w(); w++) {
          visit(n, c, h, w);
        }
      }
    }
  }
}

} // namespace software
