/*
 * Runs kernels without a GPU: the blocks of a launch one after the other, the threads of a block as
 * fibers that change places at barriers only. The order in which the fibers run is chosen by the
 * launch, so that a result that depends on it shows.
 */
#pragma once

#include <setjmp.h>
#include <ucontext.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <vector>

#define __global__
#define __device__
#define __shared__ static // blocks run one after the other, so a block has it to itself

namespace emulator {

/** In which order the threads of a block run between two barriers. */
enum class Order { RISING, FALLING, MIXED };

class Machine {
public:
  int thread = 0;
  int block = 0;
  int threads = 0;
  int blocks = 0;

  void launch(int blockCount, int threadCount, Order order, const std::function<void()> &body) {
    blocks = blockCount;
    threads = threadCount;
    kernel = &body;
    while ((int)fibers.size() < threadCount) {
      fibers.push_back(std::make_unique<Fiber>());
    }
    for (block = 0; block < blockCount; block++) {
      runBlock(order);
    }
  }

  /** Called by a thread: gives way until all threads of the block have come here. */
  void barrier() { leave(State::WAITING); }

private:
  enum class State { READY, WAITING, DONE };

  struct Fiber {
    static constexpr size_t STACK = 128 * 1024;
    ucontext_t start;
    jmp_buf place;
    bool started = false;
    State state = State::READY;
    std::unique_ptr<char[]> stack{new char[STACK]};
  };

  std::vector<std::unique_ptr<Fiber>> fibers;
  const std::function<void()> *kernel = nullptr;
  jmp_buf scheduler;
  ucontext_t home;

  std::vector<int> sequence(Order order) const {
    std::vector<int> threadOrder(threads);
    for (int i = 0; i < threads; i++) {
      threadOrder[i] = order == Order::FALLING ? threads - 1 - i : i;
    }
    unsigned state = 12345;
    for (int i = threads - 1; order == Order::MIXED && i > 0; i--) {
      state = state * 1664525u + 1013904223u;
      std::swap(threadOrder[i], threadOrder[(state >> 8) % (i + 1)]);
    }
    return threadOrder;
  }

  void runBlock(Order order) {
    std::vector<int> threadOrder = sequence(order);
    for (int i = 0; i < threads; i++) {
      fibers[i]->state = State::READY;
    }
    int done = 0;
    while (done < threads) {
      done = 0;
      for (int i : threadOrder) {
        resume(i);
        done += fibers[i]->state == State::DONE;
      }
      if (done != 0 && done != threads) {
        std::fprintf(stderr, "emulator: %d of %d threads ended while others wait at a barrier\n",
                     done, threads);
        std::abort();
      }
    }
  }

  // The first switch to a fiber goes by ucontext, which knows how to enter a fresh stack; later ones
  // by _setjmp, which makes no system call.
  void resume(int i) {
    Fiber &fiber = *fibers[i];
    thread = i;
    if (_setjmp(scheduler) != 0) {
      return;
    }
    if (fiber.started) {
      _longjmp(fiber.place, 1);
    }
    fiber.started = true;
    getcontext(&fiber.start);
    fiber.start.uc_stack.ss_sp = fiber.stack.get();
    fiber.start.uc_stack.ss_size = Fiber::STACK;
    fiber.start.uc_link = nullptr;
    makecontext(&fiber.start, runFiber, 0);
    swapcontext(&home, &fiber.start);
  }

  void leave(State state) {
    Fiber &fiber = *fibers[thread];
    fiber.state = state;
    if (_setjmp(fiber.place) == 0) {
      _longjmp(scheduler, 1);
    }
  }

  static void runFiber();
};

inline Machine machine;

inline void Machine::runFiber() {
  for (;;) {
    (*machine.kernel)();
    machine.leave(State::DONE);
  }
}

} // namespace emulator

static inline int threadIndex() { return emulator::machine.thread; }
static inline int blockIndex() { return emulator::machine.block; }
static inline int blockThreads() { return emulator::machine.threads; }
static inline int gridBlocks() { return emulator::machine.blocks; }
static inline void barrier() { emulator::machine.barrier(); }
static inline void countUp(int *counter) { ++*counter; }
