package org.tucana.core.cpu;

import java.util.Arrays;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Levels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Pointwise;
import org.tucana.core.kernel.UnaryFunction;
import org.tucana.core.type.DType;

/**
 * Element by element: float32 in float32 arithmetic, all other types in double, which holds every
 * value but INT64 beyond 2^53 (copies and selections between equal types move bits and are exact).
 */
final class CpuPointwise implements Pointwise {
  private final Workers workers;

  CpuPointwise(Workers workers) {
    this.workers = workers;
  }

  /** A loop over dense lines of floats. */
  @FunctionalInterface
  private interface FloatLoop {
    void run(float[] x, int xAt, float[] y, int yAt, int n);
  }

  /** A loop over dense lines of doubles. */
  @FunctionalInterface
  private interface DoubleLoop {
    void run(double[] x, int xAt, double[] y, int yAt, int n);
  }

  @Override
  public void unary(UnaryFunction f, Operand x, Operand y) {
    map(
        x,
        y,
        (v, vAt, w, wAt, n) -> FloatLoops.unary(f, v, vAt, w, wAt, n),
        (v, vAt, w, wAt, n) -> DoubleLoops.unary(f, v, vAt, w, wAt, n));
  }

  @Override
  public void affine(double scale, double shift, Operand x, Operand y) {
    map(
        x,
        y,
        (v, vAt, w, wAt, n) -> FloatLoops.affine((float) scale, (float) shift, v, vAt, w, wAt, n),
        (v, vAt, w, wAt, n) -> DoubleLoops.affine(scale, shift, v, vAt, w, wAt, n));
  }

  @Override
  public void clamp(double low, double high, Operand x, Operand y) {
    map(
        x,
        y,
        (v, vAt, w, wAt, n) -> FloatLoops.clamp((float) low, (float) high, v, vAt, w, wAt, n),
        (v, vAt, w, wAt, n) -> DoubleLoops.clamp(low, high, v, vAt, w, wAt, n));
  }

  @Override
  public void round(Levels levels, Operand x, Operand y) {
    map(
        x,
        y,
        (v, vAt, w, wAt, n) -> FloatLoops.round(levels, v, vAt, w, wAt, n),
        (v, vAt, w, wAt, n) -> DoubleLoops.round(levels, v, vAt, w, wAt, n));
  }

  private void map(Operand x, Operand y, FloatLoop floats, DoubleLoop doubles) {
    KernelChecks.sameType("pointwise", x, y);
    Segments segments = Segments.of(y, x);
    int yStep = segments.step(0);
    int xStep = segments.step(1);
    if (x.dtype() == DType.FLOAT32) {
      float[] from = HostStorage.floats(x);
      float[] to = HostStorage.floats(y);
      segments.run(
          workers,
          (at, n, scratch) -> {
            float[] line = Lines.floats(from, at[1], xStep, n, scratch, Purpose.FIRST_LINE);
            int start = xStep == 1 ? at[1] : 0;
            if (yStep == 1) {
              floats.run(line, start, to, at[0], n);
            } else {
              float[] result = scratch.floats(Purpose.RESULT_LINE, n);
              floats.run(line, start, result, 0, n);
              Lines.copy(result, 0, 1, to, at[0], yStep, n);
            }
          });
      return;
    }
    Object from = HostStorage.of(x).array();
    Object to = HostStorage.of(y).array();
    segments.run(
        workers,
        (at, n, scratch) -> {
          double[] line =
              Lines.doubles(from, x.dtype(), at[1], xStep, n, scratch, Purpose.FIRST_LINE);
          double[] result = scratch.doubles(Purpose.RESULT_LINE, n);
          doubles.run(line, Lines.start(x.dtype(), at[1], xStep), result, 0, n);
          Lines.store(result, 0, n, to, y.dtype(), at[0], yStep);
        });
  }

  @Override
  public void binary(BinaryFunction f, Operand a, Operand b, Operand y) {
    KernelChecks.sameType("pointwise", a, b);
    boolean comparison =
        switch (f) {
          case GREATER, GREATER_EQUAL, EQUAL -> true;
          default -> false;
        };
    if (comparison) {
      compare(f, a, b, y);
    } else if (a.dtype() == DType.FLOAT32) {
      combineFloats(f, a, b, y);
    } else {
      combineDoubles(f, a, b, y);
    }
  }

  private void combineFloats(BinaryFunction f, Operand a, Operand b, Operand y) {
    Segments segments = Segments.of(y, a, b);
    float[] first = HostStorage.floats(a);
    float[] second = HostStorage.floats(b);
    float[] to = HostStorage.floats(y);
    int yStep = segments.step(0);
    int aStep = segments.step(1);
    int bStep = segments.step(2);
    segments.run(
        workers,
        (at, n, scratch) -> {
          float[] p = Lines.floats(first, at[1], aStep, n, scratch, Purpose.FIRST_LINE);
          float[] q = Lines.floats(second, at[2], bStep, n, scratch, Purpose.SECOND_LINE);
          int pAt = aStep == 1 ? at[1] : 0;
          int qAt = bStep == 1 ? at[2] : 0;
          if (yStep == 1) {
            FloatLoops.binary(f, p, pAt, q, qAt, to, at[0], n);
          } else {
            float[] result = scratch.floats(Purpose.RESULT_LINE, n);
            FloatLoops.binary(f, p, pAt, q, qAt, result, 0, n);
            Lines.copy(result, 0, 1, to, at[0], yStep, n);
          }
        });
  }

