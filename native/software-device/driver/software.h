/*
 * What libcuda.so.1 offers to the other two libraries of the software device beyond CUDA's own
 * interface. They are linked against it for good, so that they do not load beside a real driver.
 */
#pragma once

#include <cstddef>
#include <functional>

#include "status.h"

/**
 * Queues work in a stream: does it at once, or records it where the stream is capturing.
 *
 * @return 0 or the driver's code of why not
 */
CALL int softwareQueue(void *stream, const std::function<void()> &work);

/** Whether {@code bytes} from an address on lie in one live block of the device's memory. */
CALL bool softwareHolds(const void *address, size_t bytes);
