#include "algorithms.h"

#include <algorithm>
#include <vector>

#include "convolution.h"
#include "dnn.h"

namespace software {

namespace {
/** What algorithms are made of, each with the limits that cuDNN documents for it. */
enum class Kind { IMPLICIT, PRECOMPUTED, MATRIX, ATOMIC, FFT, TILED_FFT, WINOGRAD, STEPS, NONE };

/** By direction and cuDNN's number. */
const std::vector<Kind> KINDS[] = {
    {Kind::IMPLICIT, Kind::PRECOMPUTED, Kind::MATRIX, Kind::NONE, Kind::FFT, Kind::TILED_FFT,
     Kind::WINOGRAD, Kind::STEPS},
    {Kind::ATOMIC, Kind::PRECOMPUTED, Kind::FFT, Kind::TILED_FFT, Kind::WINOGRAD, Kind::STEPS},
    {Kind::ATOMIC, Kind::PRECOMPUTED, Kind::FFT, Kind::ATOMIC, Kind::NONE, Kind::STEPS,
     Kind::TILED_FFT},
};

/** The kinds that cuDNN would take first come first. */
constexpr Kind BY_SPEED[] = {Kind::WINOGRAD, Kind::ATOMIC, Kind::PRECOMPUTED, Kind::IMPLICIT,
                             Kind::STEPS,    Kind::MATRIX, Kind::TILED_FFT,   Kind::FFT};

constexpr int FILTER_WITH_WORK = 3; // an atomic one that wants memory, unlike the other

Kind kindOf(Direction direction, int algorithm) {
  const std::vector<Kind> &kinds = KINDS[(int)direction];
  return algorithm < 0 || algorithm >= (int)kinds.size() ? Kind::NONE : kinds[algorithm];
}

size_t rounded(size_t bytes) { return (bytes + 255) / 256 * 256; }

/** An entry of what cuDNN finds out about an algorithm. */
struct Performance {
  int algorithm;
  int status;
  float time;
  size_t memory;
  int determinism;
  int mathType;
  int reserved[3];
};
static_assert(sizeof(Performance) == 48, "cudnnConvolutionFwdAlgoPerf_t and its kin");

int workspaceSize(void *handle, void *xDesc, void *wDesc, void *convolution, void *yDesc,
                  Direction direction, int algorithm, size_t *bytes) {
  Problem problem;
  if (int status = problemOf(handle, xDesc, wDesc, convolution, yDesc, problem)) {
    return status;
  }
  if (!does(direction, algorithm, problem)) {
    return DNN_NOT_SUPPORTED;
  }
  *bytes = workBytes(direction, algorithm, problem);
  return DNN_SUCCESS;
}

int performances(void *handle, void *xDesc, void *wDesc, void *convolution, void *yDesc,
                 Direction direction, int requested, int *returned, Performance *results) {
  Problem problem;
  if (int status = problemOf(handle, xDesc, wDesc, convolution, yDesc, problem)) {
    return status;
  }
  if (requested < 1) {
    return DNN_BAD_PARAM;
  }
  std::vector<Performance> found;
  std::vector<Performance> refused;
  for (Kind kind : BY_SPEED) {
    for (int algorithm = 0; algorithm < algorithmCount(direction); algorithm++) {
      if (kindOf(direction, algorithm) == kind && does(direction, algorithm, problem)) {
        bool atomic = summation(direction, algorithm) == Summation::ATOMIC;
        found.push_back({algorithm, DNN_SUCCESS, 0.01f * (float)(found.size() + 1),
                         workBytes(direction, algorithm, problem), atomic ? 0 : 1,
                         problem.convolution.mathType, {}});
      }
    }
  }
  for (int algorithm = 0; algorithm < algorithmCount(direction); algorithm++) {
    if (!does(direction, algorithm, problem)) {
      refused.push_back({algorithm, DNN_NOT_SUPPORTED, -1, 0, 0, DEFAULT_MATH, {}});
    }
  }
  found.insert(found.end(), refused.begin(), refused.end());
  *returned = std::min(requested, (int)found.size());
  std::copy(found.begin(), found.begin() + *returned, results);
  return DNN_SUCCESS;
}
} // namespace

int algorithmCount(Direction direction) { return (int)KINDS[(int)direction].size(); }

bool does(Direction direction, int algorithm, const Problem &p) {
  Kind kind = kindOf(direction, algorithm);
  const Convolution &c = p.convolution;
  bool channelsLast = p.w.format == NHWC || (p.x.channelsLast() && p.x.c() > 1);
  bool plain = c.strideH == 1 && c.strideW == 1 && c.dilationH == 1 && c.dilationW == 1;
  bool single = p.x.type == DNN_FLOAT32 && c.groups == 1 && !channelsLast;
  bool narrow = c.padH < p.w.r && c.padW < p.w.s;
  switch (kind) {
    case Kind::IMPLICIT:
    case Kind::PRECOMPUTED:
      return true;
    case Kind::ATOMIC:
      return direction == Direction::DATA || algorithm != FILTER_WITH_WORK || !channelsLast;
    case Kind::MATRIX:
      return !channelsLast && c.groups == 1 && c.dilationH == 1 && c.dilationW == 1;
    case Kind::FFT:
      return single && plain && narrow && p.x.h() + 2 * c.padH <= 256 && p.x.w() + 2 * c.padW <= 256;
    case Kind::TILED_FFT:
      return single && plain && narrow && p.w.r <= 32 && p.w.s <= 32;
    case Kind::WINOGRAD:
      return single && plain && p.w.r == 3 && p.w.s == 3 && c.padH <= 2 && c.padW <= 2;
    case Kind::STEPS:
      return single && plain && p.w.r == p.w.s && (p.w.r == 3 || p.w.r == 5);
    default:
      return false;
  }
}

size_t workBytes(Direction direction, int algorithm, const Problem &p) {
  size_t taps = (size_t)p.w.c * p.w.r * p.w.s;
  size_t element = bytesOf(p.x.type);
  size_t planes = (size_t)p.x.n() * p.x.c() + (size_t)p.y.n() * p.y.c() + (size_t)p.w.k * p.w.c;
  switch (kindOf(direction, algorithm)) {
    case Kind::PRECOMPUTED:
      return rounded(taps * sizeof(int)); // places of the taps
    case Kind::ATOMIC:
      return direction == Direction::FILTER && algorithm == FILTER_WITH_WORK
                 ? rounded(taps * sizeof(int))
                 : 0;
    case Kind::MATRIX:
      return rounded(taps * p.y.h() * p.y.w() * element);
    case Kind::FFT:
      return rounded(planes * (p.x.h() + p.w.r) * (p.x.w() + p.w.s) * 2 * element);
    case Kind::TILED_FFT:
      return rounded(planes * 32 * 32 * 2 * element);
    case Kind::WINOGRAD:
      return rounded((size_t)p.w.k * p.w.c * 16 * element);
    case Kind::STEPS:
      return rounded(planes * 36 * element);
    default:
      return 0;
  }
}

Summation summation(Direction direction, int algorithm) {
  switch (kindOf(direction, algorithm)) {
    case Kind::ATOMIC:
      return Summation::ATOMIC;
    case Kind::FFT:
    case Kind::TILED_FFT:
    case Kind::WINOGRAD:
    case Kind::STEPS:
      return Summation::TRANSFORMED;
    default:
      return Summation::PLAIN;
  }
}

} // namespace software

