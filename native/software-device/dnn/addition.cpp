/* The sum of two tensors, of which one repeats along axes of length 1. */
#include "dnn.h"
#include "loops.h"

using namespace software;

CALL int cudnnAddTensor(void *handle, const void *alpha, void *aDesc, const void *a,
                        const void *beta, void *cDesc, void *c) {
  auto ta = descriptor<Tensor>(aDesc);
  auto tc = descriptor<Tensor>(cDesc);
  if (!dnnOf(handle) || !ta || !tc || ta->type != tc->type || ta->rank != tc->rank) {
    return DNN_BAD_PARAM;
  }
  Tensor repeated = *ta;
  for (int i = 0; i < ta->rank; i++) {
    if (ta->dims[i] != tc->dims[i] && ta->dims[i] != 1) {
      return DNN_BAD_PARAM;
    }
    repeated.strides[i] = ta->dims[i] == 1 ? 0 : ta->strides[i];
  }
  if (!isSupported(tc->type) || tc->rank != 4) {
    return DNN_NOT_SUPPORTED;
  }
  if (!holds("a", *ta, a) || !holds("c", *tc, c)) {
    return DNN_EXECUTION_FAILED;
  }
  double scale = scalar(alpha, tc->type);
  double keep = scalar(beta, tc->type);
  return queueIn(*dnnOf(handle), [=, tc = *tc] {
    withType(tc.type, [&](auto zero) {
      typedef decltype(zero) T;
      eachElement(tc, [&](int n, int k, int h, int w) {
        blend(((T *)c)[tc.at(n, k, h, w)], scale, (double)((const T *)a)[repeated.at(n, k, h, w)],
              keep);
      });
    });
  });
}
