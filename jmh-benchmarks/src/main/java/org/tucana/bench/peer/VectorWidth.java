package org.tucana.bench.peer;

import java.util.Map;
import jdk.incubator.vector.FloatVector;

/**
 * The width of our vectors. Where they are narrower than the processor's, as with {@code
 * -XX:UseAVX=2}, peers are held to the same where they let us.
 *
 * @param bits of a vector register
 */
public record VectorWidth(int bits) {
  private static final int AVX2 = 256;

  /** Variables by which torch, oneDNN and OpenBLAS choose their code. */
  private static final Map<String, String> HOLDING =
      Map.of(
          "ATEN_CPU_CAPABILITY", "avx2",
          "DNNL_MAX_CPU_ISA", "AVX2",
          "ONEDNN_MAX_CPU_ISA", "AVX2",
          "OPENBLAS_CORETYPE", "Haswell");

  /** That of this virtual machine. */
  public static VectorWidth ours() {
    return new VectorWidth(FloatVector.SPECIES_PREFERRED.vectorBitSize());
  }

  public boolean isNarrow() {
    return bits <= AVX2;
  }

  /** What a peer's process is told. */
  Map<String, String> environment() {
    return isNarrow() ? HOLDING : Map.of();
  }

  /** What a report says of the peers' vectors. */
  public String ofPeers() {
    return isNarrow()
        ? "torch and OpenBLAS held to AVX2; ONNX Runtime has no switch and uses what there is"
        : "as wide as the processor's";
  }
}
