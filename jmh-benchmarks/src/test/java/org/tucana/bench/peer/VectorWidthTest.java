package org.tucana.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VectorWidthTest {
  @Test
  void peersAreHeldToNarrowVectors() {
    VectorWidth avx2 = new VectorWidth(256);
    assertEquals("avx2", avx2.environment().get("ATEN_CPU_CAPABILITY"));
    assertEquals("AVX2", avx2.environment().get("DNNL_MAX_CPU_ISA"));
    assertEquals("Haswell", avx2.environment().get("OPENBLAS_CORETYPE"));
    assertTrue(avx2.ofPeers().contains("ONNX Runtime has no switch"), avx2.ofPeers());
  }

  @Test
  void wideOnesAreLeftAlone() {
    assertEquals(Map.of(), new VectorWidth(512).environment());
  }
}
