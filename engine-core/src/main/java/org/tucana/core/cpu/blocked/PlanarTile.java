package org.tucana.core.cpu.blocked;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link PixelTile} for input in planes: pixels lie side by side, and each term has a distance of
 * its own. The same sums in the same order of terms.
 */
final class PlanarTile {
  private static final VectorSpecies<Float> SPECIES = PixelTile.SPECIES;
  private static final int LANES = PixelTile.LANES;
  private static final int WIDTH = PixelTile.WIDTH;

  private PlanarTile() {}

  /** Numbers of pixels that {@link #run} takes, falling; the last is 1. */
  static int[] sizes() {
    return LANES < 16 ? new int[] {6, 1} : new int[] {12, 1};
  }

  /**
   * Computes one tile.
   *
   * @param pixels one of {@link #sizes}
   * @param narrow whether the second vector of channels is left out
   * @param x the first pixel in the input
   * @param w the first term in the weights
   * @param start the first channel in the layer's start
   * @param residual the first pixel there
   * @param y the first pixel in the output
   */
  static void run(
      int pixels, boolean narrow, TileLayer layer, int x, int w, int start, int residual, int y) {
    switch (pixels) {
      case 12 -> {
        if (narrow) {
          twelveNarrow(layer, x, w, start, residual, y);
        } else {
          twelve(layer, x, w, start, residual, y);
        }
      }
      case 6 -> six(layer, x, w, start, residual, y);
      case 1 -> {
        if (narrow) {
          oneNarrow(layer, x, w, start, residual, y);
        } else {
          one(layer, x, w, start, residual, y);
        }
      }
      default -> throw new IllegalArgumentException("no planar tile of " + pixels + " pixels");
    }
  }

