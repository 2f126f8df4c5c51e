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

#define __launch_bounds__(threads, blocks)
#define SHARED_OF_LAUNCH(T, name) T *name = (T *)emulator::machine.shared

namespace emulator {

/** Most shared memory of a block. */
constexpr int SHARED_BYTES = 227 * 1024;

/** Threads that compute products of matrices together. */
constexpr int WARP_THREADS = 32;

/** Most threads of a block. */
constexpr int BLOCK_THREADS = 1024;

/** What a thread of a warp lets the others read. */
struct Exchanged {
  float left[4];
  float right[2];
};

/** Copies to shared memory that a thread began: they are done when it waits for their group. */
class Copies {
public:
  void begin(const float *from, bool there, float *to, int count) {
    if (there && (size_t)from % (count * sizeof(float)) != 0) {
      std::fprintf(stderr, "emulator: a copy of %d numbers begins between two of them\n", count);
      std::abort();
    }
    begun.push_back({from, there, to, count, group});
  }

  void endGroup() { group++; }

  /** Waits until all but the last so many groups are done. */
  void await(int last) {
    size_t done = 0;
    for (; done < begun.size() && begun[done].group < group - last; done++) {
      const Copy &copy = begun[done];
      for (int i = 0; i < copy.count; i++) {
        copy.to[i] = copy.there ? copy.from[i] : 0;
      }
    }
    begun.erase(begun.begin(), begun.begin() + (long)done);
  }

private:
  struct Copy {
    const float *from;
    bool there;
    float *to;
    int count;
    int group;
  };

  std::vector<Copy> begun;
  int group = 0;
};

/** In which order the threads of a block run between two barriers. */
enum class Order { RISING, FALLING, MIXED };

class Machine {
public:
  int thread = 0;
  int block = 0;
  int threads = 0;
  int blocks = 0;

  /** What kernels have by SHARED_OF_LAUNCH, however much their launch says. */
  alignas(16) unsigned char shared[SHARED_BYTES];

  void launch(int blockCount, int threadCount, Order order, const std::function<void()> &body) {
    blocks = blockCount;
    threads = threadCount;
    kernel = &body;
    arrange(order);
    for (block = 0; block < blockCount; block++) {
      runBlock();
    }
  }

  /** Called by a thread: gives way until all threads of the block have come here. */
  void barrier() { await(false); }

  /** The copies that the thread that runs began. */
  Copies &copies() { return copiesOf[thread]; }

  /**
   * Called by all threads of a warp: what each of them gives, in their order. It stands until one of
   * them calls again.
   */
  const Exchanged *exchange(const Exchanged &given) {
    int side = sides[thread] ^= 1;
    exchanged[side][thread] = given;
    await(true);
    return &exchanged[side][thread / WARP_THREADS * WARP_THREADS];
  }

private:
  /**
   * Runs threads one after the other until one waits at a barrier; from then on it is that thread's
   * alone, and another fiber goes on with the next thread. So kernels without barriers cost no
   * change of fibers.
   */
  struct Fiber {
    static constexpr size_t STACK = 128 * 1024;
    ucontext_t start;
    jmp_buf place;
    bool started = false;
    std::unique_ptr<char[]> stack{new char[STACK]};
  };

  /** A thread that waits for its block, or for its warp. */
  struct Waiting {
    Fiber *fiber;
    int thread;
    bool forWarp;
  };

  std::vector<std::unique_ptr<Fiber>> fibers;
  Fiber *running = nullptr;
  const std::function<void()> *kernel = nullptr;
  std::vector<int> sequence;
  std::vector<Waiting> waiting;
  std::vector<Waiting> resumed;
  int begun = 0;
  int done = 0;
  jmp_buf scheduler;
  ucontext_t home;

  /** What warps exchange, in turns: who is early writes where nobody reads any more. */
  Exchanged exchanged[2][BLOCK_THREADS];
  int sides[BLOCK_THREADS] = {};
  Copies copiesOf[BLOCK_THREADS];

  __attribute__((noinline)) void await(bool forWarp) {
    waiting.push_back({running, thread, forWarp});
    leave();
  }

  void arrange(Order order) {
    sequence.resize(threads);
    for (int i = 0; i < threads; i++) {
      sequence[i] = order == Order::FALLING ? threads - 1 - i : i;
    }
    unsigned state = 12345;
    for (int i = threads - 1; order == Order::MIXED && i > 0; i--) {
      state = state * 1664525u + 1013904223u;
      std::swap(sequence[i], sequence[(state >> 8) % (i + 1)]);
    }
  }

  void runBlock() {
    begun = 0;
    done = 0;
    while (begun < threads) {
      if (waiting.size() == fibers.size()) {
        fibers.push_back(std::make_unique<Fiber>());
      }
      resume(*fibers[waiting.size()]);
    }
    while (!waiting.empty()) {
      if (done > 0) {
        std::fprintf(stderr, "emulator: %d of %d threads ended while others wait at a barrier\n",
                     done, threads);
        std::abort();
      }
      resumed.swap(waiting);
      bool warps = anyWarpWaits();
      for (const Waiting &next : resumed) {
        if (warps && !next.forWarp) {
          waiting.push_back(next);
        } else {
          thread = next.thread;
          resume(*next.fiber);
        }
      }
      resumed.clear();
    }
  }

  /** Whether threads to be resumed wait for their warp, which then has come as a whole. */
  bool anyWarpWaits() {
    int there[BLOCK_THREADS / WARP_THREADS] = {};
    bool any = false;
    for (const Waiting &next : resumed) {
      there[next.thread / WARP_THREADS] += next.forWarp;
      any = any || next.forWarp;
    }
    for (int count : there) {
      if (count % WARP_THREADS != 0) {
        std::fprintf(stderr, "emulator: %d threads of a warp wait for the others\n", count);
        std::abort();
      }
    }
    return any;
  }

  // The first switch to a fiber goes by ucontext, which knows how to enter a fresh stack; later ones
  // by _setjmp, which makes no system call.
  __attribute__((noinline)) void resume(Fiber &fiber) {
    running = &fiber;
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

  __attribute__((noinline)) void leave() {
    if (_setjmp(running->place) == 0) {
      _longjmp(scheduler, 1);
    }
  }

  void runThreads() {
    while (begun < threads) {
      thread = sequence[begun++];
      (*kernel)();
      done++;
    }
  }

  static void runFiber();
};

inline Machine machine;

inline void Machine::runFiber() {
  for (;;) {
    machine.runThreads();
    machine.leave();
  }
}

} // namespace emulator

static inline int threadIndex() { return emulator::machine.thread; }
static inline int blockIndex() { return emulator::machine.block; }
static inline int blockThreads() { return emulator::machine.threads; }
static inline int gridBlocks() { return emulator::machine.blocks; }
static inline void barrier() { emulator::machine.barrier(); }
static inline void countUp(int *counter) { ++*counter; }
