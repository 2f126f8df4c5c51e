/* Descriptors as the caller set them. */
#pragma once

#include <cstddef>
#include <memory>

namespace software {

/** Types of elements, as cuDNN numbers them. */
enum ElementType : int { DNN_FLOAT32 = 0, DNN_FLOAT64 = 1, LAST_ELEMENT_TYPE = 14 };

inline size_t bytesOf(int type) { return type == DNN_FLOAT64 ? 8 : 4; }

enum Format : int { NCHW = 0, NHWC = 1 };

constexpr int MOST_DIMENSIONS = 8;

struct Tensor {
  int type = -1;
  int rank = 0;
  int dims[MOST_DIMENSIONS] = {};
  int strides[MOST_DIMENSIONS] = {};

  /** From the first element to the one after the last. */
  long extent() const;
  bool sameDims(const Tensor &other) const;

  int n() const { return dims[0]; }
  int c() const { return dims[1]; }
  int h() const { return dims[2]; }
  int w() const { return dims[3]; }
  long at(long n, long c, long h, long w) const {
    return n * strides[0] + c * strides[1] + h * strides[2] + w * strides[3];
  }

  /** Whether the channels of a pixel lie side by side. */
  bool channelsLast() const { return strides[1] == 1; }
};

struct Filter {
  int type = -1;
  Format format = NCHW;
  int k = 0;
  int c = 0;
  int r = 0;
  int s = 0;

  long at(long k, long c, long r, long s) const {
    return format == NCHW ? ((k * this->c + c) * this->r + r) * this->s + s
                          : ((k * this->r + r) * this->s + s) * this->c + c;
  }
  long extent() const { return (long)k * c * r * s; }
};

enum ConvolutionMode : int { CONVOLUTION = 0, CROSS_CORRELATION = 1 };
enum MathType : int { DEFAULT_MATH = 0, FMA_MATH = 3 };

struct Convolution {
  int padH = 0;
  int padW = 0;
  int strideH = 1;
  int strideW = 1;
  int dilationH = 1;
  int dilationW = 1;
  int mode = CROSS_CORRELATION;
  int computeType = -1;
  int groups = 1;
  int mathType = DEFAULT_MATH;
};

enum ActivationMode : int { RELU = 1, IDENTITY = 5, LAST_ACTIVATION = 6 };

struct Activation {
  int mode = -1;
  bool keepsNan = false;
};

enum PoolingMode : int {
  MAXIMUM = 0,
  AVERAGE_WITH_PADDING = 1,
  AVERAGE_WITHOUT_PADDING = 2,
  DETERMINISTIC_MAXIMUM = 3,
};

struct Pooling {
  int mode = -1;
  bool keepsNan = false;
  int windowH = 0;
  int windowW = 0;
  int padH = 0;
  int padW = 0;
  int strideH = 0;
  int strideW = 0;
};

/** The descriptor behind a handle; null where it is none of that kind. */
template <class T>
std::shared_ptr<T> descriptor(const void *handle);

} // namespace software
