#include "stream.h"

#include <algorithm>

#include "device.h"
#include "software.h"

namespace software {

namespace {
// The streams that are capturing.
std::vector<std::shared_ptr<Stream>> capturing;
long captures = 0;

bool forbids(const Stream &stream) {
  return stream.capture == Capture::ACTIVE &&
         (stream.mode == CaptureMode::GLOBAL || (stream.mode == CaptureMode::THREAD_LOCAL &&
                                                 stream.owner == std::this_thread::get_id()));
}

void endCapture(const std::shared_ptr<Stream> &stream) {
  stream->capture = Capture::NONE;
  stream->number = 0;
  stream->recorded.clear();
  capturing.erase(std::remove(capturing.begin(), capturing.end(), stream), capturing.end());
}
} // namespace

Registry<Stream> &streams() {
  static Registry<Stream> &all = *new Registry<Stream>;
  return all;
}

Registry<Graph> &graphs() {
  static Registry<Graph> &all = *new Registry<Graph>;
  return all;
}

Status queue(void *handle, const Work &work) {
  std::shared_ptr<Stream> stream = streams().find(handle);
  if (!stream) {
    return INVALID_HANDLE;
  }
  switch (stream->capture) {
    case Capture::NONE:
      work();
      return SUCCESS;
    case Capture::ACTIVE:
      stream->recorded.push_back(work);
      return SUCCESS;
    default:
      return CAPTURE_INVALIDATED;
  }
}

bool forbiddenByCapture() {
  bool forbidden = false;
  for (const std::shared_ptr<Stream> &stream : capturing) {
    if (forbids(*stream)) {
      stream->capture = Capture::INVALIDATED;
      forbidden = true;
    }
  }
  return forbidden;
}

bool isOpen(long number) {
  return std::any_of(capturing.begin(), capturing.end(),
                     [=](const auto &stream) { return stream->number == number; });
}

void invalidate(long number) {
  for (const std::shared_ptr<Stream> &stream : capturing) {
    if (stream->number == number) {
      stream->capture = Capture::INVALIDATED;
    }
  }
}

} // namespace software

using namespace software;

CALL int softwareQueue(void *stream, const std::function<void()> &work) {
  std::lock_guard<std::recursive_mutex> guard(deviceLock());
  return queue(stream, work);
}

CALL int cuStreamCreate(void **made, unsigned flags) {
  IN_CONTEXT;
  if (flags > 1) {
    return INVALID_VALUE;
  }
  *made = streams().add(std::make_shared<Stream>());
  return SUCCESS;
}

CALL int cuStreamDestroy_v2(void *handle) {
  IN_CONTEXT;
  std::shared_ptr<Stream> stream = streams().find(handle);
  if (!stream) {
    return INVALID_HANDLE;
  }
  endCapture(stream);
  streams().remove(handle);
  return SUCCESS;
}

CALL int cuStreamSynchronize(void *handle) {
  IN_CONTEXT;
  std::shared_ptr<Stream> stream = streams().find(handle);
  if (!stream) {
    return INVALID_HANDLE;
  }
  if (stream->capture != Capture::NONE) {
    stream->capture = Capture::INVALIDATED;
    return CAPTURE_UNSUPPORTED;
  }
  return SUCCESS;
}

CALL int cuCtxSynchronize(void) {
  IN_CONTEXT;
  for (const std::shared_ptr<Stream> &stream : capturing) {
    stream->capture = Capture::INVALIDATED;
  }
  return capturing.empty() ? SUCCESS : CAPTURE_UNSUPPORTED;
}

CALL int cuStreamBeginCapture_v2(void *handle, int mode) {
  IN_CONTEXT;
  std::shared_ptr<Stream> stream = streams().find(handle);
  if (!stream) {
    return INVALID_HANDLE;
  }
  if (mode < 0 || mode > (int)CaptureMode::RELAXED) {
    return INVALID_VALUE;
  }
  if (stream->capture != Capture::NONE) {
    return ILLEGAL_STATE;
  }
  stream->capture = Capture::ACTIVE;
  stream->mode = (CaptureMode)mode;
  stream->owner = std::this_thread::get_id();
  stream->number = ++captures;
  capturing.push_back(stream);
  return SUCCESS;
}

CALL int cuStreamIsCapturing(void *handle, int *capture) {
  IN_CONTEXT;
  std::shared_ptr<Stream> stream = streams().find(handle);
  if (!stream) {
    return INVALID_HANDLE;
  }
  *capture = (int)stream->capture;
  return SUCCESS;
}

CALL int cuStreamEndCapture(void *handle, void **graph) {
  IN_CONTEXT;
  *graph = nullptr;
  std::shared_ptr<Stream> stream = streams().find(handle);
  if (!stream) {
    return INVALID_HANDLE;
  }
  if (stream->capture == Capture::NONE) {
    return ILLEGAL_STATE;
  }
  if (stream->mode != CaptureMode::RELAXED && stream->owner != std::this_thread::get_id()) {
    stream->capture = Capture::INVALIDATED;
    return CAPTURE_WRONG_THREAD;
  }
  bool valid = stream->capture == Capture::ACTIVE;
  if (valid) {
    *graph = graphs().add(std::make_shared<Graph>(Graph{stream->recorded, false}));
  }
  endCapture(stream);
  return valid ? SUCCESS : CAPTURE_INVALIDATED;
}

CALL int cuGraphInstantiateWithFlags(void **made, void *handle, unsigned long long flags) {
  IN_CONTEXT;
  std::shared_ptr<Graph> graph = graphs().find(handle);
  if (!graph || graph->executable || flags != 0) {
    return INVALID_VALUE;
  }
  *made = graphs().add(std::make_shared<Graph>(Graph{graph->nodes, true}));
  return SUCCESS;
}

CALL int cuGraphLaunch(void *handle, void *stream) {
  IN_CONTEXT;
  std::shared_ptr<Graph> graph = graphs().find(handle);
  if (!graph || !graph->executable) {
    return INVALID_VALUE;
  }
  return queue(stream, [graph] {
    for (const Work &node : graph->nodes) {
      node();
    }
  });
}

namespace {
int destroy(void *handle, bool executable) {
  std::shared_ptr<Graph> graph = graphs().find(handle);
  if (!graph || graph->executable != executable) {
    return INVALID_VALUE;
  }
  graphs().remove(handle);
  return SUCCESS;
}
} // namespace

CALL int cuGraphDestroy(void *handle) {
  IN_CONTEXT;
  return destroy(handle, false);
}

CALL int cuGraphExecDestroy(void *handle) {
  IN_CONTEXT;
  return destroy(handle, true);
}
