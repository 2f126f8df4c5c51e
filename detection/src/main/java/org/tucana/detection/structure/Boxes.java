package org.tucana.detection.structure;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Many boxes in one array: box i is {@code xyxy[4i .. 4i+3]} = x1, y1, x2, y2 in continuous pixel
 * coordinates.
 *
 * <p>The array is held, not copied: whoever makes boxes gives the array away.
 *
 * @param xyxy four coordinates a box
 */
public record Boxes(float[] xyxy) {
  public Boxes {
    if (xyxy.length % 4 != 0) {
      throw new IllegalArgumentException(
          "boxes: four coordinates a box wanted, got " + xyxy.length + " numbers");
    }
  }

  public static Boxes none() {
    return new Boxes(new float[0]);
  }

  public static Boxes of(List<Box> boxes) {
    float[] xyxy = new float[4 * boxes.size()];
    for (int i = 0; i < boxes.size(); i++) {
      Box box = boxes.get(i);
      xyxy[4 * i] = box.x1();
      xyxy[4 * i + 1] = box.y1();
      xyxy[4 * i + 2] = box.x2();
      xyxy[4 * i + 3] = box.y2();
    }
    return new Boxes(xyxy);
  }

  /** The boxes of all lists, one after the other. */
  public static Boxes concat(List<Boxes> lists) {
    float[] all = new float[lists.stream().mapToInt(b -> b.xyxy.length).sum()];
    int at = 0;
    for (Boxes boxes : lists) {
      System.arraycopy(boxes.xyxy, 0, all, at, boxes.xyxy.length);
      at += boxes.xyxy.length;
    }
    return new Boxes(all);
  }

  public int size() {
    return xyxy.length / 4;
  }

  public Box get(int i) {
    return new Box(xyxy[4 * i], xyxy[4 * i + 1], xyxy[4 * i + 2], xyxy[4 * i + 3]);
  }

  /** Width times height of one box, negative for an inverted one: what overlaps are made of. */
  public float signedArea(int i) {
    return (xyxy[4 * i + 2] - xyxy[4 * i]) * (xyxy[4 * i + 3] - xyxy[4 * i + 1]);
  }

  /** The boxes at the given positions, in their order. */
  public Boxes select(int... positions) {
    float[] chosen = new float[4 * positions.length];
    for (int i = 0; i < positions.length; i++) {
      System.arraycopy(xyxy, 4 * positions[i], chosen, 4 * i, 4);
    }
    return new Boxes(chosen);
  }

  /** Positions of the boxes that pass. */
  public int[] positions(IntPredicate wanted) {
    return IntStream.range(0, size()).filter(wanted).toArray();
  }

  /** True where both sides of a box are at least {@code side} pixels long. */
  public boolean isAtLeast(int i, float side) {
    return xyxy[4 * i + 2] - xyxy[4 * i] >= side && xyxy[4 * i + 3] - xyxy[4 * i + 1] >= side;
  }

  /** These boxes with every coordinate moved into a picture of the given size. */
  public Boxes clip(int height, int width) {
    float[] clipped = new float[xyxy.length];
    for (int i = 0; i < xyxy.length; i++) {
      clipped[i] = Math.clamp(xyxy[i], 0, (i & 1) == 0 ? width : height);
    }
    return new Boxes(clipped);
  }

  /** These boxes with x multiplied by one factor and y by another. */
  public Boxes scale(float factorX, float factorY) {
    float[] scaled = new float[xyxy.length];
    for (int i = 0; i < xyxy.length; i++) {
      scaled[i] = xyxy[i] * ((i & 1) == 0 ? factorX : factorY);
    }
    return new Boxes(scaled);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Boxes that && Arrays.equals(xyxy, that.xyxy);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(xyxy);
  }

  @Override
  public String toString() {
    return "Boxes" + Arrays.toString(xyxy);
  }
}
