package org.tucana.core.cpu;

/** Puts the tiles of a convolution in their places in NCHW order. */
final class PixelResult implements BlockedProduct.Result {
  private final PixelGrid grid;
  private final float[] output;
  private final int outputOffset;
  private final TileEpilogue epilogue;
  private final boolean dense;

  PixelResult(PixelGrid grid, float[] output, int outputOffset, TileEpilogue epilogue) {
    this.grid = grid;
    this.output = output;
    this.outputOffset = outputOffset;
    this.epilogue = epilogue;
    dense = grid.dense();
  }

  @Override
  public void store(
      int product,
      int row,
      int rows,
      int column,
      int columns,
      float[] sums,
      TileStore.Stage stage) {
    int channel = product * grid.output().channels() + row;
    int run = dense ? grid.area() : grid.width();
    int done = 0;
    while (done < columns) {
      int point = column + done;
      int within = point % run;
      int count = Math.min(columns - done, run - within);
      TileStore.Part part = new TileStore.Part(channel, rows, done, point, count, stage);
      if (dense) {
        int start = plane(point / run, channel) + within;
        TileStore.dense(sums, part, output, start, grid.output().area(), epilogue);
      } else {
        int gridRow = point / run;
        int image = gridRow / grid.height();
        int y = grid.outputRow() + (gridRow - image * grid.height()) * grid.outputStepHeight();
        int x = grid.outputColumn() + within * grid.outputStepWidth();
        TileStore.strided(
            sums,
            part,
            output,
            plane(image, channel) + y * grid.output().width() + x,
            grid.output().area(),
            grid.outputStepWidth(),
            epilogue);
      }
      done += count;
    }
  }

  private int plane(int image, int channel) {
    int channels = grid.groups() * grid.output().channels();
    return outputOffset + (image * channels + channel) * grid.output().area();
  }
}
