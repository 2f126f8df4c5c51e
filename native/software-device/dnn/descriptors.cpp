#include "descriptors.h"

#include <initializer_list>

#include "dnn.h"

namespace software {

namespace {
// cuDNN's limit.
constexpr long MOST_ELEMENTS = 1L << 31;

template <class T>
Registry<T> &all() {
  static Registry<T> &descriptors = *new Registry<T>;
  return descriptors;
}

template <class T>
int create(void **handle) {
  *handle = all<T>().add(std::make_shared<T>());
  return DNN_SUCCESS;
}

template <class T>
int destroy(void *handle) {
  return all<T>().remove(handle) ? DNN_SUCCESS : DNN_BAD_PARAM;
}

bool isType(int type) { return type >= 0 && type <= LAST_ELEMENT_TYPE; }

bool atLeast(int least, std::initializer_list<int> values) {
  for (int value : values) {
    if (value < least) {
      return false;
    }
  }
  return true;
}

int setTensor(void *handle, int type, int rank, const int *dims, const int *strides) {
  std::shared_ptr<Tensor> tensor = descriptor<Tensor>(handle);
  if (!tensor || !isType(type) || !dims || !strides) {
    return DNN_BAD_PARAM;
  }
  if (rank < 3 || rank > MOST_DIMENSIONS) {
    return DNN_NOT_SUPPORTED;
  }
  Tensor set;
  set.type = type;
  set.rank = rank;
  for (int i = 0; i < rank; i++) {
    if (dims[i] <= 0 || strides[i] <= 0) {
      return DNN_BAD_PARAM;
    }
    set.dims[i] = dims[i];
    set.strides[i] = strides[i];
  }
  if (set.extent() > MOST_ELEMENTS) {
    return DNN_NOT_SUPPORTED;
  }
  *tensor = set;
  return DNN_SUCCESS;
}
} // namespace

long Tensor::extent() const {
  long last = 0;
  for (int i = 0; i < rank; i++) {
    last += (long)(dims[i] - 1) * strides[i];
  }
  return last + 1;
}

bool Tensor::sameDims(const Tensor &other) const {
  bool same = rank == other.rank;
  for (int i = 0; i < rank; i++) {
    same = same && dims[i] == other.dims[i];
  }
  return same;
}

template <class T>
std::shared_ptr<T> descriptor(const void *handle) {
  return all<T>().find(handle);
}
template std::shared_ptr<Tensor> descriptor(const void *);
template std::shared_ptr<Filter> descriptor(const void *);
template std::shared_ptr<Convolution> descriptor(const void *);
template std::shared_ptr<Activation> descriptor(const void *);
template std::shared_ptr<Pooling> descriptor(const void *);

} // namespace software

using namespace software;

CALL int cudnnCreateTensorDescriptor(void **handle) { return create<Tensor>(handle); }
CALL int cudnnDestroyTensorDescriptor(void *handle) { return destroy<Tensor>(handle); }
CALL int cudnnCreateFilterDescriptor(void **handle) { return create<Filter>(handle); }
CALL int cudnnDestroyFilterDescriptor(void *handle) { return destroy<Filter>(handle); }
CALL int cudnnCreateConvolutionDescriptor(void **handle) { return create<Convolution>(handle); }
CALL int cudnnDestroyConvolutionDescriptor(void *handle) { return destroy<Convolution>(handle); }
CALL int cudnnCreateActivationDescriptor(void **handle) { return create<Activation>(handle); }
CALL int cudnnDestroyActivationDescriptor(void *handle) { return destroy<Activation>(handle); }
CALL int cudnnCreatePoolingDescriptor(void **handle) { return create<Pooling>(handle); }
CALL int cudnnDestroyPoolingDescriptor(void *handle) { return destroy<Pooling>(handle); }

CALL int cudnnSetTensorNdDescriptor(void *handle, int type, int rank, const int *dims,
                                    const int *strides) {
  return setTensor(handle, type, rank, dims, strides);
}

CALL int cudnnSetTensor4dDescriptorEx(void *handle, int type, int n, int c, int h, int w,
                                      int strideN, int strideC, int strideH, int strideW) {
  const int dims[] = {n, c, h, w};
  const int strides[] = {strideN, strideC, strideH, strideW};
  return setTensor(handle, type, 4, dims, strides);
}

