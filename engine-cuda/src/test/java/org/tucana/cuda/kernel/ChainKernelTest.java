package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.Shape;

/** Which kernel a chain gets, and where none. */
class ChainKernelTest {
  private static ChainSizes sizes(
      int pictures, int side, int inner, int outer, int size, int step) {
    return ChainSizes.of(
            ConvGeometry.of(step, size / 2),
            Shape.of(pictures, 64, side, side),
            Shape.of(outer, inner, size, size),
            64)
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "16, 16, 3, 1, chain_32_32_float32",
    "64, 32, 3, 1, chain_32_32_float32",
    "32, 33, 3, 1, chain_32_64_float32",
    "33, 64, 3, 1, chain_64_64_float32",
    "64, 64, 3, 2, chain_32_64_float32",
    "64, 128, 5, 1, chain_64_128_float32",
    "200, 65, 7, 1, chain_32_128_float32",
    "8, 8, 10, 1, chain_32_32_float32",
    "8, 8, 3, 2, chain_32_32_float32"
  })
  void ranksAndTheInnerMapChooseIt(int inner, int outer, int size, int step, String name) {
    ChainKernel kernel = ChainKernel.of(sizes(1, 56, inner, outer, size, step)).orElseThrow();
    assertEquals(name, kernel.name());
    assertEquals(2 * kernel.outerRanks(), kernel.threads());
    assertTrue(kernel.sharedBytes() < 48 * 1024, kernel.toString());
  }

  @Test
  void manyRanksAndWideFiltersHaveNone() {
    assertEquals(Optional.empty(), ChainKernel.of(sizes(1, 56, 64, 129, 3, 1)));
    assertEquals(Optional.empty(), ChainKernel.of(sizes(1, 56, 8, 8, 4, 2)));
    assertEquals(Optional.empty(), ChainKernel.of(sizes(1, 56, 8, 8, 11, 1)));
  }

  @Test
  void coresThatAreNotSquareHaveNoSizes() {
    Shape x = Shape.of(1, 64, 20, 20);
    Shape core = Shape.of(8, 8, 3, 3);
    ConvGeometry usual = ConvGeometry.of(1, 1);
    assertTrue(ChainSizes.of(usual, x, core, 64).isPresent());
    assertFalse(ChainSizes.of(usual.withDilation(2), x, core, 64).isPresent());
    assertFalse(ChainSizes.of(usual, x, Shape.of(8, 8, 3, 1), 64).isPresent());
    assertFalse(ChainSizes.of(new ConvGeometry(1, 2, 1, 1, 1, 1, 1), x, core, 64).isPresent());
    assertFalse(ChainSizes.of(new ConvGeometry(1, 1, 1, 0, 1, 1, 1), x, core, 64).isPresent());
  }

  @Test
  void manyTilesPayAndFewIfTheyAreShort() {
    assertTrue(pays(sizes(32, 56, 64, 64, 3, 1)));
    assertFalse(pays(sizes(1, 56, 64, 64, 3, 1)));
    assertTrue(pays(sizes(1, 14, 16, 16, 3, 1)));
  }

  private static boolean pays(ChainSizes sizes) {
    return ChainKernel.of(sizes).orElseThrow().pays(sizes, 132);
  }
}
