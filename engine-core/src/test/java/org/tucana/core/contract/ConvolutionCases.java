package org.tucana.core.contract;

import static org.tucana.core.contract.Cases.float32;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Numerics;

/** Cases of {@link org.tucana.core.kernel.Convolution}. */
final class ConvolutionCases {
  private ConvolutionCases() {}

  /** Pictures, channels in and out, input and kernel sizes. */
  private record Sizes(int n, int c, int k, int h, int w, int r, int s, ConvGeometry geometry) {
    @Override
    public String toString() {
      return "conv " + r + "x" + s + " " + geometry;
    }

    int rows() {
      return geometry.outputRows(h, r);
    }

    int columns() {
      return geometry.outputColumns(w, s);
    }

    int groupInputs() {
      return c / geometry.groups();
    }
  }

  private static final ConvGeometry UNIT = ConvGeometry.of(1, 0);
  private static final ConvGeometry SAME = ConvGeometry.of(1, 1);

  private static final List<Sizes> SIZES =
      List.of(
          new Sizes(0, 3, 4, 5, 5, 3, 3, SAME),
          new Sizes(1, 1, 1, 1, 1, 1, 1, UNIT),
          new Sizes(1, 1, 1, 3, 3, 3, 3, UNIT),
          new Sizes(2, 3, 5, 7, 8, 3, 3, SAME),
          new Sizes(1, 16, 16, 13, 31, 3, 3, SAME),
          new Sizes(1, 8, 32, 32, 33, 3, 3, SAME),
          new Sizes(2, 31, 33, 8, 8, 3, 3, SAME),
          new Sizes(3, 33, 32, 13, 15, 3, 3, SAME),
          new Sizes(3, 32, 33, 15, 16, 3, 3, UNIT),
          new Sizes(1, 3, 13, 31, 33, 7, 7, ConvGeometry.of(2, 3)),
          new Sizes(1, 7, 8, 13, 13, 5, 5, ConvGeometry.of(1, 2)),
          new Sizes(2, 13, 7, 8, 7, 3, 3, ConvGeometry.of(2, 1)),
          new Sizes(1, 207, 33, 7, 7, 1, 1, UNIT),
          new Sizes(1, 1021, 13, 3, 3, 1, 1, UNIT),
          new Sizes(2, 33, 48, 13, 15, 1, 1, UNIT),
          new Sizes(9, 7, 5, 4, 3, 1, 1, UNIT),
          new Sizes(1, 33, 64, 14, 14, 1, 1, ConvGeometry.of(2, 0)),
          new Sizes(1, 3, 2, 2, 207, 3, 3, SAME),
          new Sizes(1, 2, 3, 1, 1021, 1, 3, new ConvGeometry(1, 1, 0, 1, 1, 1, 1)),
          new Sizes(2, 6, 8, 13, 11, 3, 3, SAME.withDilation(2)),
          new Sizes(1, 4, 6, 9, 10, 3, 2, new ConvGeometry(2, 1, 1, 0, 1, 2, 2)),
          new Sizes(2, 12, 6, 8, 8, 3, 3, SAME.withGroups(3)),
          new Sizes(1, 13, 13, 8, 33, 3, 3, SAME.withGroups(13)),
          new Sizes(1, 8, 16, 7, 7, 3, 3, ConvGeometry.of(2, 1).withGroups(8)),
          new Sizes(3, 4, 4, 2, 2, 2, 2, ConvGeometry.of(2, 0)),
          new Sizes(1, 2, 2, 3, 3, 3, 3, ConvGeometry.of(1, 3)));

  static List<KernelCase> all() {
    Cases cases = new Cases(KernelCase.Strides.ROW_MAJOR);
    for (Sizes s : SIZES) {
      forward(cases, s);
      gradients(cases, s);
    }
    Sizes middle = SIZES.get(4);
    epilogue(cases, middle, true, false, false);
    epilogue(cases, middle, false, true, false);
    epilogue(cases, middle, true, true, true);
    epilogue(cases, middle, true, false, true);
    epilogue(cases, SIZES.get(7), true, true, true);
    epilogue(cases, SIZES.get(12), true, true, true);
    epilogue(cases, SIZES.get(19), true, true, true);
    List<KernelCase> all = new ArrayList<>(cases.all());
    all.addAll(withoutWinograd());
    return all;
  }

  /** Sizes that are large enough for Winograd's way where it is allowed. */
  private static List<KernelCase> withoutWinograd() {
    Cases cases = new Cases(KernelCase.Strides.ROW_MAJOR, new Numerics(false, false, false));
    for (Sizes s : List.of(SIZES.get(7), SIZES.get(8))) {
      forward(cases, s);
      gradients(cases, s);
      epilogue(cases, s, true, true, true);
    }
    return cases.all();
  }

  private static HostTensor input(Sizes s) {
    return TestTensors.uniform(41, s.n(), s.c(), s.h(), s.w());
  }

  private static HostTensor weight(Sizes s) {
    return TestTensors.uniform(42, s.k(), s.groupInputs(), s.r(), s.s());
  }

  private static HostTensor outputGradient(Sizes s) {
    return TestTensors.uniform(43, s.n(), s.k(), s.rows(), s.columns());
  }

  private static void forward(Cases cases, Sizes s) {
    cases.add(
        s.toString(),
        List.of(input(s), weight(s)),
        List.of(float32(s.n(), s.k(), s.rows(), s.columns())),
        Tolerance.ofProducts(4, (long) s.groupInputs() * s.r() * s.s()),
        (k, in, out, w) ->
            k.convolution()
                .forward(s.geometry(), in.get(0), in.get(1), Epilogue.none(), out.get(0), w));
  }

  private static void gradients(Cases cases, Sizes s) {
    cases.add(
        s + ", input gradient",
        List.of(outputGradient(s), weight(s)),
        List.of(float32(s.n(), s.c(), s.h(), s.w())),
        Tolerance.ofProducts(4, (long) s.k() / s.geometry().groups() * s.r() * s.s()),
        (k, in, out, w) ->
            k.convolution().inputGradient(s.geometry(), in.get(0), in.get(1), out.get(0), w));
    cases.add(
        s + ", weight gradient",
        List.of(input(s), outputGradient(s)),
        List.of(float32(s.k(), s.groupInputs(), s.r(), s.s())),
        Tolerance.ofProducts(4, (long) s.n() * s.rows() * s.columns()),
        (k, in, out, w) ->
            k.convolution().weightGradient(s.geometry(), in.get(0), in.get(1), out.get(0), w));
  }

  private static void epilogue(Cases cases, Sizes s, boolean bias, boolean residual, boolean relu) {
    long length = (long) s.groupInputs() * s.r() * s.s();
    cases.add(
        s + (bias ? " + bias" : "") + (residual ? " + residual" : "") + (relu ? ", ReLU" : ""),
        List.of(
            input(s),
            weight(s),
            TestTensors.uniform(44, s.k()),
            TestTensors.uniform(45, s.n(), s.k(), s.rows(), s.columns())),
        List.of(float32(s.n(), s.k(), s.rows(), s.columns())),
        Tolerance.of(4, length).atLeast(Math.sqrt((double) length) / 3 + 2),
        (k, in, out, w) ->
            k.convolution()
                .forward(
                    s.geometry(),
                    in.get(0),
                    in.get(1),
                    new Epilogue(
                        bias ? Optional.of(in.get(2)) : Optional.empty(),
                        residual ? Optional.of(in.get(3)) : Optional.empty(),
                        relu),
                    out.get(0),
                    w));
  }
}
