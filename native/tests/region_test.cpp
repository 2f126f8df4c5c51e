#include "../kernels/region.cu"

#include "../emulator/check.h"

using namespace check;

static Family family("region");
static Random dice(9);

/** What the kernels are given, apart from the maps. */
struct Geometry {
  std::vector<double> scales;
  int channels, pictures, outputRows, outputColumns, samplingRatio, aligned;
};

/** A box's samples along one side, as SampleGrid.Bins. */
struct Side {
  double start, size;
  int samples;

  Side(const Geometry &g, double from, double to, double scale, int count) {
    double shift = g.aligned ? 0.5 : 0;
    start = from * scale - shift;
    double length = to * scale - shift - start;
    if (!g.aligned) {
      length = javaMax(length, 1);
    }
    size = length / count;
    samples = g.samplingRatio > 0 ? g.samplingRatio
                                  : std::isnan(size) ? 0 : std::max((int)std::ceil(size), 0);
  }

  double at(int bin, int sample) const {
    return start + bin * size + (sample + 0.5) * size / samples;
  }
};

static int levelOf(const Geometry &g, double area) {
  if (g.scales.size() == 1) {
    return 0;
  }
  double finest = std::rint(-std::log2(g.scales.front()));
  double coarsest = std::rint(-std::log2(g.scales.back()));
  double target = std::floor(4 + std::log2(std::sqrt(area) / 224) + 1e-6);
  double level = javaMin(javaMax(target, finest), coarsest) - finest;
  return std::isnan(level) ? 0 : (int)level;
}

/** Visits the cells that a bin reads with their shares, as SampleGrid.corners. */
template <class Visit>
static void corners(const Side &y, const Side &x, int i, int j, int rows, int columns,
                    const Visit &visit) {
  double share = 1.0 / std::max(y.samples * x.samples, 1);
  for (int a = 0; a < y.samples; a++) {
    for (int b = 0; b < x.samples; b++) {
      double py = y.at(i, a);
      double px = x.at(j, b);
      if (py < -1 || py > rows || px < -1 || px > columns) {
        continue;
      }
      double v = javaMin(javaMax(py, 0), rows - 1);
      double u = javaMin(javaMax(px, 0), columns - 1);
      int top = std::isnan(v) ? 0 : (int)v;
      int left = std::isnan(u) ? 0 : (int)u;
      int bottom = std::min(top + 1, rows - 1);
      int right = std::min(left + 1, columns - 1);
      visit(top, left, share * (1 - (v - top)) * (1 - (u - left)));
      visit(top, right, share * (1 - (v - top)) * (u - left));
      visit(bottom, left, share * (v - top) * (1 - (u - left)));
      visit(bottom, right, share * (v - top) * (u - left));
    }
  }
}

template <class T>
struct Kernels {
  void (*grids)(Pyramid, int, const T *, const int *, Grid *);
  void (*forward)(Pyramid, int, const Grid *, T *);
  void (*gradient)(Pyramid, int, int, const Grid *, const T *);
};

template <class T>
static std::vector<T> boxesOf(int count) {
  std::vector<T> boxes(4 * count);
  for (int i = 0; i < count; i++) {
    double size = std::exp(dice.uniform(0, 6));
    double x = dice.uniform(-30, 250);
    double y = dice.uniform(-30, 250);
    double corners[4] = {x, y, x + size * dice.uniform(0.5, 2), y + size};
    if (i % 11 == 3) {
      corners[2] = corners[0]; // no width
    } else if (i % 11 == 5) {
      corners[3] = corners[1] - 20; // upside down
    } else if (i % 11 == 7) {
      corners[0] = 1e6; // outside of the picture
      corners[2] = 1e6 + 50;
    } else if (i % 11 == 9) {
      std::fill(corners, corners + 4, std::round(x / 16) * 16); // on a cell's edge
      corners[2] += 64;
      corners[3] += 64;
    }
    std::copy(corners, corners + 4, boxes.begin() + 4 * i);
  }
  return boxes;
}

