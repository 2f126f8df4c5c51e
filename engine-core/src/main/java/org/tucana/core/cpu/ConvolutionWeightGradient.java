package org.tucana.core.cpu;

import java.util.Arrays;
import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;

/**
 * Gradient of a convolution with respect to its weight: a product over all output pixels of the
 * output gradient with the inputs that each weight met.
 *
 * <p>The input is rearranged once into channels-last order with its zero border, so that what one
 * pixel contributes to (kernel row, kernel column, channel) lies side by side and rows of the
 * right-hand operand are copied as runs. Sums run over the pixels in order, one order for each
 * weight; no partial sums of threads are combined.
 */
public final class ConvolutionWeightGradient {
  private static final int ROWS = RegisterTile.ROWS;
  private static final int LANES = RegisterTile.LANES;

  /** Floats of rearranged images that are kept at a time. */
  private static final int IMAGE_LIMIT = 1 << 24;

  private ConvolutionWeightGradient() {}

  /**
   * Computes the gradient.
   *
   * @param input array that holds [batch, channels, height, width]
   * @param gradient array that holds [batch, filters, outputHeight, outputWidth]
   * @param result receives [filters, channels / groups, kernelHeight, kernelWidth]
   */
  public static void run(
      Workers workers,
      ConvolutionShape shape,
      float[] input,
      int inputOffset,
      float[] gradient,
      int gradientOffset,
      float[] result,
      int resultOffset) {
    Job job = new Job(workers, shape);
    Scratch scratch = workers.scratch();
    int depth = shape.groupChannels() * shape.taps();
    int together = Math.min(shape.batch(), job.imagesTogether());
    float[] images = scratch.floats(Purpose.RIGHT, together * job.imageLength() + LANES);
    float[] packed = scratch.floats(Purpose.LEFT, shape.groups() * job.leftLength(together));
    boolean direct = shape.taps() == 1;
    float[] sums = direct ? result : scratch.floats(Purpose.RESULT, shape.filters() * depth);
    int sumsOffset = direct ? resultOffset : 0;
    int first = 0;
    do {
      int count = Math.min(together, shape.batch() - first);
      job.arrangeInput(input, inputOffset, first, count, images);
      job.packGradient(gradient, gradientOffset, first, count, packed);
      job.multiply(images, packed, count, sums, sumsOffset, first > 0);
      first += count;
    } while (first < shape.batch());
    if (!direct) {
      channelsFirst(workers, shape, sums, result, resultOffset);
    }
  }

  /** Reorders [filter, tap, channel] to [filter, channel, tap]. */
  private static void channelsFirst(
      Workers workers, ConvolutionShape shape, float[] sums, float[] result, int resultOffset) {
    int channels = shape.groupChannels();
    int taps = shape.taps();
    workers.run(
        shape.filters(),
        (filter, scratch) -> {
          int from = filter * channels * taps;
          int to = resultOffset + from;
          for (int c = 0; c < channels; c++) {
            for (int t = 0; t < taps; t++) {
              result[to++] = sums[from + t * channels + c];
            }
          }
        });
  }

  /** The sizes of one gradient and its three steps. */
  private static final class Job {
    private final Workers workers;
    private final ConvolutionShape shape;
    private final ConvGeometry geometry;
    private final int channels;
    private final int paddedHeight;
    private final int paddedWidth;
    private final int area;

    Job(Workers workers, ConvolutionShape shape) {
      this.workers = workers;
      this.shape = shape;
      geometry = shape.geometry();
      channels = shape.channels();
      paddedHeight = shape.height() + 2 * geometry.padY();
      paddedWidth = shape.width() + 2 * geometry.padX();
      area = shape.outputHeight() * shape.outputWidth();
    }

    int imageLength() {
      return Math.multiplyExact(paddedHeight * paddedWidth, channels);
    }

    int leftLength(int images) {
      return Math.toIntExact(Packing.leftLength(shape.groupFilters(), images * area));
    }

    int imagesTogether() {
      long each = Math.max(1L, imageLength() + (long) shape.filters() * area);
      return (int) Math.max(1, IMAGE_LIMIT / each);
    }

