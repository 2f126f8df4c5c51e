#include "../kernels/boxes.cu"

#include <numeric>

#include "../emulator/check.h"

using namespace check;

static Family family("boxes");
static Random dice(10);

/** Boxes that often overlap, some empty or inverted. */
template <class T>
static std::vector<T> boxesOf(int count) {
  std::vector<T> boxes(4 * count);
  for (int i = 0; i < count; i++) {
    double x = dice.below(12) * 5;
    double y = dice.below(12) * 5;
    double corners[4] = {x, y, x + dice.uniform(1, 40), y + dice.below(5) * 8.0};
    if (i % 13 == 5) {
      std::swap(corners[0], corners[2]);
    }
    std::copy(corners, corners + 4, boxes.begin() + 4 * i);
  }
  return boxes;
}

static double iou(const double *a, const double *b) {
  double width = javaMax(javaMin(a[2], b[2]) - javaMax(a[0], b[0]), 0);
  double height = javaMax(javaMin(a[3], b[3]) - javaMax(a[1], b[1]), 0);
  double both = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - width * height;
  return both == 0 ? 0 : width * height / both;
}

template <class T>
static void testIou(void (*kernel)(int, int, const T *, const T *, T *)) {
  for (Shape s : {Shape{0, 3}, {3, 0}, {1, 1}, {13, 33}}) {
    Buffer<T> a(boxesOf<T>(s[0]));
    Buffer<T> b(boxesOf<T>(s[1]));
    if (a.size() > 8) {
      a[5] = (T)NOT_A_NUMBER;
    }
    Buffer<T> y((long long)s[0] * s[1]);
    run(family, "iou", [&](const Launcher &launch) {
      launch(64, [&] { kernel(s[0], s[1], a.data(), b.data(), y.data()); });
    }, y);
    for (long long i = 0; i < y.size(); i++) {
      double left[4];
      double right[4];
      std::copy(a.data() + i / s[1] * 4, a.data() + i / s[1] * 4 + 4, left);
      std::copy(b.data() + i % s[1] * 4, b.data() + i % s[1] * 4 + 4, right);
      family.near("iou", i, y[i], (T)iou(left, right), 0);
    }
  }
}

template <class T>
static void testSuppression(
    void (*kernel)(int, double, const T *, const int *, const int *, Word *)) {
  for (int count : {0, 1, 5, 63, 64, 65, 300}) {
    for (int groupCount : {1, 3}) {
      for (double threshold : {0.0, 0.3, 0.7}) {
        std::vector<T> values = boxesOf<T>(count);
        Buffer<T> boxes(values);
        Buffer<int> groups(count);
        std::vector<int> order(count);
        std::iota(order.begin(), order.end(), 0);
        for (int i = 0; i < count; i++) {
          groups[i] = dice.below(groupCount);
          std::swap(order[i], order[dice.below(i + 1)]);
        }
        Buffer<int> ranked(order);
        int words = (count + 63) / 64;
        Buffer<Word> mask((long long)count * words);
        Buffer<Word> removed(words);
        int wanted = groupCount == 3 ? (count + 1) / 2 : count;
        Buffer<int> kept(wanted);
        Buffer<int> keptCount(1);
        run(family, "suppression", [&](const Launcher &launch) {
          launch(64, [&] {
            kernel(count, threshold, boxes.data(), groups.data(), ranked.data(), mask.data());
          });
          launch.one(128, [&] {
            suppression_sweep(count, wanted, ranked.data(), mask.data(), removed.data(),
                              kept.data(), keptCount.data());
          });
        }, mask, kept, keptCount);
        std::vector<int> survivors;
        std::vector<double> corners(values.begin(), values.end());
        for (int i : order) {
          bool suppressed = false;
          for (int s : survivors) {
            suppressed |= groups[s] == groups[i] && iou(&corners[4 * s], &corners[4 * i]) > threshold;
          }
          if (!suppressed && (int)survivors.size() < wanted) {
            survivors.push_back(i);
          }
        }
        family.equal("count", 0, keptCount[0], (double)survivors.size());
        for (int i = 0; i < wanted; i++) {
          family.equal("kept", i, kept[i], i < (int)survivors.size() ? survivors[i] : -1);
        }
      }
    }
  }
}

static void testDecodeAndClip() {
  for (int perReference : {1, 4}) {
    int count = 50;
    Buffer<float> references(boxesOf<float>(count));
    Buffer<float> offsets(numbers<float>(4LL * count * perReference, dice, true));
    offsets[2] = 100; // limited
    Weights weights = {{10, 10, 5, 5}};
    Buffer<float> decoded(offsets.size());
    Buffer<float> clipped(offsets.size());
    run(family, "decode", [&](const Launcher &launch) {
      launch(64, [&] {
        box_decode_float32(count, perReference, references.data(), offsets.data(), weights,
                           decoded.data());
      });
      launch(64, [&] {
        box_clip_float32((long long)count * perReference, 40, 60, decoded.data(), clipped.data());
      });
    }, decoded, clipped);
    for (int i = 0; i < count * perReference; i++) {
      const float *from = references.data() + i / perReference * 4;
      for (int axis = 0; axis < 2; axis++) {
        double size = (double)from[axis + 2] - from[axis];
        double centre = offsets[4 * i + axis] / 10.0 * size + from[axis] + 0.5 * size;
        double log = javaMin(offsets[4 * i + axis + 2] / 5.0, std::log(1000.0 / 16));
        double half = 0.5 * std::exp(log) * size;
        double floor = std::fabs(centre) + std::fabs(half) + std::fabs(from[axis]);
        family.near("decode", 4 * i + axis, decoded[4 * i + axis], centre - half, 5e-7, floor);
        family.near("decode", 4 * i + axis + 2, decoded[4 * i + axis + 2], centre + half, 5e-7,
                    floor);
      }
      for (int k = 0; k < 4; k++) {
        double v = decoded[4 * i + k];
        family.equal("clip", 4 * i + k, clipped[4 * i + k],
                     javaMin(javaMax(v, 0), k % 2 == 0 ? 60 : 40));
      }
    }
  }
}

static void testAnchors() {
  Buffer<float> base(std::vector<float>{-11, -23, 11, 23, -16, -16, 16, 16.5});
  for (Shape s : {Shape{1, 1}, {3, 5}, {0, 4}}) {
    Buffer<float> out(8LL * s[0] * s[1]);
    run(family, "anchors", [&](const Launcher &launch) {
      launch(64, [&] { anchors_float32(s[0], s[1], 2, 4, 8, base.data(), out.data()); });
    }, out);
    long long at = 0;
    for (int row = 0; row < s[0]; row++) {
      for (int column = 0; column < s[1]; column++) {
        for (int k = 0; k < 8; k++, at++) {
          family.equal("anchors", at, out[at], base[k] + (k % 2 == 0 ? column * 8 : row * 4));
        }
      }
    }
  }
}

int main() {
  testIou<float>(box_iou_float32);
  testIou<double>(box_iou_float64);
  testSuppression<float>(suppression_mask_float32);
  testSuppression<double>(suppression_mask_float64);
  testDecodeAndClip();
  testAnchors();
  return family.finish();
}
