/* Convolution forward, alone and with bias, residual and ReLU. */
#include <cmath>
#include <cstring>

#include "convolution.h"
#include "dnn.h"
#include "work.h"

namespace software {

namespace {
/** y[k, window] = finish(sum, k, place of the result). */
template <bool tf32, class T, class Finish>
void convolve(const Problem &p, Summation summation, const T *x, const T *w, T *y,
              const Finish &finish) {
  std::vector<Tap> taps = tapsOf(p);
  std::vector<Window> windows = windowsOf(p);
  long filters = p.w.k / p.convolution.groups;
  long filterStep = p.w.at(1, 0, 0, 0);
  for (int g = 0; g < p.convolution.groups; g++) {
    const T *group = x + p.x.at(0, (long)g * p.w.c, 0, 0);
    long first = g * filters;
    sumProducts<T>(
        summation, filters, (long)windows.size(), (long)taps.size(),
        [&](long i, long k) { return factor<tf32>(w[(first + i) * filterStep + taps[k].w]); },
        [&](long k, long j) { return factor<tf32>(under(p.x, group, windows[j], taps[k])); },
        [&](long i, long j, double sum) {
          finish(y[p.y.at(0, first + i, 0, 0) + windows[j].y], sum, first + i, j);
        });
  }
}

template <class T, class Finish>
void convolve(const Problem &p, int algorithm, const T *x, const T *w, T *y, const Finish &finish) {
  Summation order = summation(Direction::FORWARD, algorithm);
  usesTf32(p) ? convolve<true>(p, order, x, w, y, finish)
              : convolve<false>(p, order, x, w, y, finish);
}
} // namespace

} // namespace software

using namespace software;

CALL int cudnnConvolutionForward(void *handle, const void *alpha, void *xDesc, const void *x,
                                 void *wDesc, const void *w, void *convolution, int algorithm,
                                 void *workspace, size_t workspaceBytes, const void *beta,
                                 void *yDesc, void *y) {
  Problem p;
  if (int status = problemOf(handle, xDesc, wDesc, convolution, yDesc, p)) {
    return status;
  }
  Work work = {workspace, workspaceBytes};
  if (int status = work.check(Direction::FORWARD, algorithm, p, {x, w, y})) {
    return status;
  }
  double scale = scalar(alpha, p.x.type);
  double keep = scalar(beta, p.x.type);
  return queueIn(*dnnOf(handle), [=] {
    work.spoil();
    withType(p.x.type, [&](auto zero) {
      typedef decltype(zero) T;
      convolve(p, algorithm, (const T *)x, (const T *)w, (T *)y,
               [&](T &result, double sum, long, long) { blend(result, scale, sum, keep); });
    });
  });
}

CALL int cudnnConvolutionBiasActivationForward(
    void *handle, const void *alpha1, void *xDesc, const void *x, void *wDesc, const void *w,
    void *convolution, int algorithm, void *workspace, size_t workspaceBytes, const void *alpha2,
    void *zDesc, const void *z, void *biasDesc, const void *bias, void *activationDesc, void *yDesc,
    void *y) {
  Problem p;
  if (int status = problemOf(handle, xDesc, wDesc, convolution, yDesc, p)) {
    return status;
  }
  auto zTensor = descriptor<Tensor>(zDesc);
  auto biasTensor = descriptor<Tensor>(biasDesc);
  auto activation = descriptor<Activation>(activationDesc);
  if (!zTensor || !biasTensor || !activation || !zTensor->sameDims(p.y) ||
      zTensor->type != p.y.type || biasTensor->rank != 4 || biasTensor->type != p.y.type ||
      biasTensor->c() != p.w.k || biasTensor->n() * biasTensor->h() * biasTensor->w() != 1) {
    return DNN_BAD_PARAM;
  }
  // So the documentation says of the identity; other functions have no kernels.
  constexpr int PRECOMPUTED = 1;
  bool identity = activation->mode == IDENTITY;
  if ((!identity && activation->mode != RELU) || (identity && algorithm != PRECOMPUTED)) {
    return DNN_NOT_SUPPORTED;
  }
  Work work = {workspace, workspaceBytes};
  if (int status = work.check(Direction::FORWARD, algorithm, p, {x, w, y})) {
    return status;
  }
  if (!holds("z", *zTensor, z) || !holds("bias", *biasTensor, bias)) {
    return DNN_EXECUTION_FAILED;
  }
  double scale = scalar(alpha1, p.x.type);
  double share = scalar(alpha2, p.x.type);
  return queueIn(*dnnOf(handle), [=, z4 = *zTensor, biasStep = biasTensor->strides[1],
                                  keepsNan = activation->keepsNan] {
    work.spoil();
    withType(p.x.type, [&](auto zero) {
      typedef decltype(zero) T;
      Problem like = p;
      like.y = z4;
      std::vector<Window> residuals = windowsOf(like);
      convolve(p, algorithm, (const T *)x, (const T *)w, (T *)y,
               [&](T &result, double sum, long k, long j) {
                 double value = scale * sum + (double)((const T *)bias)[k * biasStep];
                 if (share != 0) {
                   value += share * (double)((const T *)z)[z4.at(0, k, 0, 0) + residuals[j].y];
                 }
                 bool cut = value < 0 || (!keepsNan && std::isnan(value));
                 result = !identity && cut ? T(0) : (T)value;
               });
    });
  });
}