CALL int cudnnSetTensor4dDescriptor(void *handle, int format, int type, int n, int c, int h,
                                    int w) {
  if (format != NCHW && format != NHWC) {
    return DNN_NOT_SUPPORTED;
  }
  if (!atLeast(1, {n, c, h, w})) {
    return DNN_BAD_PARAM;
  }
  if ((double)n * c * h * w > (double)MOST_ELEMENTS) {
    return DNN_NOT_SUPPORTED;
  }
  return format == NCHW
             ? cudnnSetTensor4dDescriptorEx(handle, type, n, c, h, w, c * h * w, h * w, w, 1)
             : cudnnSetTensor4dDescriptorEx(handle, type, n, c, h, w, c * h * w, 1, w * c, c);
}

CALL int cudnnSetFilter4dDescriptor(void *handle, int type, int format, int k, int c, int r,
                                    int s) {
  std::shared_ptr<Filter> filter = descriptor<Filter>(handle);
  if (!filter || !isType(type) || !atLeast(1, {k, c, r, s})) {
    return DNN_BAD_PARAM;
  }
  if (format != NCHW && format != NHWC) {
    return DNN_NOT_SUPPORTED;
  }
  *filter = {type, (Format)format, k, c, r, s};
  return DNN_SUCCESS;
}

CALL int cudnnSetFilterNdDescriptor(void *handle, int type, int format, int rank,
                                    const int *dims) {
  if (!dims || rank != 4) {
    return dims ? DNN_NOT_SUPPORTED : DNN_BAD_PARAM;
  }
  return cudnnSetFilter4dDescriptor(handle, type, format, dims[0], dims[1], dims[2], dims[3]);
}

CALL int cudnnSetConvolution2dDescriptor(void *handle, int padH, int padW, int strideH,
                                         int strideW, int dilationH, int dilationW, int mode,
                                         int computeType) {
  std::shared_ptr<Convolution> convolution = descriptor<Convolution>(handle);
  if (!convolution || !atLeast(0, {padH, padW}) ||
      !atLeast(1, {strideH, strideW, dilationH, dilationW}) || mode < CONVOLUTION ||
      mode > CROSS_CORRELATION || !isType(computeType)) {
    return DNN_BAD_PARAM;
  }
  *convolution = {padH,      padW, strideH,     strideW,
                  dilationH, dilationW, mode, computeType,
                  convolution->groups, convolution->mathType};
  return DNN_SUCCESS;
}

CALL int cudnnSetConvolutionGroupCount(void *handle, int groups) {
  std::shared_ptr<Convolution> convolution = descriptor<Convolution>(handle);
  if (!convolution || groups < 1) {
    return DNN_BAD_PARAM;
  }
  convolution->groups = groups;
  return DNN_SUCCESS;
}

CALL int cudnnSetConvolutionMathType(void *handle, int type) {
  std::shared_ptr<Convolution> convolution = descriptor<Convolution>(handle);
  if (!convolution || type < DEFAULT_MATH || type > FMA_MATH) {
    return DNN_BAD_PARAM;
  }
  convolution->mathType = type;
  return DNN_SUCCESS;
}

CALL int cudnnSetActivationDescriptor(void *handle, int mode, int keepsNan, double) {
  std::shared_ptr<Activation> activation = descriptor<Activation>(handle);
  if (!activation || mode < 0 || mode > LAST_ACTIVATION || keepsNan < 0 || keepsNan > 1) {
    return DNN_BAD_PARAM;
  }
  *activation = {mode, keepsNan == 1};
  return DNN_SUCCESS;
}

CALL int cudnnSetPooling2dDescriptor(void *handle, int mode, int keepsNan, int windowH,
                                     int windowW, int padH, int padW, int strideH, int strideW) {
  std::shared_ptr<Pooling> pooling = descriptor<Pooling>(handle);
  if (!pooling || mode < MAXIMUM || mode > DETERMINISTIC_MAXIMUM || keepsNan < 0 || keepsNan > 1 ||
      !atLeast(1, {windowH, windowW, strideH, strideW}) || !atLeast(0, {padH, padW})) {
    return DNN_BAD_PARAM;
  }
  *pooling = {mode, keepsNan == 1, windowH, windowW, padH, padW, strideH, strideW};
  return DNN_SUCCESS;
}
