package org.tucana.nn.cost;

/**
 * What a layer or a network costs by the torchstat convention.
 *
 * @param parameters weights, biases, scales and shifts
 * @param multiplyAdds multiplications and additions, each counted as one (MAdd)
 * @param flops a multiplication with the addition that takes its product counted as one
 * @param bytesRead inputs and parameters, see {@link ElementBytes}
 * @param bytesWritten outputs
 */
public record Counts(
    long parameters, long multiplyAdds, long flops, long bytesRead, long bytesWritten) {
  /** Bytes of an element of a network in floats. */
  static final int ELEMENT_BYTES = 4;

  /** Nothing at all. */
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

  /** Bytes read and written together. */
  public long bytesMoved() {
    return bytesRead + bytesWritten;
  }

  public Counts plus(Counts other) {
    return new Counts(
        parameters + other.parameters,
        multiplyAdds + other.multiplyAdds,
        flops + other.flops,
        bytesRead + other.bytesRead,
        bytesWritten + other.bytesWritten);
  }
}
