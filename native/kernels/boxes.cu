/*
 * Boxes x1, y1, x2, y2 in pixels, four numbers each: overlap, suppression (core.kernel.Region), and
 * of a detector the decoding of offsets, clipping and anchors (detection.box), the latter in float32
 * in the same order of operations.
 */
#include "elementary.h"

template <class T>
DEVICE double area(const T *box) {
  return ((double)box[2] - (double)box[0]) * ((double)box[3] - (double)box[1]);
}

/** Area of the intersection over area of the union; 0 where the union is empty. */
template <class T>
DEVICE double overlap(const T *a, const T *b) {
  double width =
      smaller((double)a[2], (double)b[2]) - larger((double)a[0], (double)b[0]);
  double height =
      smaller((double)a[3], (double)b[3]) - larger((double)a[1], (double)b[1]);
  double intersection = larger(width, 0.0) * larger(height, 0.0);
  double together = area(a) + area(b) - intersection;
  return together == 0 ? 0 : intersection / together;
}

/** y [rows, columns] of boxes a [rows, 4] and b [columns, 4]. */
template <class T>
DEVICE void boxIou(int rows, int columns, const T *a, const T *b, T *y) {
  long long count = (long long)rows * columns;
  for (long long i = firstElement(); i < count; i += allThreads()) {
    y[i] = narrow<T>(overlap(a + i / columns * 4, b + i % columns * 4));
  }
}

typedef unsigned long long Word;

/**
 * Suppression, step 1, for boxes by falling score: bit b of word w of row r says that box r would
 * suppress box 64 w + b, a later one of its group.
 *
 * @param order positions by falling score, as top_k gives them
 * @param mask [count, words] with words = ceil(count / 64)
 */
template <class T>
DEVICE void suppressionMask(
    int count, double threshold, const T *boxes, const int *groups, const int *order,
    Word *mask) {
  int words = (count + 63) / 64;
  for (long long i = firstElement(); i < (long long)count * words; i += allThreads()) {
    int rank = (int)(i / words);
    int first = (int)(i % words) * 64;
    int box = order[rank];
    Word word = 0;
    for (int b = 0; b < 64 && first + b < count; b++) {
      if (first + b > rank) {
        int other = order[first + b];
        if (groups[box] == groups[other] &&
            overlap(boxes + 4LL * box, boxes + 4LL * other) > threshold) {
          word |= (Word)1 << b;
        }
      }
    }
    mask[i] = word;
  }
}

/**
 * Suppression, step 2, in one block of at least 64 threads: word by word, one thread settles which
 * of 64 boxes stay, then all threads strike out what those suppress among the later ones. It ends
 * with as many boxes as are wanted.
 *
 * @param removed words numbers
 * @param kept [wanted]: positions of the kept boxes by falling score, the rest -1
 */
ENTRY suppression_sweep(
    int count, int wanted, const int *order, const Word *mask, Word *removed, int *kept,
    int *keptCount) {
  __shared__ Word diagonal[64];
  __shared__ Word staying;
  int words = (count + 63) / 64;
  int thread = threadIndex();
  for (int w = thread; w < words; w += blockThreads()) {
    removed[w] = 0;
  }
  barrier();
  int total = 0;
  for (int w = 0; w < words && total < wanted; w++) {
    int rank = w * 64 + thread;
    if (thread < 64) {
      diagonal[thread] = rank < count ? mask[(long long)rank * words + w] : 0;
    }
    barrier();
    if (thread == 0) {
      Word gone = removed[w];
      Word stay = 0;
      for (int b = 0; b < 64 && w * 64 + b < count; b++) {
        if ((gone >> b & 1) == 0) {
          stay |= (Word)1 << b;
          gone |= diagonal[b];
        }
      }
      staying = stay;
    }
    barrier();
    Word stay = staying;
    if (thread < 64 && (stay >> thread & 1) != 0) {
      int place = total + __builtin_popcountll(stay & (((Word)1 << thread) - 1));
      if (place < wanted) {
        kept[place] = order[rank];
      }
    }
    total = smallerOf(total + __builtin_popcountll(stay), wanted);
    for (int later = w + 1 + thread; later < words; later += blockThreads()) {
      Word gone = removed[later];
      for (int b = 0; b < 64; b++) {
        if ((stay >> b & 1) != 0) {
          gone |= mask[((long long)w * 64 + b) * words + later];
        }
      }
      removed[later] = gone; // read after the barriers of the next word
    }
  }
  for (int i = total + thread; i < wanted; i += blockThreads()) {
    kept[i] = -1;
  }
  if (thread == 0) {
    *keptCount = total;
  }
}

/** A decoded box is at most 62.5 times as wide and high as its reference: log 62.5. */
constexpr float LARGEST_LOG = (float)4.135166556742356;

/** Four weights. Passed by value: 16 bytes. */
struct Weights {
  float of[4];
};

/** out [count, perReference, 4]: the boxes that lie offsets away from references [count, 4]. */
ENTRY box_decode_float32(
    int count, int perReference, const float *references, const float *offsets, Weights weights,
    float *out) {
  long long boxes = (long long)count * perReference;
  for (long long i = firstElement(); i < boxes; i += allThreads()) {
    const float *from = references + i / perReference * 4;
    for (int axis = 0; axis < 2; axis++) {
      float low = from[axis];
      float size = from[axis + 2] - low;
      float centre = offsets[4 * i + axis] / weights.of[axis] * size + (low + 0.5f * size);
      float log = smaller(offsets[4 * i + axis + 2] / weights.of[axis + 2], LARGEST_LOG);
      float half = 0.5f * ((float)exponential(log) * size);
      out[4 * i + axis] = centre - half;
      out[4 * i + axis + 2] = centre + half;
    }
  }
}

/** Moves every coordinate into a picture: x to 0..width, y to 0..height. */
ENTRY box_clip_float32(long long count, int height, int width, const float *boxes, float *out) {
  for (long long i = firstElement(); i < count * 4; i += allThreads()) {
    out[i] = clamped(boxes[i], 0.0f, (float)((i & 1) == 0 ? width : height));
  }
}

/** out [rows, columns, perCell, 4]: the base boxes moved to every cell of a level. */
ENTRY anchors_float32(
    int rows, int columns, int perCell, int strideY, int strideX, const float *base, float *out) {
  long long row = 4LL * perCell;
  for (long long i = firstElement(); i < rows * (columns * row); i += allThreads()) {
    int at = (int)(i % row);
    long long cell = i / row;
    int shift = (at & 1) == 0 ? (int)(cell % columns) * strideX : (int)(cell / columns) * strideY;
    out[i] = base[at] + (float)shift;
  }
}

#define BOXES(TYPE, T) \
  ENTRY box_iou_##TYPE(int rows, int columns, const T *a, const T *b, T *y) { \
    boxIou<T>(rows, columns, a, b, y); \
  } \
  ENTRY suppression_mask_##TYPE( \
      int count, double threshold, const T *boxes, const int *groups, const int *order, \
      Word *mask) { \
    suppressionMask<T>(count, threshold, boxes, groups, order, mask); \
  }
BOXES(float32, float)
BOXES(float64, double)
