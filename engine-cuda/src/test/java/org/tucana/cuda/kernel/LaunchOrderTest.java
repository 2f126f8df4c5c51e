package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tucana.cuda.kernel.Values.type;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Optimizer;
import org.tucana.core.kernel.ReduceFunction;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.launch.Launcher;
import org.tucana.cuda.memory.DeviceMemory;
import org.tucana.cuda.memory.PinnedMemory;
import org.tucana.cuda.testing.FakeContext;
import org.tucana.cuda.testing.FakeContext.Function;
import org.tucana.cuda.testing.RefusingDnn;

/** Which kernels are queued, in what order and of what size; the pretended device runs none. */
class LaunchOrderTest {
  private final FakeContext context = new FakeContext(1L << 24);
  private final CudaStream stream = context.stream();
  private final PinnedMemory pinned = new PinnedMemory(context);
  private final DeviceMemory memory = new DeviceMemory(context, stream, pinned);
  private final Launcher launcher = new Launcher(context, stream);
  private final Device device = new Device(launcher, memory, null, new RefusingDnn());

  @AfterEach
  void close() {
    launcher.close();
    pinned.close();
    stream.close();
    context.close();
  }

  private Operand operand(DType dtype, int... dims) {
    TensorType type = type(dtype, dims);
    return Operand.rowMajor(type, memory.allocate(type, "test"));
  }

  private Operand floats(int... dims) {
    return operand(DType.FLOAT32, dims);
  }

  private void assertLaunches(String... launches) {
    List<String> found =
        context.launches().stream()
            .map(launch ->
                "%s %dx%d"
                    .formatted(
                        ((Function) launch.function()).name(),
                        launch.shape().blocks(),
                        launch.shape().threads()))
            .toList();
    assertEquals(List.of(launches), found);
    context.launches().clear();
  }

  @Test
  void aRowOfOnePieceIsOneLaunch() {
    new CudaReduction(device).reduce(ReduceFunction.MAXIMUM, floats(5, 8192), floats(5, 1));
    assertLaunches("reduce_maximum_float32_float32 5x256");
  }

  @Test
  void longRowsGoToDoublesAndFromThereToTheResult() {
    new CudaReduction(device).reduce(ReduceFunction.MEAN, floats(3, 8193), floats(3, 1));
    assertLaunches("reduce_sum_float32_float64 6x256", "reduce_sum_float64_float32 1x256");
  }

  @Test
  void columnsHaveAThreadForEachPiece() {
    new CudaReduction(device).reduce(ReduceFunction.SUM, floats(640, 96), floats(1, 96));
    assertLaunches("reduce_sum_float32_float64 4x256", "reduce_sum_float64_float32 1x256");
  }

  @Test
  void topKHasABlockForEachRowAsLargeAsTheRowWants() {
    CudaReduction reduction = new CudaReduction(device);
    reduction.topK(floats(7, 4096), floats(7, 3), operand(DType.INT32, 7, 3));
    reduction.topK(floats(2, 4097), floats(2, 3), operand(DType.INT32, 2, 3));
    assertLaunches("top_k_float32 7x256", "top_k_float32 2x1024");
  }

  @Test
  void keysAreSortedInTilesAndMergedBetweenThem() {
    new CudaIndexing(device)
        .selectGradient(0, floats(5000), operand(DType.INT32, 5000), floats(10));
    assertLaunches(
        "fill 1x256",
        "sort_keys 32x256",
        "sort_tiles 4x256",
        "sort_step 16x256",
        "sort_tiles 4x256",
        "sort_step 16x256",
        "sort_step 16x256",
        "sort_tiles 4x256",
        "select_gradient_float32 20x256");
  }

  @Test
  void theGradientOfPoolingFindsBoundsAndReachFirst() {
    new CudaPooling(device)
        .maximumGradient(
            floats(1, 2, 4, 5), operand(DType.INT32, 1, 2, 4, 5), floats(1, 2, 16, 20));
    assertLaunches(
        "max_pool_bounds 9x256", "max_pool_reach 1x256", "max_pool_gradient_float32 3x256");
  }

  @Test
  void aStepIsOneLaunchForAllParameters() {
    List<Optimizer.SgdTensors> parameters = new ArrayList<>();
    for (int size : new int[] {1, 0, 4096, 4097, 300}) {
      parameters.add(new Optimizer.SgdTensors(floats(size), floats(size), floats(size)));
    }
    new CudaOptimizer(device).sgd(new Optimizer.Sgd(1, 0, 0, false, true), parameters);
    assertLaunches("sgd_float32 5x256");
  }

