/*
 * Memory of the device and page-locked memory of the host. New blocks hold 0xFF (NaN, or -1 as a
 * whole number) and lie between guards, which are looked at when a block is given back.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>

#include "status.h"

namespace software {

class Memory {
public:
  Memory();

  Status allocate(size_t bytes, bool pinned, void **address);

  /** Refuses what is no block of that kind; ends the program where something was written past it. */
  Status release(void *address, bool pinned);

  /** Whether a range lies in one live block of the device. */
  bool holds(const void *address, size_t bytes) const;

  /** Ends the program where a guard was overwritten. */
  void checkGuards(const char *after) const;

  size_t limit() const { return total; }
  size_t free() const { return total - held; }
  size_t count() const { return blocks.size(); }

private:
  struct Block {
    size_t bytes;
    bool pinned;
  };

  size_t total;
  size_t held = 0;
  std::map<uintptr_t, Block> blocks;
};

Memory &memory();

} // namespace software
