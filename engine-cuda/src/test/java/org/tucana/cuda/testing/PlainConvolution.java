package org.tucana.cuda.testing;

/**
 * A convolution by plain loops, sums in double.
 *
 * @param n pictures
 * @param c channels
 * @param h rows
 * @param w columns
 * @param k filters
 * @param r rows of a filter
 * @param s columns of a filter
 * @param pad cells of padding above and on the left, one less of columns
 * @param channelsLast whether pictures, filters and results lie pixel by pixel
 */
record PlainConvolution(
    int n,
    int c,
    int h,
    int w,
    int k,
    int r,
    int s,
    int pad,
    int stride,
    int dilation,
    int groups,
    boolean channelsLast) {

  int padColumns() {
    return Math.max(pad - 1, 0);
  }

  int rows() {
    return (h + 2 * pad - (dilation * (r - 1) + 1)) / stride + 1;
  }

  int columns() {
    return (w + 2 * padColumns() - (dilation * (s - 1) + 1)) / stride + 1;
  }

  int inputs() {
    return n * c * h * w;
  }

  int weights() {
    return k * (c / groups) * r * s;
  }

  int results() {
    return n * k * rows() * columns();
  }

  /** Where an element of a picture or a result lies. */
  private int at(int channels, int height, int width, int i, int channel, int row, int column) {
    return channelsLast
        ? ((i * height + row) * width + column) * channels + channel
        : ((i * channels + channel) * height + row) * width + column;
  }

  int channelOf(int result) {
    return channelsLast ? result % k : result / (rows() * columns()) % k;
  }

  /** What is done with each product's three places. */
  private interface Visit {
    void product(int x, int weight, int y);
  }

  /** All products, those of a result in the order of channels, rows and columns. */
  private void eachProduct(Visit visit) {
    int groupChannels = c / groups;
    for (int i = 0; i < n; i++) {
      for (int filter = 0; filter < k; filter++) {
        for (int channel = 0; channel < groupChannels; channel++) {
          int from = filter / (k / groups) * groupChannels + channel;
          for (int a = 0; a < r; a++) {
            for (int b = 0; b < s; b++) {
              int weight = at(groupChannels, r, s, filter, channel, a, b);
              for (int row = 0; row < rows(); row++) {
                for (int column = 0; column < columns(); column++) {
                  int y = row * stride - pad + a * dilation;
                  int x = column * stride - padColumns() + b * dilation;
                  if (y >= 0 && y < h && x >= 0 && x < w) {
                    visit.product(
                        at(c, h, w, i, from, y, x),
                        weight,
                        at(k, rows(), columns(), i, filter, row, column));
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  double[] forward(double[] x, double[] weight) {
    double[] y = new double[results()];
    eachProduct((px, pw, py) -> y[py] += x[px] * weight[pw]);
    return y;
  }

  double[] inputGradient(double[] weight, double[] dy) {
    double[] dx = new double[inputs()];
    eachProduct((px, pw, py) -> dx[px] += weight[pw] * dy[py]);
    return dx;
  }

  double[] weightGradient(double[] x, double[] dy) {
    double[] dw = new double[weights()];
    eachProduct((px, pw, py) -> dw[pw] += x[px] * dy[py]);
    return dw;
  }
}
