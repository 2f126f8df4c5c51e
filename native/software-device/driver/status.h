/* What the driver's calls return: the codes of cuda.h that this one knows. */
#pragma once

/** A function of the driver's C interface. */
#define CALL extern "C" __attribute__((visibility("default")))

namespace software {

enum Status : int {
  SUCCESS = 0,
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  NOT_INITIALIZED = 3,
  NO_DEVICE = 100,
  INVALID_DEVICE = 101,
  INVALID_CONTEXT = 201,
  INVALID_PTX = 218,
  INVALID_HANDLE = 400,
  ILLEGAL_STATE = 401,
  NOT_FOUND = 500,
  LAUNCH_FAILED = 719,
  CAPTURE_UNSUPPORTED = 900,
  CAPTURE_INVALIDATED = 901,
  CAPTURE_ISOLATION = 905,
  CAPTURE_WRONG_THREAD = 908,
};

/** The name that cuda.h gives a code; null for one that is not known here. */
const char *nameOf(int code);

/** The number in an environment variable, or {@code otherwise}. */
long long setting(const char *variable, long long otherwise);

} // namespace software
