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
import org.tucana.cuda.binding.DeviceLimits;

/** Which kernel a chain gets, and where none. */
class ChainKernelTest {
  private static final DeviceLimits HOPPER = new DeviceLimits(132, 227 * 1024, 90);

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
    "16, 16, 3, 1, chain_32_float32",
    "64, 32, 3, 1, chain_32_float32",
    "32, 33, 3, 1, chain_64_float32",
    "64, 64, 3, 1, chain_64_float32",
    "128, 128, 3, 1, chain_128_float32",
    "8, 8, 3, 2, chain_32_float32",
    "8, 8, 7, 2, chain_32_float32"
  })
  void ranksChooseIt(int inner, int outer, int size, int step, String name) {
    ChainSizes sizes = sizes(1, 56, inner, outer, size, step);
    ChainKernel kernel = ChainKernel.of(sizes, HOPPER).orElseThrow();
    assertEquals(name, kernel.name());
    assertEquals(4 * kernel.ranks(), kernel.threads());
    assertTrue(kernel.sharedBytes() <= HOPPER.sharedBytes(), kernel.toString());
  }

  @Test
  void whatDoesNotFitTheDeviceHasNone() {
    assertEquals(Optional.empty(), ChainKernel.of(sizes(1, 56, 64, 129, 3, 1), HOPPER));
    assertEquals(Optional.empty(), ChainKernel.of(sizes(1, 56, 96, 8, 3, 2), HOPPER));
    ChainSizes many = sizes(1, 56, 128, 64, 3, 1);
    assertTrue(ChainKernel.of(many, HOPPER).isPresent());
    assertEquals(Optional.empty(), ChainKernel.of(many, new DeviceLimits(46, 99 * 1024, 86)));
    ChainSizes few = sizes(1, 56, 8, 8, 3, 1);
    assertTrue(ChainKernel.of(few, new DeviceLimits(46, 99 * 1024, 86)).isPresent());
    assertEquals(Optional.empty(), ChainKernel.of(few, new DeviceLimits(46, 64 * 1024, 75)));
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

  @Test
  void wideMapsPayWithManyRanksAlone() {
    assertFalse(pays(wide(32)));
    assertTrue(pays(wide(33)));
  }

  private static ChainSizes wide(int ranks) {
    Shape x = Shape.of(1, 256, 128, 128);
    return ChainSizes.of(ConvGeometry.of(1, 1), x, Shape.of(ranks, 32, 3, 3), 256).orElseThrow();
  }

  private static boolean pays(ChainSizes sizes) {
    return ChainKernel.of(sizes, HOPPER).orElseThrow().pays(sizes, HOPPER.processors());
  }
}
