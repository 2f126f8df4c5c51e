#include "../kernels/mask.cu"

#include "../emulator/check.h"

using namespace check;

static Family family("mask");
static Random dice(11);

/** A box along one axis as MaskPaste enlarges it; whole pixels come from float32, as there. */
struct Axis {
  long long start, end;
  int from, to;

  Axis(float low, float high, int side, int pictureSide) {
    float half = (high - low) * 0.5f * (float)((side + 2.0) / side);
    float centre = (high + low) * 0.5f;
    start = (long long)(centre - half);
    end = (long long)(centre + half);
    from = (int)std::min(std::max(start, 0LL), (long long)pictureSide);
    to = (int)std::min(std::max(end + 1, (long long)from), (long long)pictureSide);
  }

  /** The padded mask's coordinate of a pixel of the picture. */
  double source(int pixel, int side) const {
    double length = (double)std::max(end - start + 1, 1LL);
    return std::max((pixel - start + 0.5) * (side + 2) / length - 0.5, 0.0);
  }
};

static void test(int count, int side, int height, int width) {
  Buffer<float> masks((long long)count * side * side);
  for (long long i = 0; i < masks.size(); i++) {
    masks[i] = (float)dice.uniform(0, 1);
  }
  std::vector<float> corners;
  for (int i = 0; i < count; i++) {
    float x = (float)dice.uniform(-20, width);
    float y = (float)dice.uniform(-20, height);
    corners.push_back(x);
    corners.push_back(i % 4 == 2 ? y + 500 : y); // below the picture: nothing to see
    corners.push_back(x + (float)dice.uniform(0, 60));
    corners.push_back((i % 4 == 2 ? y + 500 : y) + (float)dice.uniform(0, 60));
  }
  Buffer<float> boxes(corners);
  Buffer<Span> spans(2LL * count);
  run(family, "mask spans", [&](const Launcher &launch) {
    launch(64, [&] { mask_spans(count, side, height, width, boxes.data(), spans.data()); });
  }, spans);
  std::vector<long long> firsts = {0};
  for (int i = 0; i < count; i++) {
    Axis rows(corners[4 * i + 1], corners[4 * i + 3], side, height);
    Axis columns(corners[4 * i], corners[4 * i + 2], side, width);
    family.equal("rows from", i, spans[2 * i].from, rows.from);
    family.equal("rows to", i, spans[2 * i].to, rows.to);
    family.equal("columns from", i, spans[2 * i + 1].from, columns.from);
    family.equal("columns to", i, spans[2 * i + 1].to, columns.to);
    firsts.push_back(firsts.back() + (rows.to - rows.from) * (columns.to - columns.from));
  }
  Buffer<long long> starts(firsts);
  Buffer<float> out(firsts.back());
  run(family, "mask paste", [&](const Launcher &launch) {
    launch(64, [&] {
      mask_paste_float32(count, side, masks.data(), spans.data(), starts.data(), out.data());
    });
  }, out);
  long long at = 0;
  for (int i = 0; i < count; i++) {
    Axis rows(corners[4 * i + 1], corners[4 * i + 3], side, height);
    Axis columns(corners[4 * i], corners[4 * i + 2], side, width);
    auto cell = [&](int row, int column) {
      row = std::min(row, side + 1) - 1;
      column = std::min(column, side + 1) - 1;
      bool inside = row >= 0 && row < side && column >= 0 && column < side;
      return inside ? (double)masks[((long long)i * side + row) * side + column] : 0;
    };
    for (int y = rows.from; y < rows.to; y++) {
      for (int x = columns.from; x < columns.to; x++, at++) {
        double v = std::min(rows.source(y, side), side + 1.0);
        double u = std::min(columns.source(x, side), side + 1.0);
        int r = (int)v;
        int c = (int)u;
        double want = (1 - (v - r)) * ((1 - (u - c)) * cell(r, c) + (u - c) * cell(r, c + 1)) +
                      (v - r) * ((1 - (u - c)) * cell(r + 1, c) + (u - c) * cell(r + 1, c + 1));
        // A coordinate up to side + 2 is off by half its last place in float32.
        family.near("mask paste", at, out[at], want, 1e-7 * (side + 2), 1);
      }
    }
  }
}

int main() {
  test(0, 28, 100, 100);
  test(1, 1, 50, 70);
  test(9, 28, 100, 80);
  test(7, 14, 40, 130);
  return family.finish();
}
