#include "work.h"

#include <cstring>

#include "dnn.h"

namespace software {

int Work::check(Direction direction, int algorithm, const Problem &problem,
                const Operands &operands) const {
  if (!does(direction, algorithm, problem)) {
    return algorithm >= 0 && algorithm < algorithmCount(direction) ? DNN_NOT_SUPPORTED
                                                                   : DNN_BAD_PARAM;
  }
  size_t wanted = workBytes(direction, algorithm, problem);
  if (bytes < wanted || (wanted > 0 && !data)) {
    return DNN_BAD_PARAM;
  }
  bool held = holds("x", problem.x, operands.x) && holds("w", problem.w, operands.w) &&
              holds("y", problem.y, operands.y) && (!data || softwareHolds(data, bytes));
  return held ? DNN_SUCCESS : DNN_EXECUTION_FAILED;
}

void Work::spoil() const {
  if (data) {
    std::memset(data, 0xFF, bytes);
  }
}

} // namespace software