  private static void twelve(TileLayer layer, int x, int w, int start, int residual, int y) {
    float[] input = layer.input();
    float[] weights = layer.weights();
    int[] terms = layer.terms();
    FloatVector first = FloatVector.fromArray(SPECIES, layer.start(), start);
    FloatVector second = FloatVector.fromArray(SPECIES, layer.start(), start + LANES);
    float[] added = layer.residual();
    int by = layer.residualStep();
    int bySecond = layer.residualSecond();
    FloatVector a0 = first.add(FloatVector.fromArray(SPECIES, added, residual));
    FloatVector b0 = second.add(FloatVector.fromArray(SPECIES, added, residual + bySecond));
    FloatVector a1 = first.add(FloatVector.fromArray(SPECIES, added, residual + by));
    FloatVector b1 = second.add(FloatVector.fromArray(SPECIES, added, residual + by + bySecond));
    FloatVector a2 = first.add(FloatVector.fromArray(SPECIES, added, residual + 2 * by));
    FloatVector b2 =
        second.add(FloatVector.fromArray(SPECIES, added, residual + 2 * by + bySecond));
    FloatVector a3 = first.add(FloatVector.fromArray(SPECIES, added, residual + 3 * by));
    FloatVector b3 =
        second.add(FloatVector.fromArray(SPECIES, added, residual + 3 * by + bySecond));
    FloatVector a4 = first.add(FloatVector.fromArray(SPECIES, added, residual + 4 * by));
    FloatVector b4 =
        second.add(FloatVector.fromArray(SPECIES, added, residual + 4 * by + bySecond));
    FloatVector a5 = first.add(FloatVector.fromArray(SPECIES, added, residual + 5 * by));
    FloatVector b5 =
        second.add(FloatVector.fromArray(SPECIES, added, residual + 5 * by + bySecond));
    FloatVector a6 = first.add(FloatVector.fromArray(SPECIES, added, residual + 6 * by));
    FloatVector b6 =
        second.add(FloatVector.fromArray(SPECIES, added, residual + 6 * by + bySecond));
    FloatVector a7 = first.add(FloatVector.fromArray(SPECIES, added, residual + 7 * by));
    FloatVector b7 =
        second.add(FloatVector.fromArray(SPECIES, added, residual + 7 * by + bySecond));
    FloatVector a8 = first.add(FloatVector.fromArray(SPECIES, added, residual + 8 * by));
    FloatVector b8 =
        second.add(FloatVector.fromArray(SPECIES, added, residual + 8 * by + bySecond));
    FloatVector a9 = first.add(FloatVector.fromArray(SPECIES, added, residual + 9 * by));
    FloatVector b9 =
        second.add(FloatVector.fromArray(SPECIES, added, residual + 9 * by + bySecond));
    FloatVector a10 = first.add(FloatVector.fromArray(SPECIES, added, residual + 10 * by));
    FloatVector b10 =
        second.add(FloatVector.fromArray(SPECIES, added, residual + 10 * by + bySecond));
    FloatVector a11 = first.add(FloatVector.fromArray(SPECIES, added, residual + 11 * by));
    FloatVector b11 =
        second.add(FloatVector.fromArray(SPECIES, added, residual + 11 * by + bySecond));
    for (int term = 0; term < terms.length; term++) {
      int at = x + terms[term];
      int weight = w + term * WIDTH;
      FloatVector u = FloatVector.fromArray(SPECIES, weights, weight);
      FloatVector v = FloatVector.fromArray(SPECIES, weights, weight + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, input[at]);
      a0 = x0.fma(u, a0);
      b0 = x0.fma(v, b0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, input[at + 1]);
      a1 = x1.fma(u, a1);
      b1 = x1.fma(v, b1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, input[at + 2]);
      a2 = x2.fma(u, a2);
      b2 = x2.fma(v, b2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, input[at + 3]);
      a3 = x3.fma(u, a3);
      b3 = x3.fma(v, b3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, input[at + 4]);
      a4 = x4.fma(u, a4);
      b4 = x4.fma(v, b4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, input[at + 5]);
      a5 = x5.fma(u, a5);
      b5 = x5.fma(v, b5);
      FloatVector x6 = FloatVector.broadcast(SPECIES, input[at + 6]);
      a6 = x6.fma(u, a6);
      b6 = x6.fma(v, b6);
      FloatVector x7 = FloatVector.broadcast(SPECIES, input[at + 7]);
      a7 = x7.fma(u, a7);
      b7 = x7.fma(v, b7);
      FloatVector x8 = FloatVector.broadcast(SPECIES, input[at + 8]);
      a8 = x8.fma(u, a8);
      b8 = x8.fma(v, b8);
      FloatVector x9 = FloatVector.broadcast(SPECIES, input[at + 9]);
      a9 = x9.fma(u, a9);
      b9 = x9.fma(v, b9);
      FloatVector x10 = FloatVector.broadcast(SPECIES, input[at + 10]);
      a10 = x10.fma(u, a10);
      b10 = x10.fma(v, b10);
      FloatVector x11 = FloatVector.broadcast(SPECIES, input[at + 11]);
      a11 = x11.fma(u, a11);
      b11 = x11.fma(v, b11);
    }
    float[] output = layer.output();
    int outStep = layer.outputStep();
    int outSecond = layer.outputSecond();
    float floor = layer.floor();
    b0.max(floor).intoArray(output, y + outSecond);
    a0.max(floor).intoArray(output, y);
    b1.max(floor).intoArray(output, y + outStep + outSecond);
    a1.max(floor).intoArray(output, y + outStep);
    b2.max(floor).intoArray(output, y + 2 * outStep + outSecond);
    a2.max(floor).intoArray(output, y + 2 * outStep);
    b3.max(floor).intoArray(output, y + 3 * outStep + outSecond);
    a3.max(floor).intoArray(output, y + 3 * outStep);
    b4.max(floor).intoArray(output, y + 4 * outStep + outSecond);
    a4.max(floor).intoArray(output, y + 4 * outStep);
    b5.max(floor).intoArray(output, y + 5 * outStep + outSecond);
    a5.max(floor).intoArray(output, y + 5 * outStep);
    b6.max(floor).intoArray(output, y + 6 * outStep + outSecond);
    a6.max(floor).intoArray(output, y + 6 * outStep);
    b7.max(floor).intoArray(output, y + 7 * outStep + outSecond);
    a7.max(floor).intoArray(output, y + 7 * outStep);
    b8.max(floor).intoArray(output, y + 8 * outStep + outSecond);
    a8.max(floor).intoArray(output, y + 8 * outStep);
    b9.max(floor).intoArray(output, y + 9 * outStep + outSecond);
    a9.max(floor).intoArray(output, y + 9 * outStep);
    b10.max(floor).intoArray(output, y + 10 * outStep + outSecond);
    a10.max(floor).intoArray(output, y + 10 * outStep);
    b11.max(floor).intoArray(output, y + 11 * outStep + outSecond);
    a11.max(floor).intoArray(output, y + 11 * outStep);
  }

