/* The one device and its primary context. */
#pragma once

#include <mutex>

#include "status.h"

namespace software {

/** Held during each call, so that calls of many threads are done one after the other. */
std::recursive_mutex &deviceLock();

/** Whether the calling thread may work: the driver has started and the context is current. */
Status ready();

} // namespace software

/** Begins a call that wants the context: takes the lock, or returns why it cannot be done. */
#define IN_CONTEXT \
  std::lock_guard<std::recursive_mutex> guard(software::deviceLock()); \
  if (software::Status status = software::ready()) { \
    return status; \
  }
