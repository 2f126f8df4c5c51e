package org.tucana.core.cpu.blocked;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loop: some pixels of two vectors of channels. Each sum is one chain of fused
 * multiply-adds in the order of the terms, so its bits do not depend on the tile it is in. Terms
 * come in runs of {@link MapExtent#BLOCK}, whose inputs lie side by side, as do the pixels: only
 * with distances and lengths that the compiler knows all sums surely stay in registers, and the
 * bounds of a run are checked once.
 *
 * <p>Twelve pixels take 24 of 32 registers, six take 12 of 16. The loops are unrolled by hand
 * because the sums must be local variables to stay in registers.
 */
final class PixelTile {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Floats in a vector. */
  static final int LANES = SPECIES.length();

  /** Channels of a tile. */
  static final int WIDTH = 2 * LANES;

  private static final int BLOCK = MapExtent.BLOCK;

  private PixelTile() {}

  /** Numbers of pixels that {@link #run} takes, falling; the last is 1. */
  static int[] sizes() {
    return LANES < 16 ? new int[] {6, 4, 1} : new int[] {12, 7, 4, 1};
  }

  /**
   * Computes one tile.
   *
   * @param pixels one of {@link #sizes}
   * @param narrow whether the second vector of channels is left out ({@link NarrowTile})
   * @param x the first pixel in the input
   * @param w the first term in the weights
   * @param start the first channel in the layer's start
   * @param residual the first pixel there
   * @param y the first pixel in the output
   */
  static void run(
      int pixels, boolean narrow, TileLayer layer, int x, int w, int start, int residual, int y) {
    if (narrow) {
      NarrowTile.run(pixels, layer, x, w, start, residual, y);
      return;
    }
    switch (pixels) {
      case 12 -> twelve(layer, x, w, start, residual, y);
      case 7 -> seven(layer, x, w, start, residual, y);
      case 6 -> six(layer, x, w, start, residual, y);
      case 4 -> four(layer, x, w, start, residual, y);
      case 1 -> one(layer, x, w, start, residual, y);
      default -> throw new IllegalArgumentException("no tile of " + pixels + " pixels");
    }
  }

  private static void twelve(TileLayer layer, int x, int w, int start, int residual, int y) {
    float[] input = layer.input();
    float[] weights = layer.weights();
    int[] terms = layer.terms();
    FloatVector first = FloatVector.fromArray(SPECIES, layer.start(), start);
    FloatVector second = FloatVector.fromArray(SPECIES, layer.start(), start + LANES);
    FloatVector a0 = first;
    FloatVector b0 = second;
    FloatVector a1 = first;
    FloatVector b1 = second;
    FloatVector a2 = first;
    FloatVector b2 = second;
    FloatVector a3 = first;
    FloatVector b3 = second;
    FloatVector a4 = first;
    FloatVector b4 = second;
    FloatVector a5 = first;
    FloatVector b5 = second;
    FloatVector a6 = first;
    FloatVector b6 = second;
    FloatVector a7 = first;
    FloatVector b7 = second;
    FloatVector a8 = first;
    FloatVector b8 = second;
    FloatVector a9 = first;
    FloatVector b9 = second;
    FloatVector a10 = first;
    FloatVector b10 = second;
    FloatVector a11 = first;
    FloatVector b11 = second;
    float[] added = layer.residual();
    int by = layer.residualStep();
    int bySecond = layer.residualSecond();
    a0 = a0.add(FloatVector.fromArray(SPECIES, added, residual));
    b0 = b0.add(FloatVector.fromArray(SPECIES, added, residual + bySecond));
    a1 = a1.add(FloatVector.fromArray(SPECIES, added, residual + by));
    b1 = b1.add(FloatVector.fromArray(SPECIES, added, residual + by + bySecond));
    a2 = a2.add(FloatVector.fromArray(SPECIES, added, residual + 2 * by));
    b2 = b2.add(FloatVector.fromArray(SPECIES, added, residual + 2 * by + bySecond));
    a3 = a3.add(FloatVector.fromArray(SPECIES, added, residual + 3 * by));
    b3 = b3.add(FloatVector.fromArray(SPECIES, added, residual + 3 * by + bySecond));
    a4 = a4.add(FloatVector.fromArray(SPECIES, added, residual + 4 * by));
    b4 = b4.add(FloatVector.fromArray(SPECIES, added, residual + 4 * by + bySecond));
    a5 = a5.add(FloatVector.fromArray(SPECIES, added, residual + 5 * by));
    b5 = b5.add(FloatVector.fromArray(SPECIES, added, residual + 5 * by + bySecond));
    a6 = a6.add(FloatVector.fromArray(SPECIES, added, residual + 6 * by));
    b6 = b6.add(FloatVector.fromArray(SPECIES, added, residual + 6 * by + bySecond));
    a7 = a7.add(FloatVector.fromArray(SPECIES, added, residual + 7 * by));
    b7 = b7.add(FloatVector.fromArray(SPECIES, added, residual + 7 * by + bySecond));
    a8 = a8.add(FloatVector.fromArray(SPECIES, added, residual + 8 * by));
    b8 = b8.add(FloatVector.fromArray(SPECIES, added, residual + 8 * by + bySecond));
    a9 = a9.add(FloatVector.fromArray(SPECIES, added, residual + 9 * by));
    b9 = b9.add(FloatVector.fromArray(SPECIES, added, residual + 9 * by + bySecond));
    a10 = a10.add(FloatVector.fromArray(SPECIES, added, residual + 10 * by));
    b10 = b10.add(FloatVector.fromArray(SPECIES, added, residual + 10 * by + bySecond));
    a11 = a11.add(FloatVector.fromArray(SPECIES, added, residual + 11 * by));
    b11 = b11.add(FloatVector.fromArray(SPECIES, added, residual + 11 * by + bySecond));
    for (int r = 0; r < terms.length; r++) {
      int from = x + terms[r];
      int filter = w + r * BLOCK * WIDTH;
      for (int c = 0; c < BLOCK; c++) {
        int at = from + c;
        int weight = filter + c * WIDTH;
        FloatVector u = FloatVector.fromArray(SPECIES, weights, weight);
        FloatVector v = FloatVector.fromArray(SPECIES, weights, weight + LANES);
        FloatVector x0 = FloatVector.broadcast(SPECIES, input[at]);
        a0 = x0.fma(u, a0);
        b0 = x0.fma(v, b0);
        FloatVector x1 = FloatVector.broadcast(SPECIES, input[at + BLOCK]);
        a1 = x1.fma(u, a1);
        b1 = x1.fma(v, b1);
        FloatVector x2 = FloatVector.broadcast(SPECIES, input[at + 2 * BLOCK]);
        a2 = x2.fma(u, a2);
        b2 = x2.fma(v, b2);
        FloatVector x3 = FloatVector.broadcast(SPECIES, input[at + 3 * BLOCK]);
        a3 = x3.fma(u, a3);
        b3 = x3.fma(v, b3);
        FloatVector x4 = FloatVector.broadcast(SPECIES, input[at + 4 * BLOCK]);
        a4 = x4.fma(u, a4);
        b4 = x4.fma(v, b4);
        FloatVector x5 = FloatVector.broadcast(SPECIES, input[at + 5 * BLOCK]);
        a5 = x5.fma(u, a5);
        b5 = x5.fma(v, b5);
        FloatVector x6 = FloatVector.broadcast(SPECIES, input[at + 6 * BLOCK]);
        a6 = x6.fma(u, a6);
        b6 = x6.fma(v, b6);
        FloatVector x7 = FloatVector.broadcast(SPECIES, input[at + 7 * BLOCK]);
        a7 = x7.fma(u, a7);
        b7 = x7.fma(v, b7);
        FloatVector x8 = FloatVector.broadcast(SPECIES, input[at + 8 * BLOCK]);
        a8 = x8.fma(u, a8);
        b8 = x8.fma(v, b8);
        FloatVector x9 = FloatVector.broadcast(SPECIES, input[at + 9 * BLOCK]);
        a9 = x9.fma(u, a9);
        b9 = x9.fma(v, b9);
        FloatVector x10 = FloatVector.broadcast(SPECIES, input[at + 10 * BLOCK]);
        a10 = x10.fma(u, a10);
        b10 = x10.fma(v, b10);
        FloatVector x11 = FloatVector.broadcast(SPECIES, input[at + 11 * BLOCK]);
        a11 = x11.fma(u, a11);
        b11 = x11.fma(v, b11);
      }
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

  private static void seven(TileLayer layer, int x, int w, int start, int residual, int y) {
    float[] input = layer.input();
    float[] weights = layer.weights();
    int[] terms = layer.terms();
    FloatVector first = FloatVector.fromArray(SPECIES, layer.start(), start);
    FloatVector second = FloatVector.fromArray(SPECIES, layer.start(), start + LANES);
    FloatVector a0 = first;
    FloatVector b0 = second;
    FloatVector a1 = first;
    FloatVector b1 = second;
    FloatVector a2 = first;
    FloatVector b2 = second;
    FloatVector a3 = first;
    FloatVector b3 = second;
    FloatVector a4 = first;
    FloatVector b4 = second;
    FloatVector a5 = first;
    FloatVector b5 = second;
    FloatVector a6 = first;
    FloatVector b6 = second;
    float[] added = layer.residual();
    int by = layer.residualStep();
    int bySecond = layer.residualSecond();
    a0 = a0.add(FloatVector.fromArray(SPECIES, added, residual));
    b0 = b0.add(FloatVector.fromArray(SPECIES, added, residual + bySecond));
    a1 = a1.add(FloatVector.fromArray(SPECIES, added, residual + by));
    b1 = b1.add(FloatVector.fromArray(SPECIES, added, residual + by + bySecond));
    a2 = a2.add(FloatVector.fromArray(SPECIES, added, residual + 2 * by));
    b2 = b2.add(FloatVector.fromArray(SPECIES, added, residual + 2 * by + bySecond));
    a3 = a3.add(FloatVector.fromArray(SPECIES, added, residual + 3 * by));
    b3 = b3.add(FloatVector.fromArray(SPECIES, added, residual + 3 * by + bySecond));
    a4 = a4.add(FloatVector.fromArray(SPECIES, added, residual + 4 * by));
    b4 = b4.add(FloatVector.fromArray(SPECIES, added, residual + 4 * by + bySecond));
    a5 = a5.add(FloatVector.fromArray(SPECIES, added, residual + 5 * by));
    b5 = b5.add(FloatVector.fromArray(SPECIES, added, residual + 5 * by + bySecond));
    a6 = a6.add(FloatVector.fromArray(SPECIES, added, residual + 6 * by));
    b6 = b6.add(FloatVector.fromArray(SPECIES, added, residual + 6 * by + bySecond));
    for (int r = 0; r < terms.length; r++) {
      int from = x + terms[r];
      int filter = w + r * BLOCK * WIDTH;
      for (int c = 0; c < BLOCK; c++) {
        int at = from + c;
        int weight = filter + c * WIDTH;
        FloatVector u = FloatVector.fromArray(SPECIES, weights, weight);
        FloatVector v = FloatVector.fromArray(SPECIES, weights, weight + LANES);
        FloatVector x0 = FloatVector.broadcast(SPECIES, input[at]);
        a0 = x0.fma(u, a0);
        b0 = x0.fma(v, b0);
        FloatVector x1 = FloatVector.broadcast(SPECIES, input[at + BLOCK]);
        a1 = x1.fma(u, a1);
        b1 = x1.fma(v, b1);
        FloatVector x2 = FloatVector.broadcast(SPECIES, input[at + 2 * BLOCK]);
        a2 = x2.fma(u, a2);
        b2 = x2.fma(v, b2);
        FloatVector x3 = FloatVector.broadcast(SPECIES, input[at + 3 * BLOCK]);
        a3 = x3.fma(u, a3);
        b3 = x3.fma(v, b3);
        FloatVector x4 = FloatVector.broadcast(SPECIES, input[at + 4 * BLOCK]);
        a4 = x4.fma(u, a4);
        b4 = x4.fma(v, b4);
        FloatVector x5 = FloatVector.broadcast(SPECIES, input[at + 5 * BLOCK]);
        a5 = x5.fma(u, a5);
        b5 = x5.fma(v, b5);
        FloatVector x6 = FloatVector.broadcast(SPECIES, input[at + 6 * BLOCK]);
        a6 = x6.fma(u, a6);
        b6 = x6.fma(v, b6);
      }
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
  }

  private static void six(TileLayer layer, int x, int w, int start, int residual, int y) {
    float[] input = layer.input();
    float[] weights = layer.weights();
    int[] terms = layer.terms();
    FloatVector first = FloatVector.fromArray(SPECIES, layer.start(), start);
    FloatVector second = FloatVector.fromArray(SPECIES, layer.start(), start + LANES);
    FloatVector a0 = first;
    FloatVector b0 = second;
    FloatVector a1 = first;
    FloatVector b1 = second;
    FloatVector a2 = first;
    FloatVector b2 = second;
    FloatVector a3 = first;
    FloatVector b3 = second;
    FloatVector a4 = first;
    FloatVector b4 = second;
    FloatVector a5 = first;
    FloatVector b5 = second;
    float[] added = layer.residual();
    int by = layer.residualStep();
    int bySecond = layer.residualSecond();
    a0 = a0.add(FloatVector.fromArray(SPECIES, added, residual));
    b0 = b0.add(FloatVector.fromArray(SPECIES, added, residual + bySecond));
    a1 = a1.add(FloatVector.fromArray(SPECIES, added, residual + by));
    b1 = b1.add(FloatVector.fromArray(SPECIES, added, residual + by + bySecond));
    a2 = a2.add(FloatVector.fromArray(SPECIES, added, residual + 2 * by));
    b2 = b2.add(FloatVector.fromArray(SPECIES, added, residual + 2 * by + bySecond));
    a3 = a3.add(FloatVector.fromArray(SPECIES, added, residual + 3 * by));
    b3 = b3.add(FloatVector.fromArray(SPECIES, added, residual + 3 * by + bySecond));
    a4 = a4.add(FloatVector.fromArray(SPECIES, added, residual + 4 * by));
    b4 = b4.add(FloatVector.fromArray(SPECIES, added, residual + 4 * by + bySecond));
    a5 = a5.add(FloatVector.fromArray(SPECIES, added, residual + 5 * by));
    b5 = b5.add(FloatVector.fromArray(SPECIES, added, residual + 5 * by + bySecond));
    for (int r = 0; r < terms.length; r++) {
      int from = x + terms[r];
      int filter = w + r * BLOCK * WIDTH;
      for (int c = 0; c < BLOCK; c++) {
        int at = from + c;
        int weight = filter + c * WIDTH;
        FloatVector u = FloatVector.fromArray(SPECIES, weights, weight);
        FloatVector v = FloatVector.fromArray(SPECIES, weights, weight + LANES);
        FloatVector x0 = FloatVector.broadcast(SPECIES, input[at]);
        a0 = x0.fma(u, a0);
        b0 = x0.fma(v, b0);
        FloatVector x1 = FloatVector.broadcast(SPECIES, input[at + BLOCK]);
        a1 = x1.fma(u, a1);
        b1 = x1.fma(v, b1);
        FloatVector x2 = FloatVector.broadcast(SPECIES, input[at + 2 * BLOCK]);
        a2 = x2.fma(u, a2);
        b2 = x2.fma(v, b2);
        FloatVector x3 = FloatVector.broadcast(SPECIES, input[at + 3 * BLOCK]);
        a3 = x3.fma(u, a3);
        b3 = x3.fma(v, b3);
        FloatVector x4 = FloatVector.broadcast(SPECIES, input[at + 4 * BLOCK]);
        a4 = x4.fma(u, a4);
        b4 = x4.fma(v, b4);
        FloatVector x5 = FloatVector.broadcast(SPECIES, input[at + 5 * BLOCK]);
        a5 = x5.fma(u, a5);
        b5 = x5.fma(v, b5);
      }
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

  private static void four(TileLayer layer, int x, int w, int start, int residual, int y) {
    float[] input = layer.input();
    float[] weights = layer.weights();
    int[] terms = layer.terms();
    FloatVector first = FloatVector.fromArray(SPECIES, layer.start(), start);
    FloatVector second = FloatVector.fromArray(SPECIES, layer.start(), start + LANES);
    FloatVector a0 = first;
    FloatVector b0 = second;
    FloatVector a1 = first;
    FloatVector b1 = second;
    FloatVector a2 = first;
    FloatVector b2 = second;
    FloatVector a3 = first;
    FloatVector b3 = second;
    float[] added = layer.residual();
    int by = layer.residualStep();
    int bySecond = layer.residualSecond();
    a0 = a0.add(FloatVector.fromArray(SPECIES, added, residual));
    b0 = b0.add(FloatVector.fromArray(SPECIES, added, residual + bySecond));
    a1 = a1.add(FloatVector.fromArray(SPECIES, added, residual + by));
    b1 = b1.add(FloatVector.fromArray(SPECIES, added, residual + by + bySecond));
    a2 = a2.add(FloatVector.fromArray(SPECIES, added, residual + 2 * by));
    b2 = b2.add(FloatVector.fromArray(SPECIES, added, residual + 2 * by + bySecond));
    a3 = a3.add(FloatVector.fromArray(SPECIES, added, residual + 3 * by));
    b3 = b3.add(FloatVector.fromArray(SPECIES, added, residual + 3 * by + bySecond));
    for (int r = 0; r < terms.length; r++) {
      int from = x + terms[r];
      int filter = w + r * BLOCK * WIDTH;
      for (int c = 0; c < BLOCK; c++) {
        int at = from + c;
        int weight = filter + c * WIDTH;
        FloatVector u = FloatVector.fromArray(SPECIES, weights, weight);
        FloatVector v = FloatVector.fromArray(SPECIES, weights, weight + LANES);
        FloatVector x0 = FloatVector.broadcast(SPECIES, input[at]);
        a0 = x0.fma(u, a0);
        b0 = x0.fma(v, b0);
        FloatVector x1 = FloatVector.broadcast(SPECIES, input[at + BLOCK]);
        a1 = x1.fma(u, a1);
        b1 = x1.fma(v, b1);
        FloatVector x2 = FloatVector.broadcast(SPECIES, input[at + 2 * BLOCK]);
        a2 = x2.fma(u, a2);
        b2 = x2.fma(v, b2);
        FloatVector x3 = FloatVector.broadcast(SPECIES, input[at + 3 * BLOCK]);
        a3 = x3.fma(u, a3);
        b3 = x3.fma(v, b3);
      }
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
  }

  private static void one(TileLayer layer, int x, int w, int start, int residual, int y) {
    float[] input = layer.input();
    float[] weights = layer.weights();
    int[] terms = layer.terms();
    FloatVector first = FloatVector.fromArray(SPECIES, layer.start(), start);
    FloatVector second = FloatVector.fromArray(SPECIES, layer.start(), start + LANES);
    FloatVector a0 = first;
    FloatVector b0 = second;
    float[] added = layer.residual();
    int bySecond = layer.residualSecond();
    a0 = a0.add(FloatVector.fromArray(SPECIES, added, residual));
    b0 = b0.add(FloatVector.fromArray(SPECIES, added, residual + bySecond));
    for (int r = 0; r < terms.length; r++) {
      int from = x + terms[r];
      int filter = w + r * BLOCK * WIDTH;
      for (int c = 0; c < BLOCK; c++) {
        int at = from + c;
        int weight = filter + c * WIDTH;
        FloatVector u = FloatVector.fromArray(SPECIES, weights, weight);
        FloatVector v = FloatVector.fromArray(SPECIES, weights, weight + LANES);
        FloatVector x0 = FloatVector.broadcast(SPECIES, input[at]);
        a0 = x0.fma(u, a0);
        b0 = x0.fma(v, b0);
      }
    }
    float[] output = layer.output();
    int outSecond = layer.outputSecond();
    float floor = layer.floor();
    b0.max(floor).intoArray(output, y + outSecond);
    a0.max(floor).intoArray(output, y);
  }
}
