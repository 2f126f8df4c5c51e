package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tucana.core.kernel.MergedAxes;

class ReductionShapeTest {
  @Test
  void shortRowsHaveAThreadAndLongOnesABlock() {
    assertEquals(new ReductionShape(5, 16, 1, 8192), ReductionShape.of(5, 16, false));
    assertEquals(new ReductionShape(5, 17, 32, 8192), ReductionShape.of(5, 17, false));
    assertEquals(new ReductionShape(5, 1024, 32, 8192), ReductionShape.of(5, 1024, false));
    assertEquals(new ReductionShape(5, 1025, 256, 8192), ReductionShape.of(5, 1025, false));
  }

  @Test
  void longRowsGoInPiecesThatAreJoined() {
    ReductionShape shape = ReductionShape.of(3, 8192 * 40 + 1, false);
    assertEquals(41, shape.pieces());
    assertEquals(3 * 41 * 256, shape.threads());
    assertEquals(new ReductionShape(3, 41, 32, 41), shape.ofPieces());
    assertEquals(1, shape.ofPieces().pieces());
  }

  @Test
  void rowsSideBySideHaveAThreadEach() {
    ReductionShape shape = ReductionShape.of(1000, 129, true);
    assertEquals(1, shape.lanes());
    assertEquals(3, shape.pieces());
    assertEquals(3000, shape.threads());
  }

  @Test
  void rowsOfNothingHaveOnePiece() {
    assertEquals(1, ReductionShape.of(4, 0, false).pieces());
    assertEquals(4, ReductionShape.of(4, 0, false).threads());
    assertEquals(0, ReductionShape.of(0, 7, false).threads());
  }

  @Test
  void softmaxRowsAreNeverCut() {
    assertEquals(1, ReductionShape.lanes(1024, true));
    assertEquals(32, ReductionShape.lanes(1025, true));
    assertEquals(256, ReductionShape.lanes(1025, false));
  }

  @Test
  void neighboursAreManyRowsSideBySideWhoseElementsLieApart() {
    MergedAxes columns = MergedAxes.of(new int[] {7, 32}, new int[] {64, 1});
    assertTrue(ReductionShape.neighbours(columns, 32));
    assertFalse(ReductionShape.neighbours(columns, 1));
    assertFalse(
        ReductionShape.neighbours(MergedAxes.of(new int[] {31}, new int[] {1}), 31), "too few");
    assertFalse(
        ReductionShape.neighbours(MergedAxes.of(new int[] {32}, new int[] {2}), 64), "gaps");
    assertFalse(
        ReductionShape.neighbours(MergedAxes.of(new int[] {32}, new int[] {0}), 1), "repeated");
    assertFalse(ReductionShape.neighbours(MergedAxes.of(new int[0], new int[0]), 3), "one row");
  }
}
