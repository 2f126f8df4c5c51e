package org.tucana.core;

import java.util.List;
import org.tucana.core.type.TensorType;

/**
 * What one run of an operator costs by its shapes.
 *
 * @param macs multiply-accumulates of products and convolutions
 * @param flops floating-point operations, two for each multiply-accumulate
 * @param bytesRead bytes of the inputs, each counted once
 * @param bytesWritten bytes of the outputs
 */
public record Cost(long macs, long flops, long bytesRead, long bytesWritten) {

  /** Of what does nothing. */
  public static final Cost NONE = new Cost(0, 0, 0, 0);

  /** The cost of so many multiply-accumulates and other operations over these operands. */
  public static Cost of(long macs, long otherFlops, List<TensorType> in, List<TensorType> out) {
    return new Cost(macs, 2 * macs + otherFlops, bytes(in), bytes(out));
  }

  /** So many floating-point operations for each element of the first output. */
  public static Cost perOutput(long flops, List<TensorType> in, List<TensorType> out) {
    return of(0, flops * out.getFirst().shape().elements(), in, out);
  }

  /** Bytes read and written together. */
  public long bytes() {
    return bytesRead + bytesWritten;
  }

  /** Both one after the other. */
  public Cost plus(Cost other) {
    return new Cost(
        macs + other.macs,
        flops + other.flops,
        bytesRead + other.bytesRead,
        bytesWritten + other.bytesWritten);
  }

  private static long bytes(List<TensorType> types) {
    return types.stream().mapToLong(TensorType::bytes).sum();
  }
}
