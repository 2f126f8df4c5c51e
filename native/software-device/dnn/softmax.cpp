/* Softmax over the channels of each pixel. */
#include <cmath>

#include "dnn.h"
#include "loops.h"

namespace software {

namespace {
enum Algorithm { FAST, ACCURATE, LOGARITHM };
constexpr int OVER_CHANNELS = 1;

int check(void *handle, int algorithm, int mode, const std::shared_ptr<Tensor> &x,
          const std::shared_ptr<Tensor> &y) {
  if (!dnnOf(handle) || algorithm < FAST || algorithm > LOGARITHM || mode < 0 ||
      mode > OVER_CHANNELS || !x || !y || x->type != y->type || !x->sameDims(*y)) {
    return DNN_BAD_PARAM;
  }
  return algorithm != FAST && mode == OVER_CHANNELS && isSupported(x->type) && x->rank == 4
             ? DNN_SUCCESS
             : DNN_NOT_SUPPORTED;
}

template <class T>
void forward(bool logarithm, const Tensor &tx, const T *x, const Tensor &ty, T *y, double alpha,
             double beta) {
  eachPixel(tx, [&](int n, int h, int w) {
    double largest = -HUGE_VAL;
    for (int c = 0; c < tx.c(); c++) {
      double value = (double)x[tx.at(n, c, h, w)];
      largest = value > largest || std::isnan(value) ? value : largest;
    }
    double sum = 0;
    for (int c = 0; c < tx.c(); c++) {
      sum += std::exp((double)x[tx.at(n, c, h, w)] - largest);
    }
    for (int c = 0; c < tx.c(); c++) {
      double value = (double)x[tx.at(n, c, h, w)] - largest;
      blend(y[ty.at(n, c, h, w)], alpha,
            logarithm ? value - std::log(sum) : std::exp(value) / sum, beta);
    }
  });
}

template <class T>
void backward(bool logarithm, const Tensor &ty, const T *y, const Tensor &tdy, const T *dy,
              const Tensor &tdx, T *dx, double alpha, double beta) {
  eachPixel(ty, [&](int n, int h, int w) {
    double sum = 0;
    for (int c = 0; c < ty.c(); c++) {
      double gradient = (double)dy[tdy.at(n, c, h, w)];
      sum += logarithm ? gradient : gradient * (double)y[ty.at(n, c, h, w)];
    }
    for (int c = 0; c < ty.c(); c++) {
      double gradient = (double)dy[tdy.at(n, c, h, w)];
      double value = (double)y[ty.at(n, c, h, w)];
      blend(dx[tdx.at(n, c, h, w)], alpha,
            logarithm ? gradient - std::exp(value) * sum : value * (gradient - sum), beta);
    }
  });
}
} // namespace

} // namespace software

using namespace software;

CALL int cudnnSoftmaxForward(void *handle, int algorithm, int mode, const void *alpha, void *xDesc,
                             const void *x, const void *beta, void *yDesc, void *y) {
  auto tx = descriptor<Tensor>(xDesc);
  auto ty = descriptor<Tensor>(yDesc);
  if (int status = check(handle, algorithm, mode, tx, ty)) {
    return status;
  }
  if (!holds("x", *tx, x) || !holds("y", *ty, y)) {
    return DNN_EXECUTION_FAILED;
  }
  double a = scalar(alpha, tx->type);
  double b = scalar(beta, tx->type);
  return queueIn(*dnnOf(handle), [=, tx = *tx, ty = *ty] {
    withType(tx.type, [&](auto zero) {
      typedef decltype(zero) T;
      forward(algorithm == LOGARITHM, tx, (const T *)x, ty, (T *)y, a, b);
    });
  });
}

CALL int cudnnSoftmaxBackward(void *handle, int algorithm, int mode, const void *alpha,
                              void *yDesc, const void *y, void *dyDesc, const void *dy,
                              const void *beta, void *dxDesc, void *dx) {
  auto ty = descriptor<Tensor>(yDesc);
  auto tdy = descriptor<Tensor>(dyDesc);
  auto tdx = descriptor<Tensor>(dxDesc);
  if (int status = check(handle, algorithm, mode, ty, tdy)) {
    return status;
  }
  if (int status = check(handle, algorithm, mode, ty, tdx)) {
    return status;
  }
  if (!holds("y", *ty, y) || !holds("dy", *tdy, dy) || !holds("dx", *tdx, dx)) {
    return DNN_EXECUTION_FAILED;
  }
  double a = scalar(alpha, ty->type);
  double b = scalar(beta, ty->type);
  return queueIn(*dnnOf(handle), [=, ty = *ty, tdy = *tdy, tdx = *tdx] {
    withType(ty.type, [&](auto zero) {
      typedef decltype(zero) T;
      backward(algorithm == LOGARITHM, ty, (const T *)y, tdy, (const T *)dy, tdx, (T *)dx, a, b);
    });
  });
}
