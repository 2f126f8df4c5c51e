package org.tucana.core.op;

import java.util.List;
import java.util.stream.IntStream;
import org.tucana.core.Tensor;

/**
 * Along axes; negative axes count from the end, no axes means all, and reduced axes are removed.
 */
public final class Reductions {
  private Reductions() {}

  /** Sum. */
  public static Tensor sum(Tensor x, int... axes) {
    return x.session().one(new ReduceSum(fromZero(x, axes)), x);
  }

  /** Mean. */
  public static Tensor mean(Tensor x, int... axes) {
    return x.session().one(new ReduceMean(fromZero(x, axes)), x);
  }

  /** Largest value. */
  public static Tensor maximum(Tensor x, int... axes) {
    return x.session().one(new ReduceMaximum(fromZero(x, axes)), x);
  }

  /** Smallest value. */
  public static Tensor minimum(Tensor x, int... axes) {
    return x.session().one(new ReduceMinimum(fromZero(x, axes)), x);
  }

  /** The k largest values along the last axis in falling order, with their positions. */
  public static TopK topK(Tensor x, int k) {
    List<Tensor> out = x.session().run(new TopKSelection(k), List.of(x));
    return new TopK(out.get(0), out.get(1));
  }

  private static List<Integer> fromZero(Tensor x, int... axes) {
    return IntStream.of(axes).map(x.shape()::axis).boxed().toList();
  }

  /**
   * What {@link #topK} finds.
   *
   * @param values falling
   * @param indices INT32 positions along the last axis
   */
  public record TopK(Tensor values, Tensor indices) {}
}
