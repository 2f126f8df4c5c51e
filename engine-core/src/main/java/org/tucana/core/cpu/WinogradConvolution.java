package org.tucana.core.cpu;

import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;

/**
 * Forward 3 x 3 convolution of stride 1 by Winograd's F(2x2, 3x3): 16 products of the transformed
 * weights with transformed tiles, 4/9 of the multiplications of the direct way. The error stays at
 * the level of float32 sums.
 *
 * <p>A chunk is a group of tiles. It transforms their inputs, forms the products position by
 * position and transforms back, so that what it works on stays in the caches. Letters: C channels,
 * K filters.
 */
final class WinogradConvolution {
  private static final int POSITIONS = WinogradTransform.POSITIONS;
  private static final int ROWS = RegisterTile.ROWS;
  private static final int COLUMNS = RegisterTile.COLUMNS;
  private static final int LANES = RegisterTile.LANES;

  /** Register tiles side by side in a chunk. */
  private static final int PANELS = 2;

  /** Channels whose inputs are gathered at a time. */
  private static final int CHANNELS = 16;

  /** Below these the transforms cost more than the multiplications they save. */
  private static final int FEWEST_CHANNELS = 32;

  private static final int FEWEST_TILES = 128;

  /** Added to the distance of positions, which would otherwise all fall into the same cache set. */
  private static final int SKEW = 16;

  private final ConvolutionShape shape;
  private final PixelGrid grid;
  private final PixelRows inputs;
  private final float[] weights;
  private final float[] output;
  private final int outputOffset;
  private final TileEpilogue epilogue;

  private WinogradConvolution(
      ConvolutionShape shape,
      PixelGrid grid,
      PixelRows inputs,
      float[] weights,
      float[] output,
      int outputOffset,
      TileEpilogue epilogue) {
    this.shape = shape;
    this.grid = grid;
    this.inputs = inputs;
    this.weights = weights;
    this.output = output;
    this.outputOffset = outputOffset;
    this.epilogue = epilogue;
  }

  /** Whether a convolution can go this way. */
  static boolean handles(ConvolutionShape shape) {
    ConvGeometry geometry = shape.geometry();
    return shape.kernelHeight() == 3
        && shape.kernelWidth() == 3
        && geometry.strideY() == 1
        && geometry.strideX() == 1
        && geometry.dilationY() == 1
        && geometry.dilationX() == 1
        && geometry.groups() == 1
        && shape.channels() >= FEWEST_CHANNELS
        && shape.filters() >= FEWEST_CHANNELS;
  }

  /** Whether it should; the answer depends on its sizes alone. */
  static boolean suits(ConvolutionShape shape) {
    long rows = (shape.outputHeight() + 1L) / 2;
    long tiles = shape.batch() * rows * ((shape.outputWidth() + 1L) / 2);
    return handles(shape) && tiles >= FEWEST_TILES && tiles <= Integer.MAX_VALUE / COLUMNS;
  }

  /** Returns the length of the transformed weights. */
  static int weightsLength(ConvolutionShape shape) {
    return Math.toIntExact(
        POSITIONS * (Packing.leftLength(shape.filters(), shape.channels()) + SKEW));
  }

  /**
   * Transforms and packs weights: for each position a packed left-hand operand of K rows and depth
   * C.
   */
  static void transformWeights(
      Workers workers, ConvolutionShape shape, float[] weight, KernelOrder order, float[] target) {
    int channels = shape.channels();
    int filters = shape.filters();
    int tiles = (filters + ROWS - 1) / ROWS;
    int positionStride = tiles * ROWS * channels + SKEW;
    workers.run(
        tiles,
        (tile, scratch) -> {
          int first = tile * ROWS;
          int to = first * channels;
          for (int c = 0; c < channels; c++) {
            for (int i = 0; i < ROWS; i++, to++) {
              if (first + i < filters) {
                int from =
                    order.offset() + (first + i) * order.filterStride() + c * order.channelStride();
                WinogradTransform.kernel(weight, from, order.step(), target, to, positionStride);
              } else {
                for (int position = 0; position < POSITIONS; position++) {
                  target[to + position * positionStride] = 0f;
                }
              }
            }
          }
        });
  }

  /** Computes {@code output = epilogue(weights * input)} with transformed weights. */
  static void run(
      Workers workers,
      ConvolutionShape shape,
      float[] input,
      int inputOffset,
      float[] weights,
      float[] output,
      int outputOffset,
      TileEpilogue epilogue) {
    PixelGrid grid = grid(shape);
    int panels = (shape.batch() * grid.area() + COLUMNS - 1) / COLUMNS;
    int threads = workers.threads();
    int chunks = ((panels + PANELS - 1) / PANELS + threads - 1) / threads * threads;
    int parts = Math.min(panels, chunks);
    WinogradConvolution convolution =
        new WinogradConvolution(
            shape,
            grid,
            new PixelRows(grid, input, inputOffset),
            weights,
            output,
            outputOffset,
            epilogue);
    workers.run(
        parts,
        (chunk, scratch) ->
            convolution.chunk(
                BlockedProduct.part(panels, parts, chunk),
                BlockedProduct.part(panels, parts, chunk + 1),
                scratch));
  }

  /** The grid of tiles: each point reads 4 x 4 inputs. */
  private static PixelGrid grid(ConvolutionShape shape) {
    int[] tapRows = new int[POSITIONS];
    int[] tapColumns = new int[POSITIONS];
    for (int position = 0; position < POSITIONS; position++) {
      tapRows[position] = position / 4 - shape.geometry().padY();
      tapColumns[position] = position % 4 - shape.geometry().padX();
    }
    return new PixelGrid(
        shape.batch(),
        1,
        new PixelGrid.Planes(shape.channels(), shape.height(), shape.width()),
        (shape.outputHeight() + 1) / 2,
        (shape.outputWidth() + 1) / 2,
        2,
        2,
        tapRows,
        tapColumns,
        new PixelGrid.Planes(shape.filters(), shape.outputHeight(), shape.outputWidth()),
        0,
        0,
        2,
        2);
  }