template <class T>
static void test(const Kernels<T> &k, const Geometry &g, int boxCount, bool withNaN) {
  Pyramid p = {};
  p.levels = (int)g.scales.size();
  p.pictures = g.pictures;
  p.channels = g.channels;
  p.outputRows = g.outputRows;
  p.outputColumns = g.outputColumns;
  p.samplingRatio = g.samplingRatio;
  p.aligned = g.aligned;
  p.canonicalLevel = 4;
  p.canonicalSize = 224;
  p.finest = std::rint(-std::log2(g.scales.front()));
  p.coarsest = std::rint(-std::log2(g.scales.back()));
  std::vector<Buffer<T>> maps;
  std::vector<Buffer<T>> gradients;
  for (int level = 0; level < p.levels; level++) {
    p.scales[level] = g.scales[level];
    p.rows[level] = std::max((int)std::ceil(200 * g.scales[level]), 1);
    p.columns[level] = std::max((int)std::ceil(270 * g.scales[level]), 1);
    long long cells = (long long)g.pictures * g.channels * p.rows[level] * p.columns[level];
    maps.emplace_back(numbers<T>(cells, dice, false));
    gradients.emplace_back(cells);
  }
  Pyramid out = p;
  for (int level = 0; level < p.levels; level++) {
    p.maps[level] = maps[level].data();
    out.maps[level] = gradients[level].data();
  }
  Buffer<T> boxes(boxesOf<T>(boxCount));
  if (withNaN) {
    boxes[1] = (T)NOT_A_NUMBER;
  }
  Buffer<int> pictures(boxCount);
  for (int i = 0; i < boxCount; i++) {
    pictures[i] = dice.below(g.pictures);
  }
  int bins = g.outputRows * g.outputColumns;
  Buffer<T> dy(numbers<T>((long long)boxCount * g.channels * bins, dice, false));
  Buffer<Grid> grids(boxCount);
  Buffer<T> y(dy.size());
  std::string bytes;
  run(family, "roi align", [&](const Launcher &launch) {
    launch(64, [&] { k.grids(p, boxCount, boxes.data(), pictures.data(), grids.data()); });
    launch(64, [&] { k.forward(p, boxCount, grids.data(), y.data()); });
    std::string now;
    for (int level = 0; level < p.levels; level++) {
      gradients[level].poison();
      launch(SUM_THREADS, [&] { k.gradient(out, level, boxCount, grids.data(), dy.data()); });
      now += gradients[level].bytes();
      if (!gradients[level].isIntact()) {
        family.fail("roi align gradient: a write outside of a map");
      }
    }
    if (!bytes.empty() && now != bytes) {
      family.fail("roi align gradient: the bytes depend on the order of threads or blocks");
    }
    bytes = now;
  }, y);
  std::vector<std::vector<double>> sums;
  std::vector<std::vector<double>> sizes;
  for (Buffer<T> &gradient : gradients) {
    sums.emplace_back(gradient.size());
    sizes.emplace_back(gradient.size(), 1e-30);
  }
  for (int box = 0; box < boxCount; box++) {
    double x1 = boxes[4 * box], y1 = boxes[4 * box + 1];
    double x2 = boxes[4 * box + 2], y2 = boxes[4 * box + 3];
    int level = levelOf(g, (x2 - x1) * (y2 - y1));
    int rows = p.rows[level];
    int columns = p.columns[level];
    Side down(g, y1, y2, g.scales[level], g.outputRows);
    Side across(g, x1, x2, g.scales[level], g.outputColumns);
    for (int c = 0; c < g.channels; c++) {
      long long plane = ((long long)pictures[box] * g.channels + c) * rows * columns;
      for (int bin = 0; bin < bins; bin++) {
        double want = 0;
        double size = 1e-30;
        long long element = ((long long)box * g.channels + c) * bins + bin;
        corners(down, across, bin / g.outputColumns, bin % g.outputColumns, rows, columns,
                [&](int row, int column, double share) {
                  long long place = plane + (long long)row * columns + column;
                  want += share * maps[level][place];
                  size += std::fabs(share * maps[level][place]);
                  if (share != 0) {
                    sums[level][place] += share * dy[element];
                    sizes[level][place] += std::fabs(share * dy[element]);
                  }
                });
        family.near("roi align", element, y[element], (T)want, ROUNDING<T> * 2, size);
      }
    }
  }
  for (int level = 0; level < p.levels; level++) {
    for (long long i = 0; i < gradients[level].size(); i++) {
      family.near("roi align gradient", i, gradients[level][i], (T)sums[level][i],
                  ROUNDING<T> * 4, sizes[level][i]);
    }
  }
}

template <class T>
static void testAll(const Kernels<T> &k) {
  std::vector<double> pyramid = {0.25, 0.125, 0.0625, 0.03125};
  for (int aligned : {0, 1}) {
    for (int samplingRatio : {0, 2}) {
      test<T>(k, {{0.125}, 3, 2, 7, 7, samplingRatio, aligned}, 13, false);
      test<T>(k, {pyramid, 9, 2, 7, 5, samplingRatio, aligned}, 37, false);
      test<T>(k, {{1.0 / 200}, 2, 1, 3, 3, samplingRatio, aligned}, 5, false); // maps of few cells
      test<T>(k, {{0.0625}, 2, 1, 4, 4, samplingRatio, aligned}, 4, true);
    }
  }
  test<T>(k, {pyramid, 1, 1, 1, 1, 2, 0}, 0, false);
  test<T>(k, {{0.0625}, 1, 1, 2, 2, 2, 0}, 300, false); // more boxes than a block has threads
}

/** A box of a picture that is not there gives zeros and leaves the maps alone. */
static void testForeignPicture() {
  Buffer<float> map(std::vector<float>(16, 1));
  Pyramid p = {};
  p.maps[0] = map.data();
  p.scales[0] = 1;
  p.rows[0] = p.columns[0] = 4;
  p.levels = p.pictures = p.channels = p.outputRows = p.outputColumns = p.samplingRatio = 1;
  Buffer<float> boxes(std::vector<float>{0, 0, 2, 2, 0, 0, 2, 2});
  Buffer<int> pictures(std::vector<int>{0, 1});
  Buffer<Grid> grids(2);
  Buffer<float> y(2);
  run(family, "foreign picture", [&](const Launcher &launch) {
    launch(32, [&] { roi_grids_float32(p, 2, boxes.data(), pictures.data(), grids.data()); });
    launch(32, [&] { roi_align_float32(p, 2, grids.data(), y.data()); });
  }, y);
  family.equal("foreign picture", 0, y[0], 1);
  family.equal("foreign picture", 1, y[1], 0);
}

int main() {
  testAll<float>({roi_grids_float32, roi_align_float32, roi_align_gradient_float32});
  testAll<double>({roi_grids_float64, roi_align_float64, roi_align_gradient_float64});
  testForeignPicture();
  return family.finish();
}
