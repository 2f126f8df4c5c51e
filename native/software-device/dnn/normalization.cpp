/* Batch normalisation by channels. */
#include <cmath>

#include "dnn.h"
#include "loops.h"

namespace software {

namespace {
constexpr int SPATIAL = 1;
constexpr int LAST_MODE = 2;

/** The descriptors of a call: x, y (or dy), dx where there is one, and the channels' numbers. */
struct Layouts {
  Tensor x;
  Tensor y;
  Tensor dx;
  Tensor channels;
};

int layoutsOf(void *handle, int mode, double epsilon, void *xDesc, void *yDesc, void *dxDesc,
              void *channelsDesc, Layouts &layouts) {
  auto x = descriptor<Tensor>(xDesc);
  auto y = descriptor<Tensor>(yDesc);
  auto dx = descriptor<Tensor>(dxDesc);
  auto channels = descriptor<Tensor>(channelsDesc);
  if (!dnnOf(handle) || !x || !y || !dx || !channels || mode < 0 || mode > LAST_MODE ||
      !(epsilon >= 0) || x->rank != 4 || !y->sameDims(*x) || !dx->sameDims(*x) ||
      x->type != y->type || x->type != dx->type || channels->rank != 4 ||
      channels->type != x->type || channels->c() != x->c() ||
      channels->extent() != x->c()) {
    return DNN_BAD_PARAM;
  }
  layouts = {*x, *y, *dx, *channels};
  return mode == SPATIAL && isSupported(x->type) ? DNN_SUCCESS : DNN_NOT_SUPPORTED;
}

/** Mean and variance of a channel. */
struct Statistics {
  double mean;
  double variance;
};

template <class T>
Statistics statisticsOf(const Tensor &t, const T *x, int c) {
  double count = (double)t.n() * t.h() * t.w();
  double sum = 0;
  eachPixel(t, [&](int n, int h, int w) { sum += (double)x[t.at(n, c, h, w)]; });
  double mean = sum / count;
  double squares = 0;
  eachPixel(t, [&](int n, int h, int w) {
    double d = (double)x[t.at(n, c, h, w)] - mean;
    squares += d * d;
  });
  return {mean, squares / count};
}

/** y = scale * (x - mean) * inverse + shift for a channel. */
template <class T>
void normalize(const Layouts &l, int c, double mean, double inverse, double scale, double shift,
               const T *x, T *y, double alpha, double beta) {
  eachPixel(l.x, [&](int n, int h, int w) {
    double z = ((double)x[l.x.at(n, c, h, w)] - mean) * inverse;
    blend(y[l.y.at(n, c, h, w)], alpha, scale * z + shift, beta);
  });
}
} // namespace

} // namespace software

using namespace software;

CALL int cudnnBatchNormalizationForwardInference(void *handle, int mode, const void *alpha,
                                                 const void *beta, void *xDesc, const void *x,
                                                 void *yDesc, void *y, void *channelsDesc,
                                                 const void *scale, const void *shift,
                                                 const void *mean, const void *variance,
                                                 double epsilon) {
  Layouts l;
  if (int status = layoutsOf(handle, mode, epsilon, xDesc, yDesc, yDesc, channelsDesc, l)) {
    return status;
  }
  if (!holds("x", l.x, x) || !holds("y", l.y, y) || !holds("scale", l.channels, scale) ||
      !holds("shift", l.channels, shift) || !holds("mean", l.channels, mean) ||
      !holds("variance", l.channels, variance)) {
    return DNN_EXECUTION_FAILED;
  }
  double a = scalar(alpha, l.x.type);
  double b = scalar(beta, l.x.type);
  return queueIn(*dnnOf(handle), [=] {
    withType(l.x.type, [&](auto zero) {
      typedef decltype(zero) T;
      for (int c = 0; c < l.x.c(); c++) {
        normalize(l, c, (double)((const T *)mean)[c],
                  1 / std::sqrt((double)((const T *)variance)[c] + epsilon),
                  (double)((const T *)scale)[c], (double)((const T *)shift)[c], (const T *)x,
                  (T *)y, a, b);
      }
    });
  });
}

