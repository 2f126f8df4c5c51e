/* What PTX declares. */
#pragma once

#include <string>
#include <vector>

namespace software {

/** An entry and how many bytes each of its parameters has. */
struct Declaration {
  std::string name;
  std::vector<size_t> sizes;

  bool operator==(const Declaration &other) const {
    return name == other.name && sizes == other.sizes;
  }
};

/** The entries of a PTX text; false where it makes no sense. */
bool readEntries(const std::string &ptx, std::vector<Declaration> &entries);

} // namespace software
