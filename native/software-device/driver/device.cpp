/*
 * Start of the driver, the device and its context. The environment says what is wrong with the
 * machine: SOFTWARE_CUDA_VERSION (13000), SOFTWARE_CUDA_INIT (what cuInit returns; 0).
 */
#include "device.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

#include "../../emulator/emulator.h"
#include "event.h"
#include "memory.h"
#include "module.h"
#include "stream.h"

namespace software {

namespace {
// No index, so that a caller who passes an index for a handle is found out.
constexpr int HANDLE = 70;

char context;
bool started = false;
int retained = 0;
thread_local void *current = nullptr;

const std::map<int, int> ATTRIBUTES = {
    {1, 1024},        // threads of a block
    {2, 1024},        // of them in x
    {5, 0x7FFFFFFF},  // blocks of a grid in x
    {8, 48 * 1024},   // shared memory of a block
    {10, 32},         // threads of a warp
    {13, 1000000},    // clock, kHz
    {16, 4},          // multiprocessors
    {39, 2048},       // threads of a multiprocessor
    {75, 9},          // compute capability, major
    {76, 0},          // minor
    {97, emulator::SHARED_BYTES}, // shared memory that a block may ask for
    {106, 16},        // blocks of a multiprocessor
};
} // namespace

const char *nameOf(int code) {
  switch (code) {
    case SUCCESS: return "CUDA_SUCCESS";
    case INVALID_VALUE: return "CUDA_ERROR_INVALID_VALUE";
    case OUT_OF_MEMORY: return "CUDA_ERROR_OUT_OF_MEMORY";
    case NOT_INITIALIZED: return "CUDA_ERROR_NOT_INITIALIZED";
    case NO_DEVICE: return "CUDA_ERROR_NO_DEVICE";
    case INVALID_DEVICE: return "CUDA_ERROR_INVALID_DEVICE";
    case INVALID_CONTEXT: return "CUDA_ERROR_INVALID_CONTEXT";
    case INVALID_PTX: return "CUDA_ERROR_INVALID_PTX";
    case INVALID_HANDLE: return "CUDA_ERROR_INVALID_HANDLE";
    case ILLEGAL_STATE: return "CUDA_ERROR_ILLEGAL_STATE";
    case NOT_FOUND: return "CUDA_ERROR_NOT_FOUND";
    case LAUNCH_FAILED: return "CUDA_ERROR_LAUNCH_FAILED";
    case 804: return "CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE";
    case CAPTURE_UNSUPPORTED: return "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED";
    case CAPTURE_INVALIDATED: return "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED";
    case CAPTURE_ISOLATION: return "CUDA_ERROR_STREAM_CAPTURE_ISOLATION";
    case CAPTURE_WRONG_THREAD: return "CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD";
    default: return nullptr;
  }
}

long long setting(const char *variable, long long otherwise) {
  const char *value = std::getenv(variable);
  return value ? std::atoll(value) : otherwise;
}

// Never destroyed: other threads of the process may still call while it ends.
std::recursive_mutex &deviceLock() {
  static std::recursive_mutex &lock = *new std::recursive_mutex;
  return lock;
}

Status ready() {
  if (!started) {
    return NOT_INITIALIZED;
  }
  return current == &context && retained > 0 ? SUCCESS : INVALID_CONTEXT;
}

} // namespace software

using namespace software;

CALL int cuDriverGetVersion(int *version) {
  *version = (int)setting("SOFTWARE_CUDA_VERSION", 13000);
  return SUCCESS;
}

CALL int cuInit(unsigned flags) {
  std::lock_guard<std::recursive_mutex> guard(deviceLock());
  int code = flags ? INVALID_VALUE : (int)setting("SOFTWARE_CUDA_INIT", SUCCESS);
  started = started || code == SUCCESS;
  return code;
}

CALL int cuGetErrorName(int code, const char **name) {
  *name = nameOf(code);
  return *name ? SUCCESS : INVALID_VALUE;
}

CALL int cuDeviceGetCount(int *count) {
  *count = 1;
  return started ? SUCCESS : NOT_INITIALIZED;
}

CALL int cuDeviceGet(int *device, int index) {
  *device = HANDLE;
  return !started ? NOT_INITIALIZED : index == 0 ? SUCCESS : INVALID_DEVICE;
}

CALL int cuDeviceGetName(char *name, int length, int device) {
  std::snprintf(name, length, "Software device");
  return device == HANDLE ? SUCCESS : INVALID_DEVICE;
}

CALL int cuDeviceTotalMem_v2(size_t *bytes, int device) {
  *bytes = memory().limit();
  return device == HANDLE ? SUCCESS : INVALID_DEVICE;
}

CALL int cuDeviceGetAttribute(int *value, int attribute, int device) {
  auto found = ATTRIBUTES.find(attribute);
  if (found == ATTRIBUTES.end()) {
    return INVALID_VALUE;
  }
  *value = found->second;
  return device == HANDLE ? SUCCESS : INVALID_DEVICE;
}

CALL int cuDevicePrimaryCtxRetain(void **handle, int device) {
  std::lock_guard<std::recursive_mutex> guard(deviceLock());
  if (!started || device != HANDLE) {
    return started ? INVALID_DEVICE : NOT_INITIALIZED;
  }
  retained++;
  *handle = &context;
  return SUCCESS;
}

/** The last release is refused while something of the context is still held. */
CALL int cuDevicePrimaryCtxRelease_v2(int device) {
  std::lock_guard<std::recursive_mutex> guard(deviceLock());
  if (device != HANDLE || retained == 0) {
    return device == HANDLE ? INVALID_CONTEXT : INVALID_DEVICE;
  }
  size_t blocks = memory().count();
  size_t others = streams().size() + events().size() + modules().size() + graphs().size();
  if (--retained == 0 && blocks + others > 0) {
    std::fprintf(stderr,
                 "software device: its last context is released while %zu blocks of memory, %zu "
                 "streams, %zu events, %zu modules and %zu graphs are held\n",
                 blocks, streams().size(), events().size(), modules().size(), graphs().size());
    return LAUNCH_FAILED;
  }
  return SUCCESS;
}

CALL int cuCtxSetCurrent(void *handle) {
  if (handle && handle != &context) {
    return INVALID_CONTEXT;
  }
  current = handle;
  return SUCCESS;
}
