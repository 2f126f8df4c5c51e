/* A pretended libcudnn.so.9. */
#include <stddef.h>

size_t cudnnGetVersion(void) { return 90501; }
