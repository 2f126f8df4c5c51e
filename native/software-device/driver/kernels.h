/* The kernels that this device can run, found by what their PTX declares of them. */
#pragma once

#include <utility>
#include <vector>

#include "ptx.h"

namespace software {

struct Kernel {
  Declaration declaration;
  /** What one thread does; {@code parameters} point to the values. */
  void (*run)(void *const *parameters);
  /** Shared memory that launches were allowed to ask for; 0 where nobody said so. */
  unsigned sharedBytes = 0;
};

/** All kernels. */
std::vector<Kernel> &kernels();

/** Adds kernels when the library is loaded. */
struct Registration {
  explicit Registration(const std::vector<Kernel> &more) {
    kernels().insert(kernels().end(), more.begin(), more.end());
  }
};

/** Hands parameters, told by pointers to their values, on to a kernel. */
template <auto function>
struct Unpack;

template <class... P, void (*function)(P...)>
struct Unpack<function> {
  static Kernel kernel(const char *name) { return {{name, {sizeof(P)...}}, run}; }

  static void run(void *const *parameters) { call(parameters, std::index_sequence_for<P...>()); }

  template <size_t... I>
  static void call(void *const *parameters, std::index_sequence<I...>) {
    function(*(const P *)parameters[I]...);
  }
};

} // namespace software
