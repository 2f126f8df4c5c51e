package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 49, 1000, 8191})
  void vectorsAndElementsGiveTheSameBits(int count) {
    float[] x = Numbers.uniform(5, count + 3);
    assertEquals(Sums.sumOfElements(x, 3, count), Sums.sumOfVectors(x, 3, count));
  }
}
