#include "dnn.h"

#include <cstdio>

namespace software {

namespace {
constexpr size_t VERSION = 90501;

Registry<Dnn> &handles() {
  static Registry<Dnn> &all = *new Registry<Dnn>;
  return all;
}

bool holds(const char *name, long elements, int type, const void *data) {
  if (!softwareHolds(data, (size_t)elements * bytesOf(type))) {
    std::fprintf(stderr, "software device: cuDNN would leave the memory of %s\n", name);
    return false;
  }
  return true;
}
} // namespace

std::shared_ptr<Dnn> dnnOf(const void *handle) { return handles().find(handle); }

int queueIn(const Dnn &dnn, const std::function<void()> &work) {
  return softwareQueue(dnn.stream, work) ? DNN_EXECUTION_FAILED : DNN_SUCCESS;
}

bool holds(const char *name, const Tensor &tensor, const void *data) {
  return holds(name, tensor.extent(), tensor.type, data);
}

bool holds(const char *name, const Filter &filter, const void *data) {
  return holds(name, filter.extent(), filter.type, data);
}

double scalar(const void *value, int type) {
  return type == DNN_FLOAT64 ? *(const double *)value : (double)*(const float *)value;
}

} // namespace software

using namespace software;

CALL size_t cudnnGetVersion(void) { return VERSION; }

CALL const char *cudnnGetErrorString(int status) {
  switch (status) {
    case DNN_SUCCESS: return "CUDNN_STATUS_SUCCESS";
    case DNN_NOT_INITIALIZED: return "CUDNN_STATUS_NOT_INITIALIZED";
    case DNN_BAD_PARAM: return "CUDNN_STATUS_BAD_PARAM";
    case DNN_NOT_SUPPORTED: return "CUDNN_STATUS_NOT_SUPPORTED";
    case DNN_EXECUTION_FAILED: return "CUDNN_STATUS_EXECUTION_FAILED";
    default: return "CUDNN_UNKNOWN_STATUS";
  }
}

CALL int cudnnCreate(void **handle) {
  *handle = handles().add(std::make_shared<Dnn>());
  return DNN_SUCCESS;
}

CALL int cudnnDestroy(void *handle) {
  return handles().remove(handle) ? DNN_SUCCESS : DNN_NOT_INITIALIZED;
}

CALL int cudnnSetStream(void *handle, void *stream) {
  std::shared_ptr<Dnn> dnn = dnnOf(handle);
  if (!dnn) {
    return DNN_BAD_PARAM;
  }
  dnn->stream = stream;
  return DNN_SUCCESS;
}
