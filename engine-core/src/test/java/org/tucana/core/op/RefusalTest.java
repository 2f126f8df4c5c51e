package org.tucana.core.op;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.kernel.Levels;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

/** Operators refuse what does not fit, say so in words, and take what their hint asks for. */
class RefusalTest {
  static Stream<RefusalCase> cases() {
    return RefusalCases.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatIsWrongAndWhatToDo(RefusalCase c) {
    String said = assertThrows(ShapeException.class, () -> c.op().infer(c.refused())).getMessage();
    assertTrue(said.startsWith(c.op().name() + ": ") && said.endsWith(c.message()), said);
    assertDoesNotThrow(() -> c.hinted().infer(c.taken()), said);
  }

  @Test
  void recordsRefuseBadNumbers() {
    for (double step : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new Levels(step, 0, 255));
    }
    assertThrows(IllegalArgumentException.class, () -> new Levels(1, 1, 255));
    assertThrows(IllegalArgumentException.class, () -> new Levels(1, -255, -1));
    assertThrows(ShapeException.class, () -> new Clamp(1, 0));
    assertThrows(ShapeException.class, () -> new Clamp(Double.NaN, 0));
    assertThrows(ShapeException.class, () -> new TopKSelection(-1));
    assertThrows(ShapeException.class, () -> new Pad(List.of(1), List.of(-1)));
    assertThrows(ShapeException.class, () -> new Pad(List.of(1), List.of()));
    assertThrows(ShapeException.class, () -> new SmoothL1(null, -0.1));
    RoiAlignGeometry twoLevels = new RoiAlignGeometry(1, 1, 2, false, List.of(0.5, 0.25), 224, 4);
    assertThrows(
        ShapeException.class, () -> new RoiAlignGradient(twoLevels, List.of(Shape.of(1, 1, 4, 4))));
    assertThrows(ShapeException.class, () -> Joining.concat(0, List.of()));
  }
}
