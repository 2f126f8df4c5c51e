/*
 * A pretended driver (libcuda.so.1) with one device whose memory is the host's. It knows one kernel,
 * fill, and its streams do everything at once. The environment says what is wrong with it:
 * FAKE_CUDA_VERSION (13000), FAKE_CUDA_INIT (0).
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int number(const char *name, int otherwise) {
  const char *value = getenv(name);
  return value ? atoi(value) : otherwise;
}

/* Of the context that is current; every call that needs one refuses without. */
static __thread void *current;
static int context;
#define IN_CONTEXT if (current != &context) return 201

static long long held;
static int blocks;

int cuDriverGetVersion(int *version) { *version = number("FAKE_CUDA_VERSION", 13000); return 0; }
int cuInit(unsigned flags) { return flags ? 1 : number("FAKE_CUDA_INIT", 0); }
int cuGetErrorName(int code, const char **name) {
  *name = code == 100 ? "CUDA_ERROR_NO_DEVICE" : code == 201 ? "CUDA_ERROR_INVALID_CONTEXT" : "CUDA_ERROR_OTHER";
  return 0;
}
int cuDeviceGetCount(int *count) { *count = 1; return 0; }
int cuDeviceGet(int *device, int index) { *device = 70; return index == 0 ? 0 : 101; }
int cuDeviceGetName(char *name, int length, int device) {
  strncpy(name, "Pretended GPU", length);
  return device == 70 ? 0 : 101;
}
int cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = (size_t)80 << 30; return device == 70 ? 0 : 101; }
int cuDevicePrimaryCtxRetain(void **handle, int device) { *handle = &context; return device == 70 ? 0 : 101; }
int cuDevicePrimaryCtxRelease_v2(int device) { return device != 70 ? 101 : blocks ? 719 : 0; }
int cuCtxSetCurrent(void *handle) { current = handle; return 0; }
int cuMemGetInfo_v2(size_t *free, size_t *total) {
  IN_CONTEXT;
  *total = (size_t)80 << 30;
  *free = *total - held;
  return 0;
}

/* Each block is preceded by its size. */
static int take(void **block, size_t bytes) {
  IN_CONTEXT;
  if (bytes > ((size_t)80 << 30) - held) return 2;
  char *start = malloc(bytes + 16);
  memcpy(start, &bytes, sizeof bytes);
  memset(start + 16, 0x5A, bytes);
  *block = start + 16;
  held += bytes;
  blocks++;
  return 0;
}
static int give(void *block) {
  IN_CONTEXT;
  size_t bytes;
  memcpy(&bytes, (char *)block - 16, sizeof bytes);
  held -= bytes;
  blocks--;
  free((char *)block - 16);
  return 0;
}
int cuMemAlloc_v2(void **address, size_t bytes) { return take(address, bytes); }
int cuMemFree_v2(void *address) { return give(address); }
int cuMemAllocHost_v2(void **address, size_t bytes) { return take(address, bytes); }
int cuMemFreeHost(void *address) { return give(address); }

static int stream = 11, event = 12, module = 13, function = 14;
#define IN_STREAM IN_CONTEXT; if (in != &stream) return 400

int cuMemcpyHtoDAsync_v2(void *to, const void *from, size_t bytes, void *in) { IN_STREAM; memcpy(to, from, bytes); return 0; }
int cuMemcpyDtoHAsync_v2(void *to, const void *from, size_t bytes, void *in) { IN_STREAM; memcpy(to, from, bytes); return 0; }
int cuMemcpyDtoDAsync_v2(void *to, const void *from, size_t bytes, void *in) { IN_STREAM; memcpy(to, from, bytes); return 0; }
int cuStreamCreate(void **made, unsigned flags) { IN_CONTEXT; *made = &stream; return flags == 1 ? 0 : 1; }
int cuStreamSynchronize(void *in) { IN_STREAM; return 0; }
int cuStreamDestroy_v2(void *in) { IN_STREAM; return 0; }
int cuStreamWaitEvent(void *in, void *what, unsigned flags) { IN_STREAM; return what == &event && !flags ? 0 : 400; }
int cuEventCreate(void **made, unsigned flags) { IN_CONTEXT; *made = &event; return flags; }
int cuEventRecord(void *what, void *in) { IN_STREAM; return what == &event ? 0 : 400; }
int cuEventSynchronize(void *what) { IN_CONTEXT; return what == &event ? 0 : 400; }
int cuEventElapsedTime(float *milliseconds, void *from, void *to) {
  IN_CONTEXT;
  *milliseconds = 1.5f;
  return from == &event && to == &event ? 0 : 400;
}
int cuEventDestroy_v2(void *what) { IN_CONTEXT; return what == &event ? 0 : 400; }

int cuModuleLoadData(void **made, const void *image) {
  IN_CONTEXT;
  *made = &module;
  return strstr(image, ".entry fill(") ? 0 : 218;
}
int cuModuleGetFunction(void **made, void *of, const char *name) {
  IN_CONTEXT;
  *made = &function;
  return of != &module ? 400 : strcmp(name, "fill") ? 500 : 0;
}
int cuModuleUnload(void *what) { IN_CONTEXT; return what == &module ? 0 : 400; }

int cuLaunchKernel(void *what, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX,
                   unsigned blockY, unsigned blockZ, unsigned shared, void *in, void **parameters,
                   void **extra) {
  IN_STREAM;
  if (what != &function || gridY != 1 || gridZ != 1 || blockY != 1 || blockZ != 1 || shared || extra) return 1;
  float *address = *(float **)parameters[0];
  uint32_t count = *(uint32_t *)parameters[1];
  for (uint32_t i = 0; i < count && i < gridX * blockX; i++) {
    address[i] = *(float *)parameters[2];
  }
  return 0;
}