  private static void twelveNarrow(TileLayer layer, int x, int w, int start, int residual, int y) {
    float[] input = layer.input();
    float[] weights = layer.weights();
    int[] terms = layer.terms();
    FloatVector first = FloatVector.fromArray(SPECIES, layer.start(), start);
    float[] added = layer.residual();
    int by = layer.residualStep();
    FloatVector a0 = first.add(FloatVector.fromArray(SPECIES, added, residual));
    FloatVector a1 = first.add(FloatVector.fromArray(SPECIES, added, residual + by));
    FloatVector a2 = first.add(FloatVector.fromArray(SPECIES, added, residual + 2 * by));
    FloatVector a3 = first.add(FloatVector.fromArray(SPECIES, added, residual + 3 * by));
    FloatVector a4 = first.add(FloatVector.fromArray(SPECIES, added, residual + 4 * by));
    FloatVector a5 = first.add(FloatVector.fromArray(SPECIES, added, residual + 5 * by));
    FloatVector a6 = first.add(FloatVector.fromArray(SPECIES, added, residual + 6 * by));
    FloatVector a7 = first.add(FloatVector.fromArray(SPECIES, added, residual + 7 * by));
    FloatVector a8 = first.add(FloatVector.fromArray(SPECIES, added, residual + 8 * by));
    FloatVector a9 = first.add(FloatVector.fromArray(SPECIES, added, residual + 9 * by));
    FloatVector a10 = first.add(FloatVector.fromArray(SPECIES, added, residual + 10 * by));
    FloatVector a11 = first.add(FloatVector.fromArray(SPECIES, added, residual + 11 * by));
    for (int term = 0; term < terms.length; term++) {
      int at = x + terms[term];
      int weight = w + term * WIDTH;
      FloatVector u = FloatVector.fromArray(SPECIES, weights, weight);
      a0 = FloatVector.broadcast(SPECIES, input[at]).fma(u, a0);
      a1 = FloatVector.broadcast(SPECIES, input[at + 1]).fma(u, a1);
      a2 = FloatVector.broadcast(SPECIES, input[at + 2]).fma(u, a2);
      a3 = FloatVector.broadcast(SPECIES, input[at + 3]).fma(u, a3);
      a4 = FloatVector.broadcast(SPECIES, input[at + 4]).fma(u, a4);
      a5 = FloatVector.broadcast(SPECIES, input[at + 5]).fma(u, a5);
      a6 = FloatVector.broadcast(SPECIES, input[at + 6]).fma(u, a6);
      a7 = FloatVector.broadcast(SPECIES, input[at + 7]).fma(u, a7);
      a8 = FloatVector.broadcast(SPECIES, input[at + 8]).fma(u, a8);
      a9 = FloatVector.broadcast(SPECIES, input[at + 9]).fma(u, a9);
      a10 = FloatVector.broadcast(SPECIES, input[at + 10]).fma(u, a10);
      a11 = FloatVector.broadcast(SPECIES, input[at + 11]).fma(u, a11);
    }
    float[] output = layer.output();
    int outStep = layer.outputStep();
    float floor = layer.floor();
    a0.max(floor).intoArray(output, y);
    a1.max(floor).intoArray(output, y + outStep);
    a2.max(floor).intoArray(output, y + 2 * outStep);
    a3.max(floor).intoArray(output, y + 3 * outStep);
    a4.max(floor).intoArray(output, y + 4 * outStep);
    a5.max(floor).intoArray(output, y + 5 * outStep);
    a6.max(floor).intoArray(output, y + 6 * outStep);
    a7.max(floor).intoArray(output, y + 7 * outStep);
    a8.max(floor).intoArray(output, y + 8 * outStep);
    a9.max(floor).intoArray(output, y + 9 * outStep);
    a10.max(floor).intoArray(output, y + 10 * outStep);
    a11.max(floor).intoArray(output, y + 11 * outStep);
  }