  private void combineDoubles(BinaryFunction f, Operand a, Operand b, Operand y) {
    Segments segments = Segments.of(y, a, b);
    Object first = HostStorage.of(a).array();
    Object second = HostStorage.of(b).array();
    Object to = HostStorage.of(y).array();
    DType dtype = a.dtype();
    int aStep = segments.step(1);
    int bStep = segments.step(2);
    segments.run(
        workers,
        (at, n, scratch) -> {
          double[] p = Lines.doubles(first, dtype, at[1], aStep, n, scratch, Purpose.FIRST_LINE);
          double[] q = Lines.doubles(second, dtype, at[2], bStep, n, scratch, Purpose.SECOND_LINE);
          double[] result = scratch.doubles(Purpose.RESULT_LINE, n);
          DoubleLoops.binary(
              f,
              p,
              Lines.start(dtype, at[1], aStep),
              q,
              Lines.start(dtype, at[2], bStep),
              result,
              0,
              n);
          Lines.store(result, 0, n, to, y.dtype(), at[0], segments.step(0));
        });
  }

  private void compare(BinaryFunction f, Operand a, Operand b, Operand y) {
    Segments segments = Segments.of(y, a, b);
    byte[] to = HostStorage.bytes(y);
    DType dtype = a.dtype();
    int yStep = segments.step(0);
    int aStep = segments.step(1);
    int bStep = segments.step(2);
    if (dtype == DType.FLOAT32) {
      float[] first = HostStorage.floats(a);
      float[] second = HostStorage.floats(b);
      segments.run(
          workers,
          (at, n, scratch) ->
              FloatLoops.compare(
                  f,
                  Lines.floats(first, at[1], aStep, n, scratch, Purpose.FIRST_LINE),
                  aStep == 1 ? at[1] : 0,
                  Lines.floats(second, at[2], bStep, n, scratch, Purpose.SECOND_LINE),
                  bStep == 1 ? at[2] : 0,
                  to,
                  at[0],
                  yStep,
                  n));
      return;
    }
    Object first = HostStorage.of(a).array();
    Object second = HostStorage.of(b).array();
    segments.run(
        workers,
        (at, n, scratch) ->
            DoubleLoops.compare(
                f,
                Lines.doubles(first, dtype, at[1], aStep, n, scratch, Purpose.FIRST_LINE),
                Lines.start(dtype, at[1], aStep),
                Lines.doubles(second, dtype, at[2], bStep, n, scratch, Purpose.SECOND_LINE),
                Lines.start(dtype, at[2], bStep),
                to,
                at[0],
                yStep,
                n));
  }

  @Override
  public void select(Operand condition, Operand a, Operand b, Operand y) {
    KernelChecks.sameType("select", a, b);
    KernelChecks.sameType("select", a, y);
    Segments segments = Segments.of(y, condition, a, b);
    byte[] choice = HostStorage.bytes(condition);
    Object first = HostStorage.of(a).array();
    Object second = HostStorage.of(b).array();
    Object to = HostStorage.of(y).array();
    int yStep = segments.step(0);
    int choiceStep = segments.step(1);
    int aStep = segments.step(2);
    int bStep = segments.step(3);
    segments.run(
        workers,
        (at, n, scratch) -> {
          Lines.copy(second, at[3], bStep, to, at[0], yStep, n);
          for (int i = 0; i < n; ) {
            boolean chosen = choice[at[1] + i * choiceStep] != 0;
            int end = i + 1;
            while (end < n && choice[at[1] + end * choiceStep] != 0 == chosen) {
              end++;
            }
            if (chosen) {
              Lines.copy(first, at[2] + i * aStep, aStep, to, at[0] + i * yStep, yStep, end - i);
            }
            i = end;
          }
        });
  }

  @Override
  public void fill(double value, Operand y) {
    Segments segments = Segments.of(y);
    if (y.dtype() == DType.FLOAT32 && segments.step(0) == 1) {
      float[] floats = HostStorage.floats(y);
      segments.run(
          workers, (at, n, scratch) -> Arrays.fill(floats, at[0], at[0] + n, (float) value));
      return;
    }
    Object to = HostStorage.of(y).array();
    segments.run(
        workers,
        (at, n, scratch) -> {
          double[] line = scratch.doubles(Purpose.RESULT_LINE, n);
          Arrays.fill(line, 0, n, value);
          Lines.store(line, 0, n, to, y.dtype(), at[0], segments.step(0));
        });
  }

  @Override
  public void copy(Operand x, Operand y) {
    Segments segments = Segments.of(y, x);
    Object from = HostStorage.of(x).array();
    Object to = HostStorage.of(y).array();
    int yStep = segments.step(0);
    int xStep = segments.step(1);
    if (x.dtype() == y.dtype()) {
      segments.run(
          workers, (at, n, scratch) -> Lines.copy(from, at[1], xStep, to, at[0], yStep, n));
      return;
    }
    segments.run(
        workers,
        (at, n, scratch) -> {
          double[] line =
              Lines.doubles(from, x.dtype(), at[1], xStep, n, scratch, Purpose.FIRST_LINE);
          Lines.store(line, Lines.start(x.dtype(), at[1], xStep), n, to, y.dtype(), at[0], yStep);
        });
  }
}
