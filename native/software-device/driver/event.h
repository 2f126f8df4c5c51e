/* Points in a stream's work. */
#pragma once

#include <chrono>

#include "registry.h"

namespace software {

struct Event {
  bool timed;
  bool happened = false;
  /** The number of the capture that it was last recorded in, or 0. */
  long capture = 0;
  std::chrono::steady_clock::time_point time{};
};

Registry<Event> &events();

} // namespace software