  private static void six(TileLayer layer, int x, int w, int start, int residual, int y) {
    float[] input = layer.input();
    float[] weights = layer.weights();
    int[] terms = layer.terms();
    FloatVector first = FloatVector.fromArray(SPECIES, layer.start(), start);
    FloatVector second = FloatVector.fromArray(SPECIES, layer.start(), start + LANES);
    float[] added = layer.residual();
    int by = layer.residualStep();
    int bySecond = layer.residualSecond();
    FloatVector a0 = first.add(FloatVector.fromArray(SPECIES, added, residual));
    FloatVector b0 = second.add(FloatVector.fromArray(SPECIES, added, residual + bySecond));
    FloatVector a1 = first.add(FloatVector.fromArray(SPECIES, added, residual + by));
    FloatVector b1 = second.add(FloatVector.fromArray(SPECIES, added, residual + by + bySecond));
    FloatVector a2 = first.add(FloatVector.fromArray(SPECIES, added, residual + 2 * by));
    FloatVector b2 =
        second.add(FloatVector.fromArray(SPECIES, added, residual + 2 * by + bySecond));
    FloatVector a3 = first.add(FloatVector.fromArray(SPECIES, added, residual + 3 * by));
    FloatVector b3 =
        second.add(FloatVector.fromArray(SPECIES, added, residual + 3 * by + bySecond));
    FloatVector a4 = first.add(FloatVector.fromArray(SPECIES, added, residual + 4 * by));
    FloatVector b4 =
        second.add(FloatVector.fromArray(SPECIES, added, residual + 4 * by + bySecond));
    FloatVector a5 = first.add(FloatVector.fromArray(SPECIES, added, residual + 5 * by));
    FloatVector b5 =
        second.add(FloatVector.fromArray(SPECIES, added, residual + 5 * by + bySecond));
    for (int term = 0; term < terms.length; term++) {
      int at = x + terms[term];
      int weight = w + term * WIDTH;
      FloatVector u = FloatVector.fromArray(SPECIES, weights, weight);
      FloatVector v = FloatVector.fromArray(SPECIES, weights, weight + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, input[at]);
      a0 = x0.fma(u, a0);
      b0 = x0.fma(v, b0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, input[at + 1]);
      a1 = x1.fma(u, a1);
      b1 = x1.fma(v, b1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, input[at + 2]);
      a2 = x2.fma(u, a2);
      b2 = x2.fma(v, b2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, input[at + 3]);
      a3 = x3.fma(u, a3);
      b3 = x3.fma(v, b3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, input[at + 4]);
      a4 = x4.fma(u, a4);
      b4 = x4.fma(v, b4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, input[at + 5]);
      a5 = x5.fma(u, a5);
      b5 = x5.fma(v, b5);
    }
    float[] output = layer.output();
    int outStep = layer.outputStep();
    int outSecond = layer.outputSecond();
    float floor = layer.floor();
    b0.max(floor).intoArray(output, y + outSecond);
    a0.max(floor).intoArray(output, y);
    b1.max(floor).intoArray(output, y + outStep + outSecond);
    a1.max(floor).intoArray(output, y + outStep);
    b2.max(floor).intoArray(output, y + 2 * outStep + outSecond);
    a2.max(floor).intoArray(output, y + 2 * outStep);
    b3.max(floor).intoArray(output, y + 3 * outStep + outSecond);
    a3.max(floor).intoArray(output, y + 3 * outStep);
    b4.max(floor).intoArray(output, y + 4 * outStep + outSecond);
    a4.max(floor).intoArray(output, y + 4 * outStep);
    b5.max(floor).intoArray(output, y + 5 * outStep + outSecond);
    a5.max(floor).intoArray(output, y + 5 * outStep);
  }

  private static void one(TileLayer layer, int x, int w, int start, int residual, int y) {
    float[] input = layer.input();
    float[] weights = layer.weights();
    int[] terms = layer.terms();
    FloatVector first = FloatVector.fromArray(SPECIES, layer.start(), start);
    FloatVector second = FloatVector.fromArray(SPECIES, layer.start(), start + LANES);
    float[] added = layer.residual();
    int bySecond = layer.residualSecond();
    FloatVector a0 = first.add(FloatVector.fromArray(SPECIES, added, residual));
    FloatVector b0 = second.add(FloatVector.fromArray(SPECIES, added, residual + bySecond));
    for (int term = 0; term < terms.length; term++) {
      int at = x + terms[term];
      int weight = w + term * WIDTH;
      FloatVector u = FloatVector.fromArray(SPECIES, weights, weight);
      FloatVector v = FloatVector.fromArray(SPECIES, weights, weight + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, input[at]);
      a0 = x0.fma(u, a0);
      b0 = x0.fma(v, b0);
    }
    float[] output = layer.output();
    int outSecond = layer.outputSecond();
    float floor = layer.floor();
    b0.max(floor).intoArray(output, y + outSecond);
    a0.max(floor).intoArray(output, y);
  }

  private static void oneNarrow(TileLayer layer, int x, int w, int start, int residual, int y) {
    float[] input = layer.input();
    float[] weights = layer.weights();
    int[] terms = layer.terms();
    FloatVector first = FloatVector.fromArray(SPECIES, layer.start(), start);
    float[] added = layer.residual();
    FloatVector a0 = first.add(FloatVector.fromArray(SPECIES, added, residual));
    for (int term = 0; term < terms.length; term++) {
      int at = x + terms[term];
      int weight = w + term * WIDTH;
      FloatVector u = FloatVector.fromArray(SPECIES, weights, weight);
      a0 = FloatVector.broadcast(SPECIES, input[at]).fma(u, a0);
    }
    float[] output = layer.output();
    float floor = layer.floor();
    a0.max(floor).intoArray(output, y);
  }
}
