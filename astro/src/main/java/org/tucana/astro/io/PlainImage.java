package org.tucana.astro.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An image whose samples follow its header.
 *
 * @param unit its unit
 * @param shape its size
 * @param bits bits of a sample, negative for floats
 * @param scale how samples become physical values
 */
record PlainImage(FitsUnit unit, ImageShape shape, int bits, SampleScale scale)
    implements FitsImage {
  private static final int BUFFER_BYTES = 1 << 18;

  static PlainImage of(FitsUnit unit) {
    int bits = unit.bits("BITPIX");
    return new PlainImage(
        unit,
        ImageShape.of(unit.file(), unit.axes("NAXIS")),
        bits,
        SampleScale.of(unit, bits, "BLANK"));
  }

  @Override
  public FitsHeader header() {
    return unit.header();
  }

  @Override
  public float[] read(FitsSource source, int[] planes) throws IOException {
    int size = shape.height() * shape.width();
    float[] pixels = new float[planes.length * size];
    int sampleBytes = Math.abs(bits) / Byte.SIZE;
    int bufferBytes = (int) Math.min(BUFFER_BYTES, (long) size * sampleBytes);
    ByteBuffer buffer = ByteBuffer.allocate(bufferBytes);
    for (int p = 0; p < planes.length; p++) {
      long start = unit.dataOffset() + (long) planes[p] * size * sampleBytes;
      for (int first = 0; first < size; first += bufferBytes / sampleBytes) {
        int count = Math.min(bufferBytes / sampleBytes, size - first);
        buffer.clear().limit(count * sampleBytes);
        source.read(buffer, start + (long) first * sampleBytes);
        buffer.flip();
        for (int i = first; i < first + count; i++) {
          pixels[p * size + i] = scale.next(buffer, bits);
        }
      }
    }
    return pixels;
  }
}
