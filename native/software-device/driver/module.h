/* Modules and the kernels in them. */
#pragma once

#include <memory>
#include <vector>

#include "kernels.h"
#include "registry.h"

namespace software {

struct Module {
  std::vector<Declaration> entries;
  /** The functions that were asked for; they end with the module. */
  std::vector<std::shared_ptr<Kernel>> functions;
};

Registry<Module> &modules();

} // namespace software
