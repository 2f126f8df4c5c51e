/* SOFTWARE_CUDA_MEMORY is the device's memory in bytes (4 GiB). */
#include "memory.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "device.h"
#include "software.h"
#include "stream.h"

namespace software {

namespace {
constexpr size_t ALIGNMENT = 256;
constexpr size_t GUARD = 256;
constexpr unsigned char GUARD_BYTE = 0x5A;
constexpr unsigned char FRESH_BYTE = 0xFF;

/** Bytes of a block and of what fills it up to the next multiple, a guard too. */
size_t rounded(size_t bytes) { return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

void checkGuard(const unsigned char *from, size_t length, const unsigned char *block, size_t bytes,
                const char *after) {
  for (size_t i = 0; i < length; i++) {
    if (from[i] != GUARD_BYTE) {
      std::fprintf(stderr,
                   "software device: byte %td of a block of %zu bytes was overwritten, noticed %s\n",
                   from + i - block, bytes, after);
      std::abort();
    }
  }
}

void checkBlock(uintptr_t address, size_t bytes, const char *after) {
  const unsigned char *block = (const unsigned char *)address;
  checkGuard(block - GUARD, GUARD, block, bytes, after);
  checkGuard(block + bytes, rounded(bytes) - bytes + GUARD, block, bytes, after);
}
} // namespace

Memory::Memory() : total((size_t)setting("SOFTWARE_CUDA_MEMORY", 4LL << 30)) {}

Status Memory::allocate(size_t bytes, bool pinned, void **address) {
  if (bytes == 0) {
    return INVALID_VALUE;
  }
  if (!pinned && bytes > free()) {
    return OUT_OF_MEMORY;
  }
  unsigned char *start = (unsigned char *)std::aligned_alloc(ALIGNMENT, rounded(bytes) + 2 * GUARD);
  if (!start) {
    return OUT_OF_MEMORY;
  }
  unsigned char *block = start + GUARD;
  std::memset(start, GUARD_BYTE, GUARD);
  std::memset(block, FRESH_BYTE, bytes);
  std::memset(block + bytes, GUARD_BYTE, rounded(bytes) - bytes + GUARD);
  blocks[(uintptr_t)block] = {bytes, pinned};
  held += pinned ? 0 : bytes;
  *address = block;
  return SUCCESS;
}

Status Memory::release(void *address, bool pinned) {
  auto found = blocks.find((uintptr_t)address);
  if (found == blocks.end() || found->second.pinned != pinned) {
    return INVALID_VALUE;
  }
  checkBlock(found->first, found->second.bytes, "when it was given back");
  held -= pinned ? 0 : found->second.bytes;
  blocks.erase(found);
  std::free((unsigned char *)address - GUARD);
  return SUCCESS;
}

bool Memory::holds(const void *address, size_t bytes) const {
  auto next = blocks.upper_bound((uintptr_t)address);
  if (next == blocks.begin()) {
    return false;
  }
  const auto &[start, block] = *--next;
  size_t offset = (uintptr_t)address - start;
  return !block.pinned && offset <= block.bytes && bytes <= block.bytes - offset;
}

void Memory::checkGuards(const char *after) const {
  for (const auto &[start, block] : blocks) {
    checkBlock(start, block.bytes, after);
  }
}

Memory &memory() {
  static Memory &one = *new Memory;
  return one;
}

namespace {
/** What no capture allows, for it would not be part of the graph. */
Status allocate(size_t bytes, bool pinned, void **address) {
  return forbiddenByCapture() ? CAPTURE_UNSUPPORTED : memory().allocate(bytes, pinned, address);
}

Status release(void *address, bool pinned) {
  return forbiddenByCapture() ? CAPTURE_UNSUPPORTED : memory().release(address, pinned);
}
} // namespace

} // namespace software

using namespace software;

CALL int cuMemGetInfo_v2(size_t *free, size_t *total) {
  IN_CONTEXT;
  *free = memory().free();
  *total = memory().limit();
  return SUCCESS;
}

CALL int cuMemAlloc_v2(void **address, size_t bytes) {
  IN_CONTEXT;
  return allocate(bytes, false, address);
}

CALL int cuMemFree_v2(void *address) {
  IN_CONTEXT;
  return release(address, false);
}

CALL int cuMemAllocHost_v2(void **address, size_t bytes) {
  IN_CONTEXT;
  return allocate(bytes, true, address);
}

CALL int cuMemHostAlloc(void **address, size_t bytes, unsigned flags) {
  IN_CONTEXT;
  return flags > 7 ? INVALID_VALUE : allocate(bytes, true, address);
}

CALL int cuMemFreeHost(void *address) {
  IN_CONTEXT;
  return release(address, true);
}

CALL bool softwareHolds(const void *address, size_t bytes) {
  std::lock_guard<std::recursive_mutex> guard(deviceLock());
  return memory().holds(address, bytes);
}
