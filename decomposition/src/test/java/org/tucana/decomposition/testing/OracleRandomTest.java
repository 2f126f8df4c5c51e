package org.tucana.decomposition.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/** The first numbers as the oracle files give them. */
class OracleRandomTest {
  @Test
  void firstNumbers() {
    assertArrayEquals(
        new double[] {0.42320917087271326, 0.5094074428837206, 0.6483593939634306},
        (double[]) new OracleRandom(1).uniform(3).array());
    assertArrayEquals(
        new double[] {0.1988428328925691, 0.9336421355651483, 0.25189222499795516},
        (double[]) new OracleRandom(1).gaussian(3).array());
  }
}
