#include "event.h"

#include "device.h"
#include "stream.h"

namespace software {

Registry<Event> &events() {
  static Registry<Event> &all = *new Registry<Event>;
  return all;
}

namespace {
constexpr unsigned DISABLE_TIMING = 2;
constexpr unsigned KNOWN_FLAGS = 3;
} // namespace

} // namespace software

using namespace software;

CALL int cuEventCreate(void **made, unsigned flags) {
  IN_CONTEXT;
  if (flags & ~KNOWN_FLAGS) {
    return INVALID_VALUE;
  }
  *made = events().add(std::make_shared<Event>(Event{(flags & DISABLE_TIMING) == 0}));
  return SUCCESS;
}

CALL int cuEventDestroy_v2(void *handle) {
  IN_CONTEXT;
  return events().remove(handle) ? SUCCESS : INVALID_HANDLE;
}

CALL int cuEventRecord(void *handle, void *queue) {
  IN_CONTEXT;
  std::shared_ptr<Event> event = events().find(handle);
  std::shared_ptr<Stream> stream = streams().find(queue);
  if (!event || !stream) {
    return INVALID_HANDLE;
  }
  event->capture = stream->number;
  return software::queue(queue, [event] {
    event->happened = true;
    event->time = std::chrono::steady_clock::now();
  });
}

/** Work is done at once, so there is never anything to wait for. */
CALL int cuStreamWaitEvent(void *queue, void *handle, unsigned flags) {
  IN_CONTEXT;
  std::shared_ptr<Event> event = events().find(handle);
  std::shared_ptr<Stream> stream = streams().find(queue);
  if (!event || !stream || flags) {
    return flags ? INVALID_VALUE : INVALID_HANDLE;
  }
  // Within a capture only what it recorded itself; a capture of several streams is not modelled.
  long capture = isOpen(event->capture) ? event->capture : 0;
  if (capture != stream->number) {
    invalidate(capture);
    invalidate(stream->number);
    return CAPTURE_ISOLATION;
  }
  return SUCCESS;
}

CALL int cuEventSynchronize(void *handle) {
  IN_CONTEXT;
  if (!events().find(handle)) {
    return INVALID_HANDLE;
  }
  return forbiddenByCapture() ? CAPTURE_UNSUPPORTED : SUCCESS;
}

CALL int cuEventElapsedTime(float *milliseconds, void *from, void *to) {
  IN_CONTEXT;
  std::shared_ptr<Event> first = events().find(from);
  std::shared_ptr<Event> last = events().find(to);
  if (!first || !last || !first->timed || !last->timed || !first->happened || !last->happened) {
    return INVALID_HANDLE;
  }
  *milliseconds = std::chrono::duration<float, std::milli>(last->time - first->time).count();
  return SUCCESS;
}
