/* Streams, which do their work at once or record it, and the graphs that come of records. */
#pragma once

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "registry.h"
#include "status.h"

namespace software {

typedef std::function<void()> Work;

/** Whether calls are recorded, as cuStreamIsCapturing numbers it. */
enum class Capture { NONE, ACTIVE, INVALIDATED };

/** What else a capture forbids while it lasts, as cuda.h numbers it. */
enum class CaptureMode { GLOBAL, THREAD_LOCAL, RELAXED };

struct Stream {
  Capture capture = Capture::NONE;
  CaptureMode mode = CaptureMode::GLOBAL;
  std::thread::id owner;
  /** Tells captures apart; 0 while there is none. */
  long number = 0;
  std::vector<Work> recorded;
};

/** Work in its order; one that was instantiated is another object of the same kind. */
struct Graph {
  std::vector<Work> nodes;
  bool executable;
};

Registry<Stream> &streams();
Registry<Graph> &graphs();

/** Does or records work; the default stream does not exist here. */
Status queue(void *stream, const Work &work);

/**
 * Whether a capture forbids the calling thread a call that is not queued in a stream. Such a call
 * invalidates the captures that forbid it.
 */
bool forbiddenByCapture();

/** Whether the capture of that number has not ended. */
bool isOpen(long number);

/** Makes the capture of that number fail, if it has not ended. */
void invalidate(long number);

} // namespace software
