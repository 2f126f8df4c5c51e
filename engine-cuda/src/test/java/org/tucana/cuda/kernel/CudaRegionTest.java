package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tucana.cuda.kernel.Values.type;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Region;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

class CudaRegionTest {
  private static final RoiAlignGeometry TWO_LEVELS =
      new RoiAlignGeometry(3, 4, 0, true, List.of(0.25, 0.125), 56, 3);

  private AgainstReference<Region> both;

  @BeforeEach
  void open() {
    both = new AgainstReference<>(Kernels::region, CudaRegion::new);
  }

  @AfterEach
  void close() {
    if (both != null) {
      both.close();
    }
  }

  private static HostTensor indices(int bound, int count) {
    int[] indices = new int[count];
    for (int i = 0; i < count; i++) {
      indices[i] = i * 7 % bound;
    }
    return HostTensor.of(Shape.of(count), indices);
  }

  /** More boxes than a block looks at together, and more channels and cells than it owns. */
  @Test
  void gradientsOfManyBoxesAddInTheirOrder() {
    both.check(
        Values.rounding(DType.FLOAT32),
        List.of(
            Values.boxes(DType.FLOAT32, 600, 160, 1),
            indices(2, 600),
            TestTensors.uniform(DType.FLOAT32, -1, 1, 2, 600, 9, 3, 4)),
        List.of(type(DType.FLOAT32, 2, 9, 40, 40), type(DType.FLOAT32, 2, 9, 20, 20)),
        (k, in, out) -> k.roiAlignGradient(TWO_LEVELS, in.get(0), in.get(1), in.get(2), out));
  }

  @Test
  void withoutBoxesThereIsNoResultAndNoGradient() {
    both.check(
        0,
        List.of(
            Values.boxes(DType.FLOAT64, 0, 9, 3),
            indices(2, 0),
            Values.whole(DType.FLOAT64, 9, 2, 3, 10, 11),
            Values.whole(DType.FLOAT64, 9, 2, 3, 5, 6),
            Values.whole(DType.FLOAT64, 9, 0, 3, 3, 4)),
        List.of(
            type(DType.FLOAT64, 0, 3, 3, 4),
            type(DType.FLOAT64, 2, 3, 10, 11),
            type(DType.FLOAT64, 2, 3, 5, 6)),
        (k, in, out) -> {
          k.roiAlign(TWO_LEVELS, in.subList(2, 4), in.get(0), in.get(1), out.get(0));
          k.roiAlignGradient(TWO_LEVELS, in.get(0), in.get(1), in.get(4), out.subList(1, 3));
        });
  }

  @Test
  void aBoxThatNamesNoPictureIsRefusedInTheWordsOfTheOtherBackends() {
    List<Operand> maps =
        List.of(
            both.device().upload(Values.whole(DType.FLOAT32, 9, 2, 1, 4, 4)),
            both.device().upload(Values.whole(DType.FLOAT32, 9, 2, 1, 2, 2)));
    Operand boxes = both.device().upload(Values.boxes(DType.FLOAT32, 3, 16, 4));
    Operand pictures = both.device().upload(HostTensor.of(Shape.of(3), 1, 0, 2));
    Operand y = both.device().empty(type(DType.FLOAT32, 3, 1, 3, 4));
    assertEquals(
        "roi align: box 2 names picture 2 of a batch of 2",
        assertThrows(
                ShapeException.class,
                () -> both.family().roiAlign(TWO_LEVELS, maps, boxes, pictures, y))
            .getMessage());
  }

  @Test
  void aPyramidOfMoreLevelsThanKernelsKnowIsRefused() {
    Operand map = both.device().upload(Values.whole(DType.FLOAT32, 9, 1, 1, 2, 2));
    Operand boxes = both.device().upload(Values.boxes(DType.FLOAT32, 1, 16, 5));
    Operand pictures = both.device().upload(indices(1, 1));
    RoiAlignGeometry nine =
        new RoiAlignGeometry(1, 1, 2, false, Collections.nCopies(9, 0.5), 224, 4);
    assertEquals(
        "cuda roi align: a pyramid of at most 8 levels wanted, got 9; leave the coarsest out",
        assertThrows(
                BackendException.class,
                () ->
                    both.family()
                        .roiAlign(
                            nine,
                            Collections.nCopies(9, map),
                            boxes,
                            pictures,
                            both.device().empty(type(DType.FLOAT32, 1, 1, 1, 1))))
            .getMessage());
  }

  /** Around the words of 64 boxes, and more words than a block has threads at least. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 128, 1000, 5000})
  void suppressionDecidesAsTheReference(int count) {
    both.check(
        0,
        List.of(
            Values.boxes(DType.FLOAT32, count, 100, 6),
            Values.whole(DType.FLOAT32, 50, count),
            indices(3, count)),
        List.of(type(DType.INT32, Math.ceilDiv(count, 2)), type(DType.INT32)),
        (k, in, out) ->
            k.nonMaximumSuppression(0.4, in.get(0), in.get(1), in.get(2), out.get(0), out.get(1)));
  }

  @Test
  void whatHasNoKernelIsRefused() {
    Operand whole = both.device().upload(Values.whole(DType.INT32, 9, 3, 4));
    assertEquals(
        "cuda box_iou: FLOAT32 or FLOAT64 wanted, but test holds INT32; cast the tensor first",
        assertThrows(BackendException.class, () -> both.family().boxIou(whole, whole, whole))
            .getMessage());
  }
}
