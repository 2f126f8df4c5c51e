#include "convolution.h"

#include "dnn.h"

namespace software {

namespace {
int outputs(int inputs, int pad, int size, int stride, int dilation) {
  int span = inputs + 2 * pad - (dilation * (size - 1) + 1);
  return span < 0 ? 0 : span / stride + 1;
}

bool fits(const Problem &p) {
  const Convolution &c = p.convolution;
  return p.x.rank == 4 && p.y.rank == 4 && p.x.type == p.w.type && p.x.type == p.y.type &&
         p.w.c * c.groups == p.x.c() && p.w.k % c.groups == 0 && p.y.n() == p.x.n() &&
         p.y.c() == p.w.k &&
         p.y.h() == outputs(p.x.h(), c.padH, p.w.r, c.strideH, c.dilationH) &&
         p.y.w() == outputs(p.x.w(), c.padW, p.w.s, c.strideW, c.dilationW);
}
} // namespace

int problemOf(const void *handle, const void *xDesc, const void *wDesc, const void *convolution,
              const void *yDesc, Problem &problem) {
  auto x = descriptor<Tensor>(xDesc);
  auto w = descriptor<Filter>(wDesc);
  auto c = descriptor<Convolution>(convolution);
  auto y = descriptor<Tensor>(yDesc);
  if (!dnnOf(handle) || !x || !w || !c || !y) {
    return DNN_BAD_PARAM;
  }
  problem = {*x, *w, *c, *y};
  if (!fits(problem)) {
    return DNN_BAD_PARAM;
  }
  bool oneOrder = w->format == NCHW || (x->channelsLast() && y->channelsLast());
  return isSupported(x->type) && c->computeType == x->type && c->mode == CROSS_CORRELATION && oneOrder
             ? DNN_SUCCESS
             : DNN_NOT_SUPPORTED;
}

bool usesTf32(const Problem &problem) {
  return problem.x.type == DNN_FLOAT32 && problem.convolution.mathType != FMA_MATH;
}

std::vector<Tap> tapsOf(const Problem &p) {
  std::vector<Tap> taps;
  for (int c = 0; c < p.w.c; c++) {
    for (int r = 0; r < p.w.r; r++) {
      for (int s = 0; s < p.w.s; s++) {
        int row = r * p.convolution.dilationH;
        int column = s * p.convolution.dilationW;
        taps.push_back({row, column, p.x.at(0, c, row, column), p.w.at(0, c, r, s)});
      }
    }
  }
  return taps;
}

std::vector<Window> windowsOf(const Problem &p) {
  std::vector<Window> windows;
  for (int n = 0; n < p.y.n(); n++) {
    for (int i = 0; i < p.y.h(); i++) {
      for (int j = 0; j < p.y.w(); j++) {
        int row = i * p.convolution.strideH - p.convolution.padH;
        int column = j * p.convolution.strideW - p.convolution.padW;
        windows.push_back({row, column, p.x.at(n, 0, row, column), p.y.at(n, 0, i, j)});
      }
    }
  }
  return windows;
}

long breakOf(Summation summation, long depth) {
  static std::atomic<long> calls{0};
  if (summation == Summation::PLAIN || depth < 2) {
    return 0;
  }
  return summation == Summation::TRANSFORMED ? depth / 2 : 1 + calls++ % (depth - 1);
}

} // namespace software
