package org.tucana.core.cpu.blocked;

import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;

/**
 * Three convolutions with nothing between them, as a Tucker-2 factorisation leaves them: one pixel
 * wide, the core, one pixel wide. What lies between them never leaves scratch.
 *
 * <p>Where an image has rows enough, or there are images enough, each thread takes bands of rows
 * through all three, so that a band stays in its cache. The first convolution computes the rows
 * that two bands read twice. Otherwise all threads do one convolution after the other.
 *
 * <p>Bands begin at rows that every way to compute the core begins a tile at, so that bits do not
 * depend on them.
 */
public final class ConvolutionChain implements MapConvolution {
  /** Floats between the convolutions that a band has at most, but for its least rows. */
  private static final int CACHED = 64 * 1024;

  /** A band's rows are a multiple of this, but for the last one's: of tiles of all sizes. */
  private static final int STEP = 4;

  /** Where bands would have fewer rows, those that are computed twice cost more than they save. */
  private static final int LEAST_ROWS = 16;

  private final DirectConvolution first;
  private final MapConvolution core;
  private final Core form;
  private final DirectConvolution last;
  private final MapEpilogue afterFirst;
  private final MapEpilogue afterCore;

  /**
   * What is known of the core.
   *
   * @param geometry without groups
   * @param kernelHeight rows of its kernel
   * @param filters number of its filters
   */
  public record Core(ConvGeometry geometry, int kernelHeight, int filters) {
    /** Whether the padding is no more than keeps the sizes of a map. */
    public boolean isUsual() {
      return 2 * geometry.padY() <= (kernelHeight - 1) * geometry.dilationY();
    }

    /** Rows of input, without padding, that so many rows of output read; at least one. */
    int rowsFor(int outputs) {
      return (outputs - 1) * geometry.strideY()
          + (kernelHeight - 1) * geometry.dilationY()
          + 1
          - 2 * geometry.padY();
    }

    int halo() {
      return Math.max(geometry.padY(), geometry.padX());
    }
  }

  /**
   * @param first a kernel of one pixel at stride 1
   * @param core of the first one's filters
   * @param form what is known of it
   * @param last a kernel of one pixel at stride 1, of the core's filters
   */
  public ConvolutionChain(
      DirectConvolution first, MapConvolution core, Core form, DirectConvolution last) {
    this.first = first;
    this.core = core;
    this.form = form;
    this.last = last;
    afterFirst = new MapEpilogue(MapEpilogue.start(first.filters()), null, false);
    afterCore = new MapEpilogue(MapEpilogue.start(form.filters()), null, false);
  }

  /** Computes {@code y = epilogue(last * (core * (first * x)))} and y's halo. */
  @Override
  public void run(Workers workers, BlockedMap x, MapEpilogue epilogue, BlockedMap y) {
    int threads = workers.threads();
    int images = Math.max(1, y.extent().batch());
    int rows = y.extent().height();
    int wanted =
        Math.max(
            Math.ceilDiv(threads, images),
            Math.ceilDiv(rows, Math.max(LEAST_ROWS, cachedRows(x, y))));
    int bands = even(Math.max(1, Math.min(wanted, rows / LEAST_ROWS)), images, threads);
    if (images * bands < threads) {
      runStages(workers, x, epilogue, y);
    } else {
      runBands(workers, bands, x, epilogue, y);
    }
  }

  /** So many bands, or a few less, that no thread waits for the last ones. */
  private static int even(int bands, int images, int threads) {
    for (int fewer = bands; fewer > bands / 2; fewer--) {
      if (images * fewer % threads == 0) {
        return fewer;
      }
    }
    return bands;
  }

  /** Rows of output for which the cache holds what lies between the convolutions. */
  private int cachedRows(BlockedMap x, BlockedMap y) {
    int between =
        first.filters() * x.extent().width() * form.geometry().strideY()
            + form.filters() * y.extent().width();
    return CACHED / Math.max(1, between);
  }

  private void runStages(Workers workers, BlockedMap x, MapEpilogue epilogue, BlockedMap y) {
    MapExtent in = x.extent();
    BlockedMap between =
        map(
            workers.scratch(),
            Purpose.FIRST_STAGE,
            new MapExtent(in.batch(), first.filters(), in.height(), in.width(), form.halo()));
    first.run(workers, x, afterFirst, between);
    MapExtent out = y.extent();
    BlockedMap result =
        map(
            workers.scratch(),
            Purpose.SECOND_STAGE,
            new MapExtent(out.batch(), form.filters(), out.height(), out.width(), 0));
    core.run(workers, between, afterCore, result);
    last.run(workers, result, epilogue, y);
  }

  private static BlockedMap map(Scratch scratch, Purpose purpose, MapExtent extent) {
    return new BlockedMap(scratch.floats(purpose, extent.length()), 0, extent);
  }

  private void runBands(
      Workers workers, int bands, BlockedMap x, MapEpilogue epilogue, BlockedMap y) {
    int steps = Math.ceilDiv(y.extent().height(), STEP);
    workers.run(
        y.extent().batch() * bands,
        (chunk, scratch) -> {
          int band = chunk % bands;
          int from = Parts.bound(steps, bands, band) * STEP;
          int to = Math.min(y.extent().height(), Parts.bound(steps, bands, band + 1) * STEP);
          runBand(workers, scratch, x, epilogue, new MapRows(y, chunk / bands, from, to - from));
        });
    y.clearHalo(workers);
  }

  /** One band; what it asks of other threads this one does itself. */
  private void runBand(
      Workers workers, Scratch scratch, BlockedMap x, MapEpilogue epilogue, MapRows y) {
    MapExtent in = x.extent();
    int top = y.first() * form.geometry().strideY();
    BlockedMap between =
        map(
            scratch,
            Purpose.FIRST_STAGE,
            new MapExtent(1, first.filters(), form.rowsFor(y.count()), in.width(), form.halo()));
    between.clearHalo(workers);
    int from = Math.max(0, top - form.geometry().padY());
    int to = Math.min(in.height(), top + between.extent().height() + form.geometry().padY());
    first.runRows(
        workers,
        new MapRows(x, y.image(), from, to - from),
        afterFirst,
        new MapRows(between, 0, from - top, to - from));
    MapExtent out = y.map().extent();
    BlockedMap result =
        map(
            scratch,
            Purpose.SECOND_STAGE,
            new MapExtent(1, form.filters(), y.count(), out.width(), 0));
    core.run(workers, between, afterCore, result);
    last.runRows(workers, new MapRows(result, 0, 0, y.count()), epilogue, y);
  }

  @Override
  public String algorithm() {
    return "one pixel wide, " + core.algorithm() + ", one pixel wide";
  }
}
