/*
 * Loads PTX by its declarations and launches the kernels of those names. SOFTWARE_CUDA_ORDER says in
 * which order the threads of a block run: rising, falling or mixed (mixed). With
 * SOFTWARE_CUDA_GUARDS=launch all guards are looked at after each launch, not only when blocks are
 * given back.
 */
#include "module.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "../../emulator/emulator.h"
#include "device.h"
#include "memory.h"
#include "stream.h"

namespace software {

std::vector<Kernel> &kernels() {
  static std::vector<Kernel> &all = *new std::vector<Kernel>;
  return all;
}

Registry<Module> &modules() {
  static Registry<Module> &all = *new Registry<Module>;
  return all;
}

namespace {
constexpr unsigned MOST_THREADS = 1024;

/** Shared memory that a launch may ask for if its kernel was not allowed more. */
constexpr unsigned USUAL_SHARED_BYTES = 48 * 1024;
constexpr int MOST_DYNAMIC_SHARED_BYTES = 8; // an attribute of kernels

Registry<Kernel> &functions() {
  static Registry<Kernel> &all = *new Registry<Kernel>;
  return all;
}

emulator::Order order() {
  const char *value = std::getenv("SOFTWARE_CUDA_ORDER");
  std::string name = value ? value : "mixed";
  return name == "rising"    ? emulator::Order::RISING
         : name == "falling" ? emulator::Order::FALLING
                             : emulator::Order::MIXED;
}

bool checksGuards() {
  const char *value = std::getenv("SOFTWARE_CUDA_GUARDS");
  return value && !std::strcmp(value, "launch");
}

/** A kernel with the values of its parameters, which are the caller's only until it returns. */
class Launch {
public:
  Launch(std::shared_ptr<const Kernel> kernel, unsigned blocks, unsigned threads,
         unsigned sharedBytes, void **parameters)
      : kernel(std::move(kernel)), blocks((int)blocks), threads((int)threads),
        sharedBytes(sharedBytes) {
    const std::vector<size_t> &sizes = this->kernel->declaration.sizes;
    for (size_t i = 0; i < sizes.size(); i++) {
      values.emplace_back((sizes[i] + sizeof(Cell) - 1) / sizeof(Cell));
      std::memcpy(values.back().data(), parameters[i], sizes[i]);
      pointers.push_back(values.back().data());
    }
  }

  void run() const {
    static const emulator::Order chosen = order();
    static const bool guards = checksGuards();
    std::memset(emulator::machine.shared, UNTOUCHED, watched());
    emulator::machine.launch(blocks, threads, chosen, [this] { kernel->run(pointers.data()); });
    checkShared();
    if (guards) {
      memory().checkGuards(("after kernel " + kernel->declaration.name).c_str());
    }
  }

private:
  typedef std::max_align_t Cell;
  static constexpr unsigned char UNTOUCHED = 0xFF; // NaN, as of fresh memory

  /** Shared memory that is fresh before a launch and looked at after it. */
  unsigned watched() const {
    return std::min(sharedBytes + USUAL_SHARED_BYTES, (unsigned)emulator::SHARED_BYTES);
  }

  /** Ends the program where a block wrote to more shared memory than the launch asked for. */
  void checkShared() const {
    for (unsigned i = sharedBytes; i < watched(); i++) {
      if (emulator::machine.shared[i] != UNTOUCHED) {
        std::fprintf(stderr,
                     "software device: kernel %s wrote to byte %u of shared memory, launched with "
                     "%u\n",
                     kernel->declaration.name.c_str(), i, sharedBytes);
        std::abort();
      }
    }
  }

  std::shared_ptr<const Kernel> kernel;
  int blocks;
  int threads;
  unsigned sharedBytes;
  std::vector<std::vector<Cell>> values;
  std::vector<void *> pointers;
};
} // namespace

} // namespace software

using namespace software;

CALL int cuModuleLoadData(void **made, const void *image) {
  IN_CONTEXT;
  auto module = std::make_shared<Module>();
  if (!readEntries((const char *)image, module->entries)) {
    return INVALID_PTX;
  }
  *made = modules().add(module);
  return SUCCESS;
}

CALL int cuModuleUnload(void *handle) {
  IN_CONTEXT;
  std::shared_ptr<Module> module = modules().find(handle);
  if (!module) {
    return INVALID_HANDLE;
  }
  for (const auto &function : module->functions) {
    functions().remove(function.get());
  }
  modules().remove(handle);
  return SUCCESS;
}

CALL int cuModuleGetFunction(void **made, void *handle, const char *name) {
  IN_CONTEXT;
  std::shared_ptr<Module> module = modules().find(handle);
  if (!module) {
    return INVALID_HANDLE;
  }
  for (const Declaration &entry : module->entries) {
    if (entry.name != name) {
      continue;
    }
    for (const Kernel &kernel : kernels()) {
      if (kernel.declaration == entry) {
        module->functions.push_back(std::make_shared<Kernel>(kernel));
        *made = functions().add(module->functions.back());
        return SUCCESS;
      }
    }
    std::fprintf(stderr,
                 "software device: it was built without a kernel %s of these parameters\n", name);
  }
  return NOT_FOUND;
}

CALL int cuFuncSetAttribute(void *function, int attribute, int value) {
  IN_CONTEXT;
  std::shared_ptr<Kernel> kernel = functions().find(function);
  if (!kernel) {
    return INVALID_HANDLE;
  }
  if (attribute != MOST_DYNAMIC_SHARED_BYTES || value < 0 || value > emulator::SHARED_BYTES) {
    return INVALID_VALUE;
  }
  kernel->sharedBytes = (unsigned)value;
  return SUCCESS;
}

CALL int cuLaunchKernel(void *function, unsigned gridX, unsigned gridY, unsigned gridZ,
                        unsigned blockX, unsigned blockY, unsigned blockZ, unsigned sharedBytes,
                        void *stream, void **parameters, void **extra) {
  IN_CONTEXT;
  std::shared_ptr<const Kernel> kernel = functions().find(function);
  if (!kernel) {
    return INVALID_HANDLE;
  }
  bool oneAxis = gridY == 1 && gridZ == 1 && blockY == 1 && blockZ == 1;
  bool inRange = gridX >= 1 && gridX <= 0x7FFFFFFF && blockX >= 1 && blockX <= MOST_THREADS;
  bool complete = parameters || kernel->declaration.sizes.empty();
  if (!oneAxis || !inRange || !complete ||
      sharedBytes > std::max(kernel->sharedBytes, USUAL_SHARED_BYTES) || extra) {
    return INVALID_VALUE;
  }
  auto launch = std::make_shared<const Launch>(kernel, gridX, blockX, sharedBytes, parameters);
  return queue(stream, [launch] { launch->run(); });
}