    /** Writes {@code images[image, row, column, channel]} with the zero border. */
    void arrangeInput(float[] input, int inputOffset, int first, int count, float[] images) {
      int rowLength = paddedWidth * channels;
      int border = geometry.padX() * channels;
      int plane = shape.height() * shape.width();
      workers.run(
          count * paddedHeight,
          (chunk, scratch) -> {
            int image = chunk / paddedHeight;
            int row = chunk % paddedHeight - geometry.padY();
            int to = chunk * rowLength;
            if (row < 0 || row >= shape.height()) {
              Arrays.fill(images, to, to + rowLength, 0f);
              return;
            }
            Arrays.fill(images, to, to + border, 0f);
            Arrays.fill(images, to + rowLength - border, to + rowLength, 0f);
            int from = inputOffset + (first + image) * channels * plane + row * shape.width();
            Packing.transpose(
                input, from, plane, channels, shape.width(), 1, images, to + border, channels);
          });
    }

    /** Packs the output gradient with filters as rows and the pixels of all images as depth. */
    void packGradient(float[] gradient, int gradientOffset, int first, int count, float[] packed) {
      int filters = shape.groupFilters();
      int tiles = (filters + ROWS - 1) / ROWS;
      int length = leftLength(count);
      DepthBlocks blocks = DepthBlocks.of(count * area, 1);
      workers.run(
          shape.groups() * tiles * blocks.count(),
          (chunk, scratch) -> {
            int block = chunk % blocks.count();
            int tile = chunk / blocks.count() % tiles;
            int group = chunk / blocks.count() / tiles;
            int filter = group * filters + tile * ROWS;
            int to = group * length + blocks.leftIndex(tiles, tile, block);
            int pixel = blocks.start(block);
            while (pixel < blocks.start(block + 1)) {
              int image = pixel / area;
              int end = Math.min((image + 1) * area, blocks.start(block + 1));
              int plane = ((first + image) * shape.filters() + filter) * area;
              Packing.leftTile(
                  gradient,
                  gradientOffset + plane + pixel - image * area,
                  area,
                  1,
                  filters - tile * ROWS,
                  end - pixel,
                  packed,
                  to);
              to += (end - pixel) * ROWS;
              pixel = end;
            }
          });
    }

    void multiply(
        float[] images, float[] packed, int count, float[] sums, int sumsOffset, boolean add) {
      int filters = shape.groupFilters();
      int columns = shape.groupChannels() * shape.taps();
      TileEpilogue epilogue = add ? TileEpilogue.NONE.accumulating() : TileEpilogue.NONE;
      BlockedProduct.run(
          workers,
          new BlockedProduct.Extent(
              shape.groups(), filters, columns, count * area, 1, ConvolutionForward.PANELS),
          new BlockedProduct.Left(packed, 0, leftLength(count)),
          (block, scratch, panel, pitch) -> packPixels(images, block, scratch, panel, pitch),
          (product, row, rows, column, width, tile, stage) ->
              TileStore.dense(
                  tile,
                  new TileStore.Part(row, rows, 0, column, width, stage),
                  sums,
                  sumsOffset + (product * filters + row) * columns + column,
                  columns,
                  epilogue));
    }

    /** Copies, for each pixel, the inputs that the weights of the block meet. */
    private void packPixels(
        float[] images, BlockedProduct.Block block, Scratch scratch, float[] panel, int pitch) {
      int firstChannel = block.product() * shape.groupChannels();
      int columnFrom = block.columnFrom();
      int columnTo = block.columnTo();
      boolean wholeRows = shape.groups() == 1 && geometry.dilationX() == 1;
      int runLength = wholeRows ? shape.kernelWidth() * channels : shape.groupChannels();
      int runs = (columnTo - 1) / runLength - columnFrom / runLength + 1;
      int[] moves = scratch.ints(Purpose.SEGMENTS, 2 * ((columnTo - columnFrom) / LANES + runs));
      int count = 0;
      int column = columnFrom;
      for (int i = 0; i < runs; i++) {
        int run = column / runLength;
        int kernelRow = wholeRows ? run : run / shape.kernelWidth();
        int kernelColumn = wholeRows ? 0 : run % shape.kernelWidth();
        int end = Math.min((run + 1) * runLength, columnTo);
        int source =
            (kernelRow * geometry.dilationY() * paddedWidth + kernelColumn * geometry.dilationX())
                    * channels
                + firstChannel
                + (column - run * runLength);
        count = VectorMoves.add(moves, count, source, column - columnFrom, end - column);
        column = end;
      }
      int width = shape.outputWidth();
      for (int pixel = block.depthFrom(); pixel < block.depthTo(); pixel++) {
        int image = pixel / area;
        int row = pixel % area / width;
        int from =
            ((image * paddedHeight + row * geometry.strideY()) * paddedWidth
                    + pixel % width * geometry.strideX())
                * channels;
        VectorMoves.run(moves, count, images, from, panel, (pixel - block.depthFrom()) * pitch);
      }
    }
  }
}
