/* What the parts of this cuDNN share: statuses, handles, types of elements, queueing. */
#pragma once

#include <memory>

#include "../driver/registry.h"
#include "../driver/software.h"
#include "descriptors.h"

namespace software {

/** Statuses of cuDNN 9. */
enum DnnStatus : int {
  DNN_SUCCESS = 0,
  DNN_NOT_INITIALIZED = 1001,
  DNN_BAD_PARAM = 2000,
  DNN_NOT_SUPPORTED = 3000,
  DNN_EXECUTION_FAILED = 5000,
};

struct Dnn {
  void *stream = nullptr;
};

/** Null where the handle is none. */
std::shared_ptr<Dnn> dnnOf(const void *handle);

/** Queues work in the stream of a handle. */
int queueIn(const Dnn &dnn, const std::function<void()> &work);

/** Whether all elements of a tensor lie in a block of the device's memory; says so where not. */
bool holds(const char *name, const Tensor &tensor, const void *data);
bool holds(const char *name, const Filter &filter, const void *data);

/** A factor that a caller passes: a double for doubles, else a float. */
double scalar(const void *value, int type);

/** scale * result + keep * old; what is not kept is not read. */
template <class T>
void blend(T &old, double scale, double result, double keep) {
  old = (T)(keep == 0 ? scale * result : scale * result + keep * (double)old);
}

/** Calls function(T()) with T the type of elements; both are supported. */
template <class Function>
void withType(int type, const Function &function) {
  if (type == DNN_FLOAT64) {
    function(double());
  } else {
    function(float());
  }
}

/** Whether this cuDNN computes with elements of a type. */
inline bool isSupported(int type) { return type == DNN_FLOAT32 || type == DNN_FLOAT64; }

} // namespace software
