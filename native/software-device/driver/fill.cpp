/* The kernel of the binding's own tests (fill.ptx): a value to the first elements, a thread each. */
#include "../../kernels/tucana.h"
#include "kernels.h"

namespace {
void fillFirst(float *values, unsigned count, float value) {
  unsigned i = (unsigned)firstElement();
  if (i < count) {
    values[i] = value;
  }
}

const software::Registration registration({software::Unpack<fillFirst>::kernel("fill")});
} // namespace
