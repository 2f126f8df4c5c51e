/* The gradients of a convolution. */
#include "convolution.h"
#include "dnn.h"
#include "work.h"

namespace software {

namespace {
/** A cell of the input: its place, counted from the padding's edge. */
struct Pixel {
  int row;
  int column;
  long x;
  long y;
};

/** A tap seen from the input: the filter, and where its result lies. */
struct Echo {
  int row;
  int column;
  long w;
  long y;
};

std::vector<Pixel> pixelsOf(const Problem &p) {
  std::vector<Pixel> pixels;
  for (int n = 0; n < p.x.n(); n++) {
    for (int i = 0; i < p.x.h(); i++) {
      for (int j = 0; j < p.x.w(); j++) {
        pixels.push_back({i + p.convolution.padH, j + p.convolution.padW, p.x.at(n, 0, i, j),
                          p.y.at(n, 0, 0, 0)});
      }
    }
  }
  return pixels;
}

/** The taps of a group's filters of one channel. */
std::vector<Echo> echoesOf(const Problem &p, long filters) {
  std::vector<Echo> echoes;
  for (long k = 0; k < filters; k++) {
    for (int r = 0; r < p.w.r; r++) {
      for (int s = 0; s < p.w.s; s++) {
        echoes.push_back({r * p.convolution.dilationH, s * p.convolution.dilationW,
                          p.w.at(k, 0, r, s), p.y.at(0, k, 0, 0)});
      }
    }
  }
  return echoes;
}

/** The gradient of the result that a pixel went to by a tap; 0 where there is none. */
template <class T>
T above(const Problem &p, const T *dy, const Pixel &pixel, const Echo &echo) {
  int row = pixel.row - echo.row;
  int column = pixel.column - echo.column;
  int i = row / p.convolution.strideH;
  int j = column / p.convolution.strideW;
  bool there = row >= 0 && column >= 0 && i < p.y.h() && j < p.y.w() &&
               i * p.convolution.strideH == row && j * p.convolution.strideW == column;
  return there ? dy[pixel.y + echo.y + p.y.at(0, 0, i, j)] : T(0);
}

template <bool tf32, class T>
void dataGradient(const Problem &p, Summation summation, const T *w, const T *dy, T *dx,
                  double scale, double keep) {
  long filters = p.w.k / p.convolution.groups;
  std::vector<Pixel> pixels = pixelsOf(p);
  std::vector<Echo> echoes = echoesOf(p, filters);
  long channelStep = p.w.format == NCHW ? (long)p.w.r * p.w.s : 1;
  for (int g = 0; g < p.convolution.groups; g++) {
    const T *groupW = w + p.w.at(g * filters, 0, 0, 0);
    const T *groupY = dy + p.y.at(0, g * filters, 0, 0);
    T *groupX = dx + p.x.at(0, (long)g * p.w.c, 0, 0);
    sumProducts<T>(
        summation, p.w.c, (long)pixels.size(), (long)echoes.size(),
        [&](long i, long k) { return factor<tf32>(groupW[i * channelStep + echoes[k].w]); },
        [&](long k, long j) { return factor<tf32>(above(p, groupY, pixels[j], echoes[k])); },
        [&](long i, long j, double sum) {
          blend(groupX[p.x.at(0, i, 0, 0) + pixels[j].x], scale, sum, keep);
        });
  }
}

template <bool tf32, class T>
void filterGradient(const Problem &p, Summation summation, const T *x, const T *dy, T *dw,
                    double scale, double keep) {
  std::vector<Tap> taps = tapsOf(p);
  std::vector<Window> windows = windowsOf(p);
  long filters = p.w.k / p.convolution.groups;
  long filterStep = p.w.at(1, 0, 0, 0);
  for (int g = 0; g < p.convolution.groups; g++) {
    const T *group = x + p.x.at(0, (long)g * p.w.c, 0, 0);
    long first = g * filters;
    sumProducts<T>(
        summation, filters, (long)taps.size(), (long)windows.size(),
        [&](long i, long k) {
          return factor<tf32>(dy[p.y.at(0, first + i, 0, 0) + windows[k].y]);
        },
        [&](long k, long j) { return factor<tf32>(under(p.x, group, windows[k], taps[j])); },
        [&](long i, long j, double sum) {
          blend(dw[(first + i) * filterStep + taps[j].w], scale, sum, keep);
        });
  }
}
} // namespace

} // namespace software

using namespace software;

CALL int cudnnConvolutionBackwardData(void *handle, const void *alpha, void *wDesc, const void *w,
                                      void *dyDesc, const void *dy, void *convolution,
                                      int algorithm, void *workspace, size_t workspaceBytes,
                                      const void *beta, void *dxDesc, void *dx) {
  Problem p;
  if (int status = problemOf(handle, dxDesc, wDesc, convolution, dyDesc, p)) {
    return status;
  }
  Work work = {workspace, workspaceBytes};
  if (int status = work.check(Direction::DATA, algorithm, p, {dx, w, dy})) {
    return status;
  }
  double scale = scalar(alpha, p.x.type);
  double keep = scalar(beta, p.x.type);
  Summation order = summation(Direction::DATA, algorithm);
  return queueIn(*dnnOf(handle), [=] {
    work.spoil();
    withType(p.x.type, [&](auto zero) {
      typedef decltype(zero) T;
      auto gradient = usesTf32(p) ? dataGradient<true, T> : dataGradient<false, T>;
      gradient(p, order, (const T *)w, (const T *)dy, (T *)dx, scale, keep);
    });
  });
}

CALL int cudnnConvolutionBackwardFilter(void *handle, const void *alpha, void *xDesc, const void *x,
                                        void *dyDesc, const void *dy, void *convolution,
                                        int algorithm, void *workspace, size_t workspaceBytes,
                                        const void *beta, void *dwDesc, void *dw) {
  Problem p;
  if (int status = problemOf(handle, xDesc, dwDesc, convolution, dyDesc, p)) {
    return status;
  }
  Work work = {workspace, workspaceBytes};
  if (int status = work.check(Direction::FILTER, algorithm, p, {x, dw, dy})) {
    return status;
  }
  double scale = scalar(alpha, p.x.type);
  double keep = scalar(beta, p.x.type);
  Summation order = summation(Direction::FILTER, algorithm);
  return queueIn(*dnnOf(handle), [=] {
    work.spoil();
    withType(p.x.type, [&](auto zero) {
      typedef decltype(zero) T;
      auto gradient = usesTf32(p) ? filterGradient<true, T> : filterGradient<false, T>;
      gradient(p, order, (const T *)x, (const T *)dy, (T *)dw, scale, keep);
    });
  });
}
