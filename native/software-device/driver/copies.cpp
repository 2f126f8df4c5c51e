/* Copies and fills. Ranges of the device must lie in one block. */
#include <cstring>

#include "device.h"
#include "memory.h"
#include "stream.h"

namespace software {

namespace {
Status copy(void *to, const void *from, size_t bytes, bool toDevice, bool fromDevice, void *stream) {
  if ((toDevice && !memory().holds(to, bytes)) || (fromDevice && !memory().holds(from, bytes))) {
    return INVALID_VALUE;
  }
  return queue(stream, [=] { std::memmove(to, from, bytes); });
}

/** A copy that returns when it is done; no capture allows it. */
Status copyNow(void *to, const void *from, size_t bytes, const void *onDevice) {
  if (forbiddenByCapture()) {
    return CAPTURE_UNSUPPORTED;
  }
  if (!memory().holds(onDevice, bytes)) {
    return INVALID_VALUE;
  }
  std::memmove(to, from, bytes);
  return SUCCESS;
}
} // namespace

} // namespace software

using namespace software;

CALL int cuMemcpyHtoDAsync_v2(void *to, const void *from, size_t bytes, void *stream) {
  IN_CONTEXT;
  return copy(to, from, bytes, true, false, stream);
}

CALL int cuMemcpyDtoHAsync_v2(void *to, const void *from, size_t bytes, void *stream) {
  IN_CONTEXT;
  return copy(to, from, bytes, false, true, stream);
}

CALL int cuMemcpyDtoDAsync_v2(void *to, const void *from, size_t bytes, void *stream) {
  IN_CONTEXT;
  return copy(to, from, bytes, true, true, stream);
}

CALL int cuMemcpyHtoD_v2(void *to, const void *from, size_t bytes) {
  IN_CONTEXT;
  return copyNow(to, from, bytes, to);
}

CALL int cuMemcpyDtoH_v2(void *to, const void *from, size_t bytes) {
  IN_CONTEXT;
  return copyNow(to, from, bytes, from);
}

CALL int cuMemsetD8Async(void *to, unsigned char value, size_t count, void *stream) {
  IN_CONTEXT;
  if (!memory().holds(to, count)) {
    return INVALID_VALUE;
  }
  return queue(stream, [=] { std::memset(to, value, count); });
}

CALL int cuMemsetD32Async(void *to, unsigned value, size_t count, void *stream) {
  IN_CONTEXT;
  if (count > SIZE_MAX / sizeof value || !memory().holds(to, count * sizeof value) ||
      (uintptr_t)to % sizeof value != 0) {
    return INVALID_VALUE;
  }
  return queue(stream, [=] {
    for (size_t i = 0; i < count; i++) {
      ((unsigned *)to)[i] = value;
    }
  });
}