  private void chunk(int panelFrom, int panelTo, Scratch scratch) {
    int tileFrom = panelFrom * COLUMNS;
    int tileTo = Math.min(panelTo * COLUMNS, shape.batch() * grid.area());
    int pitch = (panelTo - panelFrom) * COLUMNS + LANES;
    float[] transformed =
        scratch.floats(Purpose.RIGHT, POSITIONS * (shape.channels() * pitch + SKEW));
    transformInputs(tileFrom, tileTo, scratch, transformed, pitch);
    int filterTiles = (shape.filters() + ROWS - 1) / ROWS;
    int panels = panelTo - panelFrom;
    int positionStride = filterTiles * panels * RegisterTile.SIZE + SKEW;
    float[] products = scratch.floats(Purpose.RESULT, POSITIONS * positionStride);
    multiply(tileTo - tileFrom, scratch, transformed, pitch, products, positionStride);
    float[] rows = scratch.floats(Purpose.PANEL, 2 * (2 * pitch + 2 * LANES));
    for (int filter = 0; filter < shape.filters(); filter++) {
      int from = filter / ROWS * panels * RegisterTile.SIZE + filter % ROWS * COLUMNS;
      transformOutputs(filter, tileTo - tileFrom, products, from, positionStride, rows);
      storeRows(filter, tileFrom, tileTo, rows);
    }
  }

  private void transformInputs(
      int tileFrom, int tileTo, Scratch scratch, float[] transformed, int pitch) {
    int channels = shape.channels();
    float[] gathered = scratch.floats(Purpose.PANEL, (CHANNELS * POSITIONS + 1) * pitch);
    for (int first = 0; first < channels; first += CHANNELS) {
      int count = Math.min(CHANNELS, channels - first);
      BlockedProduct.Block block =
          new BlockedProduct.Block(
              0, first * POSITIONS, (first + count) * POSITIONS, tileFrom, tileTo);
      inputs.pack(block, scratch, gathered, pitch);
      for (int c = 0; c < count; c++) {
        WinogradTransform.input(
            gathered,
            c * POSITIONS * pitch,
            pitch,
            transformed,
            (first + c) * pitch,
            channels * pitch + SKEW,
            tileTo - tileFrom);
      }
    }
  }

  private void multiply(
      int tiles,
      Scratch scratch,
      float[] transformed,
      int pitch,
      float[] products,
      int positionStride) {
    int channels = shape.channels();
    int filterTiles = (shape.filters() + ROWS - 1) / ROWS;
    int[] rows = scratch.ints(Purpose.ROWS, channels);
    for (int position = 0; position < POSITIONS; position++) {
      for (int c = 0; c < channels; c++) {
        rows[c] = position * (channels * pitch + SKEW) + c * pitch;
      }
      for (int filterTile = 0; filterTile < filterTiles; filterTile++) {
        int left = position * (filterTiles * ROWS * channels + SKEW) + filterTile * ROWS * channels;
        int to = position * positionStride;
        int panels = (tiles + COLUMNS - 1) / COLUMNS;
        for (int panel = 0; panel < panels; panel++) {
          RegisterTile.multiply(
              weights,
              left,
              transformed,
              rows,
              panel * COLUMNS,
              Math.min(COLUMNS, tiles - panel * COLUMNS),
              channels,
              products,
              to + (filterTile * panels + panel) * RegisterTile.SIZE);
        }
      }
    }
  }

  /** Writes the two output rows of all tiles of the chunk for one filter. */
  private void transformOutputs(
      int filter, int tiles, float[] products, int from, int positionStride, float[] rows) {
    float bias =
        epilogue.rowBias() == null ? 0f : epilogue.rowBias()[epilogue.rowBiasOffset() + filter];
    boolean relu = epilogue.relu() && epilogue.residual() == null;
    int rowPitch = rows.length / 2;
    for (int tile = 0; tile < tiles; tile += LANES) {
      int at = from + tile / COLUMNS * RegisterTile.SIZE + tile % COLUMNS;
      WinogradTransform.output(products, at, positionStride, bias, relu, rows, 2 * tile, rowPitch);
    }
  }

  private void storeRows(int filter, int tileFrom, int tileTo, float[] rows) {
    int width = shape.outputWidth();
    int height = shape.outputHeight();
    int rowPitch = rows.length / 2;
    for (int tile = tileFrom; tile < tileTo; ) {
      int gridRow = tile / grid.width();
      int end = Math.min(tileTo, (gridRow + 1) * grid.width());
      int image = gridRow / grid.height();
      int y = 2 * (gridRow - image * grid.height());
      int x = 2 * (tile - gridRow * grid.width());
      int count = Math.min(2 * (end - tile), width - x);
      int from = 2 * (tile - tileFrom);
      int to = outputOffset + ((image * shape.filters() + filter) * height + y) * width + x;
      storeRow(rows, from, to, count);
      if (y + 1 < height) {
        storeRow(rows, from + rowPitch, to + width, count);
      }
      tile = end;
    }
  }

  private void storeRow(float[] rows, int from, int to, int count) {
    float[] residual = epilogue.residual();
    if (residual == null) {
      System.arraycopy(rows, from, output, to, count);
      return;
    }
    int shift = epilogue.residualShift();
    boolean relu = epilogue.relu();
    for (int i = 0; i < count; i++) {
      float value = rows[from + i] + residual[to + i + shift];
      output[to + i] = relu ? Math.max(value, 0f) : value;
    }
  }
}
