package org.tucana.core.contract;

import static org.tucana.core.contract.Cases.float32;
import static org.tucana.core.contract.Cases.int32;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Cases of {@link org.tucana.core.kernel.Region}. */
final class RegionCases {
  private RegionCases() {}

  static List<KernelCase> all() {
    Cases cases = new Cases(KernelCase.Strides.ROW_MAJOR);
    for (boolean aligned : new boolean[] {false, true}) {
      for (int samples : new int[] {0, 1, 2, 3}) {
        RoiAlignGeometry g = RoiAlignGeometry.single(7, 7, samples, aligned, 0.25);
        roiAlign(cases, g, TestTensors.boxes(13, 130, 90, 111), 2, 3);
        roiAlign(cases, g, edgeBoxes(), 1, 2);
      }
      RoiAlignGeometry pyramid =
          new RoiAlignGeometry(
              5, 3, 2, aligned, List.of(1 / 4.0, 1 / 8.0, 1 / 16.0, 1 / 32.0), 224, 4);
      roiAlign(cases, pyramid, spread(33), 2, 8);
      roiAlign(cases, pyramid, TestTensors.boxes(0, 130, 90, 112), 2, 8);
    }
    roiAlign(
        cases,
        RoiAlignGeometry.single(14, 14, 2, false, 0.125),
        TestTensors.boxes(3, 200, 90, 113),
        1,
        33);
    overlaps(cases);
    suppression(cases);
    return cases.all();
  }

  /** Empty, one-pixel, outside, larger than the picture. */
  private static HostTensor edgeBoxes() {
    return HostTensor.of(
        Shape.of(8, 4),
        10f,
        10,
        10,
        10,
        20,
        20,
        21,
        21,
        -30,
        -30,
        -10,
        -10,
        500,
        500,
        600,
        600,
        -40,
        -40,
        400,
        400,
        0,
        0,
        128,
        96,
        60,
        40,
        30,
        20,
        126,
        94,
        140,
        110);
  }

  /** Boxes from 1 pixel to 600 pixels wide, so that every level of a pyramid has some. */
  private static HostTensor spread(int count) {
    float[] values = new float[4 * count];
    var random = TestTensors.stream(114);
    for (int i = 0; i < count; i++) {
      double side = StrictMath.exp(random.nextDouble(0, StrictMath.log(600)));
      values[4 * i] = (float) random.nextDouble(0, 60);
      values[4 * i + 1] = (float) random.nextDouble(0, 60);
      values[4 * i + 2] = (float) (values[4 * i] + side);
      values[4 * i + 3] = (float) (values[4 * i + 1] + side * random.nextDouble(0.5, 1.5));
    }
    return HostTensor.of(Shape.of(count, 4), values);
  }

  private static void roiAlign(
      Cases cases, RoiAlignGeometry g, HostTensor boxes, int pictures, int channels) {
    int count = boxes.shape().dim(0);
    HostTensor picture = TestTensors.ints(pictures, 115, count);
    List<HostTensor> inputs = new ArrayList<>(List.of(boxes, picture));
    List<TensorType> maps = new ArrayList<>();
    for (double scale : g.scales()) {
      int rows = (int) Math.ceil(96 * scale);
      int columns = (int) Math.ceil(128 * scale);
      inputs.add(TestTensors.uniform(116, pictures, channels, rows, columns));
      maps.add(float32(pictures, channels, rows, columns));
    }
    int[] result = {count, channels, g.outputRows(), g.outputColumns()};
    // A coordinate of up to 32 cells carries an error of 32 epsilon; neighbours differ by 2.
    Tolerance tolerance = Tolerance.of(16, 16);
    cases.add(
        "RoIAlign " + g,
        inputs,
        List.of(float32(result)),
        tolerance,
        (k, in, out, w) ->
            k.region().roiAlign(g, in.subList(2, in.size()), in.get(0), in.get(1), out.get(0)));
    cases.add(
        "RoIAlign gradient " + g,
        List.of(boxes, picture, TestTensors.uniform(117, result)),
        maps,
        tolerance,
        (k, in, out, w) -> k.region().roiAlignGradient(g, in.get(0), in.get(1), in.get(2), out));
  }

  private static void overlaps(Cases cases) {
    int[][] counts = {{0, 3}, {1, 1}, {7, 33}, {207, 13}, {3, 1021}};
    for (int[] c : counts) {
      overlap(cases, TestTensors.boxes(c[0], 60, 60, 118), TestTensors.boxes(c[1], 60, 60, 119));
    }
    overlap(cases, edgeBoxes(), edgeBoxes());
  }

  private static void overlap(Cases cases, HostTensor a, HostTensor b) {
    cases.add(
        "box IoU",
        List.of(a, b),
        List.of(float32(a.shape().dim(0), b.shape().dim(0))),
        Tolerance.of(8, 1),
        (k, in, out, w) -> k.region().boxIou(in.get(0), in.get(1), out.get(0)));
  }

  private static void suppression(Cases cases) {
    for (int n : Cases.SIZES) {
      HostTensor boxes = TestTensors.boxes(n, 40, 40, 120);
      suppression(cases, 0.3, boxes, TestTensors.uniform(121, n), 1, n);
      HostTensor steps = TestTensors.steps(DType.FLOAT32, 6, 122, n);
      for (int wanted : new int[] {n, Math.min(n, 1), Math.ceilDiv(n, 3)}) {
        suppression(cases, 0.5, boxes, steps, 3, wanted);
      }
    }
    HostTensor scores = HostTensor.of(Shape.of(8), 1f, Float.NaN, 0f, -0f, 2, 2, 1, 0);
    suppression(cases, 0.5, edgeBoxes(), scores, 1, 8);
    suppression(cases, 0, edgeBoxes(), scores, 2, 8);
  }

  private static void suppression(
      Cases cases, double threshold, HostTensor boxes, HostTensor scores, int groups, int wanted) {
    int n = scores.shape().dim(0);
    cases.add(
        "non-maximum suppression at " + threshold + ", " + wanted + " wanted",
        List.of(boxes, scores, TestTensors.ints(groups, 123, n)),
        List.of(int32(wanted), int32()),
        Tolerance.exact(),
        (k, in, out, w) ->
            k.region()
                .nonMaximumSuppression(
                    threshold, in.get(0), in.get(1), in.get(2), out.get(0), out.get(1)));
  }
}
