package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tucana.cuda.kernel.Arguments.address;
import static org.tucana.cuda.kernel.Arguments.number;
import static org.tucana.cuda.kernel.Values.type;

import org.tucana.core.kernel.Operand;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.StructWriter;
import org.tucana.cuda.testing.TestDevice;

/** A detector's kernels that no family has, on cases worked out by hand. */
record DetectorLaunches(TestDevice device) {
  void run() {
    decode();
    clip();
    anchors();
    masks();
  }

  private Operand floats(int[] dims, float... values) {
    return device.upload(HostTensor.of(Shape.of(dims), values));
  }

  private float[] read(Operand operand) {
    return device.download(operand).toFloats();
  }

  private void boxes(String kernel, int elements, KernelArgument... arguments) {
    device.device().launcher().each(KernelFile.BOXES, kernel, elements, arguments);
  }

  /** Two classes of a box 20 wide and 40 high: moved and doubled, and as large as can be. */
  private void decode() {
    Operand references = floats(new int[] {1, 4}, 100, 200, 120, 240);
    float log2 = (float) StrictMath.log(2);
    Operand offsets = floats(new int[] {1, 2, 4}, 5, -10, 5 * log2, -5 * log2, 0, 0, 1000, 1000);
    Operand out = device.empty(type(DType.FLOAT32, 1, 2, 4));
    KernelArgument weights =
        new StructWriter(16).number(10f).number(10f).number(5f).number(5f).struct();
    boxes(
        "box_decode_float32",
        2,
        number(1),
        number(2),
        address(references),
        address(offsets),
        weights,
        address(out));
    assertArrayEquals(
        new float[] {100, 170, 140, 190, 110 - 625, 220 - 1250, 110 + 625, 220 + 1250},
        read(out),
        1e-3f);
  }

  private void clip() {
    Operand boxes = floats(new int[] {2, 4}, -5, -5, 50, 20, 10, 90, 300, 400);
    Operand out = device.empty(type(DType.FLOAT32, 2, 4));
    boxes("box_clip_float32", 8, number(2L), number(30), number(40), address(boxes), address(out));
    assertArrayEquals(new float[] {0, 0, 40, 20, 10, 30, 40, 30}, read(out));
  }

  /** Two rows of three cells, two boxes a cell. */
  private void anchors() {
    float[] base = {-4, -2, 4, 2, -1, -1, 1, 1};
    Operand out = device.empty(type(DType.FLOAT32, 2, 3, 2, 4));
    boxes(
        "anchors_float32",
        48,
        number(2),
        number(3),
        number(2),
        number(16),
        number(8),
        address(floats(new int[] {2, 4}, base)),
        address(out));
    float[] found = read(out);
    for (int i = 0; i < found.length; i++) {
      int cell = i / 8;
      float shift = i % 2 == 0 ? cell % 3 * 8 : cell / 3 * 16;
      assertEquals(base[i % 8] + shift, found[i], "anchor number " + i);
    }
  }

  /**
   * Masks of 2 x 2 with a border of zeros around each, which is as wide as a cell of the mask. The
   * first box spans 2 to 5, so 0.5 to 6.5 with its border: pixels 0 to 6 of the picture, in steps
   * of 4 cells over 7 pixels. The second lies right of the picture.
   */
  private void masks() {
    Operand boxes = floats(new int[] {2, 4}, 2, 2, 5, 5, 60, 2, 65, 5);
    Operand spans = device.empty(type(DType.INT32, 2, 2, 4));
    device
        .device()
        .launcher()
        .each(
            KernelFile.MASK,
            "mask_spans",
            2,
            number(2),
            number(2),
            number(4),
            number(50),
            address(boxes),
            address(spans));
    assertArrayEquals(
        new int[] {0, 7, 0, 4, 0, 7, 0, 7, 0, 7, 0, 4, 57, 11, 50, 50},
        device.download(spans).toInts());
    float[] cells = {1, 2, 3, 4, 9, 9, 9, 9};
    Operand out = device.empty(type(DType.FLOAT32, 28));
    device
        .device()
        .launcher()
        .each(
            KernelFile.MASK,
            "mask_paste_float32",
            28,
            number(2),
            number(2),
            address(floats(new int[] {2, 2, 2}, cells)),
            address(spans),
            address(device.upload(HostTensor.of(Shape.of(3), 0L, 28L, 28L))),
            address(out));
    float[] found = read(out);
    for (int i = 0; i < found.length; i++) {
      assertEquals(pasted(cells, i / 7, i % 7), found[i], 1e-5, "pixel " + i);
    }
  }

  /** The sum of the cells, each weighted by how near it is to the pixel along both axes. */
  private static double pasted(float[] cells, int y, int x) {
    double sum = 0;
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 2; column++) {
        sum += nearness(y, row) * nearness(x, column) * cells[2 * row + column];
      }
    }
    return sum;
  }

  /** 1 at the centre of a cell, falling to 0 at its neighbours' centres. */
  private static double nearness(int pixel, int cell) {
    double at = (pixel + 0.5) * 4 / 7 - 0.5;
    return Math.max(0, 1 - Math.abs(at - (cell + 1)));
  }
}