using namespace software;

CALL int cudnnGetConvolutionForwardWorkspaceSize(void *handle, void *x, void *w, void *convolution,
                                                 void *y, int algorithm, size_t *bytes) {
  return workspaceSize(handle, x, w, convolution, y, Direction::FORWARD, algorithm, bytes);
}

CALL int cudnnGetConvolutionBackwardDataWorkspaceSize(void *handle, void *w, void *dy,
                                                      void *convolution, void *dx, int algorithm,
                                                      size_t *bytes) {
  return workspaceSize(handle, dx, w, convolution, dy, Direction::DATA, algorithm, bytes);
}

CALL int cudnnGetConvolutionBackwardFilterWorkspaceSize(void *handle, void *x, void *dy,
                                                        void *convolution, void *dw, int algorithm,
                                                        size_t *bytes) {
  return workspaceSize(handle, x, dw, convolution, dy, Direction::FILTER, algorithm, bytes);
}

CALL int cudnnGetConvolutionForwardAlgorithm_v7(void *handle, void *x, void *w, void *convolution,
                                                void *y, int requested, int *returned,
                                                void *results) {
  return performances(handle, x, w, convolution, y, Direction::FORWARD, requested, returned,
                      (Performance *)results);
}

CALL int cudnnGetConvolutionBackwardDataAlgorithm_v7(void *handle, void *w, void *dy,
                                                     void *convolution, void *dx, int requested,
                                                     int *returned, void *results) {
  return performances(handle, dx, w, convolution, dy, Direction::DATA, requested, returned,
                      (Performance *)results);
}

CALL int cudnnGetConvolutionBackwardFilterAlgorithm_v7(void *handle, void *x, void *dy,
                                                       void *convolution, void *dw, int requested,
                                                       int *returned, void *results) {
  return performances(handle, x, dw, convolution, dy, Direction::FILTER, requested, returned,
                      (Performance *)results);
}

CALL int cudnnGetConvolutionForwardAlgorithmMaxCount(void *handle, int *count) {
  *count = algorithmCount(Direction::FORWARD);
  return dnnOf(handle) ? DNN_SUCCESS : DNN_BAD_PARAM;
}

CALL int cudnnGetConvolutionBackwardDataAlgorithmMaxCount(void *handle, int *count) {
  *count = algorithmCount(Direction::DATA);
  return dnnOf(handle) ? DNN_SUCCESS : DNN_BAD_PARAM;
}

CALL int cudnnGetConvolutionBackwardFilterAlgorithmMaxCount(void *handle, int *count) {
  *count = algorithmCount(Direction::FILTER);
  return dnnOf(handle) ? DNN_SUCCESS : DNN_BAD_PARAM;
}