  @Test
  void theGradientOfRoiAlignIsALaunchForEachLevel() {
    new CudaRegion(device)
        .roiAlignGradient(
            new RoiAlignGeometry(7, 7, 2, false, List.of(0.25, 0.125), 224, 4),
            floats(300, 4),
            operand(DType.INT32, 300),
            floats(300, 9, 7, 7),
            List.of(floats(2, 9, 17, 33), floats(2, 9, 8, 16)));
    assertLaunches(
        "roi_grids_float32 2x256",
        "roi_align_gradient_float32 24x256",
        "roi_align_gradient_float32 4x256");
  }

  @Test
  void aMeanLossIsSummedInPiecesAndDivided() {
    new CudaLoss(device)
        .smoothL1(LossReduction.MEAN, 1, floats(8193), floats(8193), operand(DType.FLOAT32));
    assertLaunches(
        "smooth_l1_float32 3x256", "sum_pieces 1x256", "fill 1x256", "loss_finish_float32 1x256");
  }

  @Test
  void aChainIsOneLaunchWithABlockForEachTile() {
    FusedChain chain = new FusedChain(launcher);
    Operand filters = floats(40, 33, 3, 3);
    Operand packed = floats(FusedChain.packed(filters.shape()).shape().dims());
    chain.pack(filters, packed);
    assertLaunches("chain_pack_float32 23x256");
    ConvGeometry geometry = ConvGeometry.of(1, 1);
    List<Operand> all = List.of(packed, packed, packed);
    for (int pictures : List.of(2, 0)) {
      Shape x = Shape.of(pictures, 9, 17, 8);
      chain.run(
          ChainSizes.of(geometry, x, filters.shape(), 12).orElseThrow(),
          floats(x.dims()),
          all,
          Epilogue.none(),
          floats(pictures, 12, 17, 8));
      assertLaunches(pictures > 0 ? new String[] {"chain_64_float32 6x256"} : new String[0]);
    }
  }

  @Test
  void aChainBeyondTheKernelsIsRefused() {
    ChainSizes sizes =
        ChainSizes.of(ConvGeometry.of(1, 0), Shape.of(1, 4, 5, 5), Shape.of(129, 3, 1, 1), 4)
            .orElseThrow();
    FusedChain chain = new FusedChain(launcher);
    List<Operand> packed = List.of(floats(1), floats(1), floats(1));
    BackendException e =
        assertThrows(
            BackendException.class,
            () ->
                chain.run(sizes, floats(1, 4, 5, 5), packed, Epilogue.none(), floats(1, 4, 5, 5)));
    assertTrue(e.getMessage().endsWith("run three convolutions"), e.getMessage());
  }

  @Test
  void nothingToWriteIsNoLaunch() {
    new CudaPointwise(device).fill(1, floats(0, 3));
    new CudaPointwise(device).copy(floats(0), operand(DType.FLOAT64, 0));
    CudaReduction reduction = new CudaReduction(device);
    reduction.reduce(ReduceFunction.SUM, floats(0, 3), floats(0, 1));
    reduction.softmax(0, floats(0, 3), floats(0, 3));
    reduction.topK(floats(3, 7), floats(3, 0), operand(DType.INT32, 3, 0));
    reduction.topK(floats(0, 7), floats(0, 2), operand(DType.INT32, 0, 2));
    new CudaIndexing(device).select(0, floats(4), operand(DType.INT32, 0), floats(0));
    new CudaResize(device).bilinear(floats(0, 3, 2, 2), floats(0, 3, 4, 4));
    new CudaPooling(device)
        .maximumGradient(floats(0, 3, 2, 2), operand(DType.INT32, 0, 3, 2, 2), floats(0, 3, 4, 4));
    assertLaunches();
  }

  @Test
  void whatIsReducedToSomethingIsWrittenThoughThereIsNothing() {
    new CudaReduction(device).reduce(ReduceFunction.MEAN, floats(3, 0), floats(3, 1));
    new CudaIndexing(device).selectGradient(0, floats(0, 3), operand(DType.INT32, 0), floats(5, 3));
    assertLaunches("reduce_sum_float32_float32 1x256", "fill 1x256");
  }
}
