package org.tucana.core.cpu;

import java.util.Arrays;
import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.type.BFloat16;
import org.tucana.core.type.DType;

/**
 * Brings elements that lie apart, or are of another type, side by side and back, so that each
 * kernel needs one loop over dense arrays.
 */
final class Lines {
  private Lines() {}

  /**
   * The elements as a dense line: {@code values} itself where {@code step} is 1 (then they begin at
   * {@code at}), else a buffer that begins at 0.
   */
  static float[] floats(
      float[] values, int at, int step, int n, Scratch scratch, Scratch.Purpose purpose) {
    if (step == 1) {
      return values;
    }
    float[] line = scratch.floats(purpose, n);
    if (step == 0) {
      Arrays.fill(line, 0, n, values[at]);
    } else {
      for (int i = 0; i < n; i++) {
        line[i] = values[at + i * step];
      }
    }
    return line;
  }

  /** As {@link #floats}, converted to double from any element type. */
  static double[] doubles(
      Object values,
      DType dtype,
      int at,
      int step,
      int n,
      Scratch scratch,
      Scratch.Purpose purpose) {
    if (isDense(dtype, step)) {
      return (double[]) values;
    }
    double[] line = scratch.doubles(purpose, n);
    load(values, dtype, at, step, n, line);
    return line;
  }

  /** Where the line that {@link #doubles} gives begins. */
  static int start(DType dtype, int at, int step) {
    return isDense(dtype, step) ? at : 0;
  }

  private static boolean isDense(DType dtype, int step) {
    return dtype == DType.FLOAT64 && step == 1;
  }

  /** Converts elements to double. */
  static void load(Object values, DType dtype, int at, int step, int n, double[] line) {
    switch (dtype) {
      case FLOAT32 -> {
        float[] v = (float[]) values;
        for (int i = 0; i < n; i++) {
          line[i] = v[at + i * step];
        }
      }
      case FLOAT64 -> {
        double[] v = (double[]) values;
        for (int i = 0; i < n; i++) {
          line[i] = v[at + i * step];
        }
      }
      case INT32 -> {
        int[] v = (int[]) values;
        for (int i = 0; i < n; i++) {
          line[i] = v[at + i * step];
        }
      }
      case INT64 -> {
        long[] v = (long[]) values;
        for (int i = 0; i < n; i++) {
          line[i] = v[at + i * step];
        }
      }
      case UINT8, BOOL -> {
        byte[] v = (byte[]) values;
        for (int i = 0; i < n; i++) {
          line[i] = v[at + i * step] & 0xFF;
        }
      }
      case FLOAT16 -> {
        short[] v = (short[]) values;
        for (int i = 0; i < n; i++) {
          line[i] = Float.float16ToFloat(v[at + i * step]);
        }
      }
      case BFLOAT16 -> {
        short[] v = (short[]) values;
        for (int i = 0; i < n; i++) {
          line[i] = BFloat16.toFloat(v[at + i * step]);
        }
      }
    }
  }

  /** Converts doubles to elements: to integers towards zero, to BOOL 1 for all but 0. */
  static void store(double[] line, int from, int n, Object values, DType dtype, int at, int step) {
    switch (dtype) {
      case FLOAT32 -> {
        float[] v = (float[]) values;
        for (int i = 0; i < n; i++) {
          v[at + i * step] = (float) line[from + i];
        }
      }
      case FLOAT64 -> {
        double[] v = (double[]) values;
        for (int i = 0; i < n; i++) {
          v[at + i * step] = line[from + i];
        }
      }
      case INT32 -> {
        int[] v = (int[]) values;
        for (int i = 0; i < n; i++) {
          v[at + i * step] = (int) line[from + i];
        }
      }
      case INT64 -> {
        long[] v = (long[]) values;
        for (int i = 0; i < n; i++) {
          v[at + i * step] = (long) line[from + i];
        }
      }
      case UINT8 -> {
        byte[] v = (byte[]) values;
        for (int i = 0; i < n; i++) {
          v[at + i * step] = (byte) Math.clamp((long) line[from + i], 0, 255);
        }
      }
      case BOOL -> {
        byte[] v = (byte[]) values;
        for (int i = 0; i < n; i++) {
          v[at + i * step] = (byte) (line[from + i] != 0 ? 1 : 0);
        }
      }
      case FLOAT16 -> {
        short[] v = (short[]) values;
        for (int i = 0; i < n; i++) {
          v[at + i * step] = Float.floatToFloat16((float) line[from + i]);
        }
      }
      case BFLOAT16 -> {
        short[] v = (short[]) values;
        for (int i = 0; i < n; i++) {
          v[at + i * step] = BFloat16.fromFloat((float) line[from + i]);
        }
      }
    }
  }

  /** Copies elements of one type between two arrays of the same kind. */
  static void copy(Object from, int fromAt, int fromStep, Object to, int toAt, int toStep, int n) {
    if (fromStep == 1 && toStep == 1) {
      System.arraycopy(from, fromAt, to, toAt, n);
      return;
    }
    switch (from) {
      case float[] v -> {
        float[] w = (float[]) to;
        for (int i = 0; i < n; i++) {
          w[toAt + i * toStep] = v[fromAt + i * fromStep];
        }
      }
      case double[] v -> {
        double[] w = (double[]) to;
        for (int i = 0; i < n; i++) {
          w[toAt + i * toStep] = v[fromAt + i * fromStep];
        }
      }
      case int[] v -> {
        int[] w = (int[]) to;
        for (int i = 0; i < n; i++) {
          w[toAt + i * toStep] = v[fromAt + i * fromStep];
        }
      }
      case long[] v -> {
        long[] w = (long[]) to;
        for (int i = 0; i < n; i++) {
          w[toAt + i * toStep] = v[fromAt + i * fromStep];
        }
      }
      case byte[] v -> {
        byte[] w = (byte[]) to;
        for (int i = 0; i < n; i++) {
          w[toAt + i * toStep] = v[fromAt + i * fromStep];
        }
      }
      case short[] v -> {
        short[] w = (short[]) to;
        for (int i = 0; i < n; i++) {
          w[toAt + i * toStep] = v[fromAt + i * fromStep];
        }
      }
      default -> throw new IllegalStateException("copy: unexpected " + from.getClass());
    }
  }
}
