package org.tucana.core.cpu.blocked;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link PixelTile} with one vector of channels: what is left where filters end within the first
 * vector of a group. The same sums in the same order from the same packed filters, of which it
 * reads every other vector; so it costs half as much.
 */
final class NarrowTile {
  private static final VectorSpecies<Float> SPECIES = PixelTile.SPECIES;
  private static final int BLOCK = MapExtent.BLOCK;

  private NarrowTile() {}

  /**
   * Computes one tile.
   *
   * @param pixels one of {@link PixelTile#sizes}
   * @param x the first pixel in the input
   * @param w the first term in the weights
   * @param start the first channel in the layer's start
   * @param residual the first pixel there
   * @param y the first pixel in the output
   */
  static void run(int pixels, TileLayer layer, int x, int w, int start, int residual, int y) {
    switch (pixels) {
      case 12 -> twelve(layer, x, w, start, residual, y);
      case 7 -> seven(layer, x, w, start, residual, y);
      case 4 -> four(layer, x, w, start, residual, y);
      case 1 -> one(layer, x, w, start, residual, y);
      default -> throw new IllegalArgumentException("no narrow tile of " + pixels + " pixels");
    }
  }

  private static void twelve(TileLayer layer, int x, int w, int start, int residual, int y) {
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
    for (int r = 0; r < terms.length; r++) {
      int from = x + terms[r];
      int filter = w + r * BLOCK * PixelTile.WIDTH;
      for (int c = 0; c < BLOCK; c++) {
        int at = from + c;
        FloatVector u = FloatVector.fromArray(SPECIES, weights, filter + c * PixelTile.WIDTH);
        a0 = FloatVector.broadcast(SPECIES, input[at]).fma(u, a0);
        a1 = FloatVector.broadcast(SPECIES, input[at + BLOCK]).fma(u, a1);
        a2 = FloatVector.broadcast(SPECIES, input[at + 2 * BLOCK]).fma(u, a2);
        a3 = FloatVector.broadcast(SPECIES, input[at + 3 * BLOCK]).fma(u, a3);
        a4 = FloatVector.broadcast(SPECIES, input[at + 4 * BLOCK]).fma(u, a4);
        a5 = FloatVector.broadcast(SPECIES, input[at + 5 * BLOCK]).fma(u, a5);
        a6 = FloatVector.broadcast(SPECIES, input[at + 6 * BLOCK]).fma(u, a6);
        a7 = FloatVector.broadcast(SPECIES, input[at + 7 * BLOCK]).fma(u, a7);
        a8 = FloatVector.broadcast(SPECIES, input[at + 8 * BLOCK]).fma(u, a8);
        a9 = FloatVector.broadcast(SPECIES, input[at + 9 * BLOCK]).fma(u, a9);
        a10 = FloatVector.broadcast(SPECIES, input[at + 10 * BLOCK]).fma(u, a10);
        a11 = FloatVector.broadcast(SPECIES, input[at + 11 * BLOCK]).fma(u, a11);
      }
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

  private static void seven(TileLayer layer, int x, int w, int start, int residual, int y) {
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
    for (int r = 0; r < terms.length; r++) {
      int from = x + terms[r];
      int filter = w + r * BLOCK * PixelTile.WIDTH;
      for (int c = 0; c < BLOCK; c++) {
        int at = from + c;
        FloatVector u = FloatVector.fromArray(SPECIES, weights, filter + c * PixelTile.WIDTH);
        a0 = FloatVector.broadcast(SPECIES, input[at]).fma(u, a0);
        a1 = FloatVector.broadcast(SPECIES, input[at + BLOCK]).fma(u, a1);
        a2 = FloatVector.broadcast(SPECIES, input[at + 2 * BLOCK]).fma(u, a2);
        a3 = FloatVector.broadcast(SPECIES, input[at + 3 * BLOCK]).fma(u, a3);
        a4 = FloatVector.broadcast(SPECIES, input[at + 4 * BLOCK]).fma(u, a4);
        a5 = FloatVector.broadcast(SPECIES, input[at + 5 * BLOCK]).fma(u, a5);
        a6 = FloatVector.broadcast(SPECIES, input[at + 6 * BLOCK]).fma(u, a6);
      }
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
  }

  private static void four(TileLayer layer, int x, int w, int start, int residual, int y) {
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
    for (int r = 0; r < terms.length; r++) {
      int from = x + terms[r];
      int filter = w + r * BLOCK * PixelTile.WIDTH;
      for (int c = 0; c < BLOCK; c++) {
        int at = from + c;
        FloatVector u = FloatVector.fromArray(SPECIES, weights, filter + c * PixelTile.WIDTH);
        a0 = FloatVector.broadcast(SPECIES, input[at]).fma(u, a0);
        a1 = FloatVector.broadcast(SPECIES, input[at + BLOCK]).fma(u, a1);
        a2 = FloatVector.broadcast(SPECIES, input[at + 2 * BLOCK]).fma(u, a2);
        a3 = FloatVector.broadcast(SPECIES, input[at + 3 * BLOCK]).fma(u, a3);
      }
    }
    float[] output = layer.output();
    int outStep = layer.outputStep();
    float floor = layer.floor();
    a0.max(floor).intoArray(output, y);
    a1.max(floor).intoArray(output, y + outStep);
    a2.max(floor).intoArray(output, y + 2 * outStep);
    a3.max(floor).intoArray(output, y + 3 * outStep);
  }

  private static void one(TileLayer layer, int x, int w, int start, int residual, int y) {
    float[] input = layer.input();
    float[] weights = layer.weights();
    int[] terms = layer.terms();
    FloatVector first = FloatVector.fromArray(SPECIES, layer.start(), start);
    float[] added = layer.residual();
    FloatVector a0 = first.add(FloatVector.fromArray(SPECIES, added, residual));
    for (int r = 0; r < terms.length; r++) {
      int from = x + terms[r];
      int filter = w + r * BLOCK * PixelTile.WIDTH;
      for (int c = 0; c < BLOCK; c++) {
        int at = from + c;
        FloatVector u = FloatVector.fromArray(SPECIES, weights, filter + c * PixelTile.WIDTH);
        a0 = FloatVector.broadcast(SPECIES, input[at]).fma(u, a0);
      }
    }
    float[] output = layer.output();
    float floor = layer.floor();
    a0.max(floor).intoArray(output, y);
  }
}