CALL int cudnnBatchNormalizationForwardTraining(void *handle, int mode, const void *alpha,
                                                const void *beta, void *xDesc, const void *x,
                                                void *yDesc, void *y, void *channelsDesc,
                                                const void *scale, const void *shift,
                                                double share, void *runningMean,
                                                void *runningVariance, double epsilon,
                                                void *savedMean, void *savedInverse) {
  Layouts l;
  if (int status = layoutsOf(handle, mode, epsilon, xDesc, yDesc, yDesc, channelsDesc, l)) {
    return status;
  }
  if (!runningMean != !runningVariance || !savedMean != !savedInverse) {
    return DNN_BAD_PARAM;
  }
  if (!holds("x", l.x, x) || !holds("y", l.y, y) || !holds("scale", l.channels, scale) ||
      !holds("shift", l.channels, shift) ||
      (runningMean && (!holds("the running mean", l.channels, runningMean) ||
                       !holds("the running variance", l.channels, runningVariance))) ||
      (savedMean && (!holds("the saved mean", l.channels, savedMean) ||
                     !holds("the saved deviation", l.channels, savedInverse)))) {
    return DNN_EXECUTION_FAILED;
  }
  double a = scalar(alpha, l.x.type);
  double b = scalar(beta, l.x.type);
  return queueIn(*dnnOf(handle), [=] {
    withType(l.x.type, [&](auto zero) {
      typedef decltype(zero) T;
      double count = (double)l.x.n() * l.x.h() * l.x.w();
      for (int c = 0; c < l.x.c(); c++) {
        Statistics s = statisticsOf(l.x, (const T *)x, c);
        double inverse = 1 / std::sqrt(s.variance + epsilon);
        if (runningMean) {
          double unbiased = s.variance * count / std::fmax(count - 1, 1);
          T &meanSoFar = ((T *)runningMean)[c];
          T &varianceSoFar = ((T *)runningVariance)[c];
          meanSoFar = (T)((1 - share) * (double)meanSoFar + share * s.mean);
          varianceSoFar = (T)((1 - share) * (double)varianceSoFar + share * unbiased);
        }
        if (savedMean) {
          ((T *)savedMean)[c] = (T)s.mean;
          ((T *)savedInverse)[c] = (T)inverse;
        }
        normalize(l, c, s.mean, inverse, (double)((const T *)scale)[c],
                  (double)((const T *)shift)[c], (const T *)x, (T *)y, a, b);
      }
    });
  });
}

CALL int cudnnBatchNormalizationBackward(void *handle, int mode, const void *alphaData,
                                         const void *betaData, const void *alphaParameters,
                                         const void *betaParameters, void *xDesc, const void *x,
                                         void *dyDesc, const void *dy, void *dxDesc, void *dx,
                                         void *channelsDesc, const void *scale, void *dScale,
                                         void *dShift, double epsilon, const void *savedMean,
                                         const void *savedInverse) {
  Layouts l;
  if (int status = layoutsOf(handle, mode, epsilon, xDesc, dyDesc, dxDesc, channelsDesc, l)) {
    return status;
  }
  if (!savedMean != !savedInverse) {
    return DNN_BAD_PARAM;
  }
  if (!holds("x", l.x, x) || !holds("dy", l.y, dy) || !holds("dx", l.dx, dx) ||
      !holds("scale", l.channels, scale) || !holds("dScale", l.channels, dScale) ||
      !holds("dShift", l.channels, dShift) ||
      (savedMean && (!holds("the saved mean", l.channels, savedMean) ||
                     !holds("the saved deviation", l.channels, savedInverse)))) {
    return DNN_EXECUTION_FAILED;
  }
  double a = scalar(alphaData, l.x.type);
  double b = scalar(betaData, l.x.type);
  double aParameters = scalar(alphaParameters, l.x.type);
  double bParameters = scalar(betaParameters, l.x.type);
  return queueIn(*dnnOf(handle), [=] {
    withType(l.x.type, [&](auto zero) {
      typedef decltype(zero) T;
      double count = (double)l.x.n() * l.x.h() * l.x.w();
      const T *in = (const T *)x;
      const T *gradient = (const T *)dy;
      for (int c = 0; c < l.x.c(); c++) {
        Statistics s = statisticsOf(l.x, in, c);
        double mean = savedMean ? (double)((const T *)savedMean)[c] : s.mean;
        double inverse = savedMean ? (double)((const T *)savedInverse)[c]
                                   : 1 / std::sqrt(s.variance + epsilon);
        double sum = 0;
        double product = 0;
        eachPixel(l.x, [&](int n, int h, int w) {
          double g = (double)gradient[l.y.at(n, c, h, w)];
          sum += g;
          product += g * ((double)in[l.x.at(n, c, h, w)] - mean) * inverse;
        });
        blend(((T *)dShift)[c], aParameters, sum, bParameters);
        blend(((T *)dScale)[c], aParameters, product, bParameters);
        double factor = (double)((const T *)scale)[c] * inverse;
        eachPixel(l.x, [&](int n, int h, int w) {
          double z = ((double)in[l.x.at(n, c, h, w)] - mean) * inverse;
          double g = (double)gradient[l.y.at(n, c, h, w)] - sum / count - z * product / count;
          blend(((T *)dx)[l.dx.at(n, c, h, w)], a, factor * g, b);
        });
      }
    });
  });
}
