package org.tucana.astro.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.tucana.nn.data.Picture;

/** Reads the samples of an image whose place in the file was checked. */
final class FitsReader {
  private static final int BUFFER_BYTES = 1 << 18;

  private FitsReader() {}

  /**
   * Reads an image.
   *
   * @return planes as channels, the file's first row first; physical values BZERO + BSCALE * stored
   *     in float32, NaN where an integer equals BLANK
   */
  static LoadedPicture read(SourceFile file) {
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      FitsImageLayout layout = FitsStructure.findImage(file, channel);
      float[] pixels = new float[layout.channels() * layout.height() * layout.width()];
      readSamples(channel, layout, Scaling.of(file, layout), pixels);
      if (!hasNumber(pixels)) {
        throw file.fault("every pixel is NaN or infinite; name a picture with data in it");
      }
      return new LoadedPicture(
          new Picture(layout.channels(), layout.height(), layout.width(), pixels),
          false,
          layout.header());
    } catch (IOException e) {
      throw file.fault("cannot be read (" + e.getMessage() + "); check the disk", e);
    }
  }

  private static void readSamples(
      FileChannel channel, FitsImageLayout layout, Scaling scaling, float[] pixels)
      throws IOException {
    int sampleBytes = Math.abs(layout.bitpix()) / Byte.SIZE;
    int samplesAtOnce = BUFFER_BYTES / sampleBytes;
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    for (int start = 0; start < pixels.length; start += samplesAtOnce) {
      int count = Math.min(samplesAtOnce, pixels.length - start);
      buffer.clear().limit(count * sampleBytes);
      long position = layout.dataOffset() + (long) start * sampleBytes;
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, position + buffer.position()) < 0) {
          throw new EOFException("the file became shorter while it was read");
        }
      }
      buffer.flip();
      for (int i = start; i < start + count; i++) {
        pixels[i] = scaling.next(buffer, layout.bitpix());
      }
    }
  }

  private static boolean hasNumber(float[] pixels) {
    for (float p : pixels) {
      if (Float.isFinite(p)) {
        return true;
      }
    }
    return false;
  }

  /** How stored numbers become physical values. */
  private record Scaling(double scale, double zero, boolean hasBlank, long blank) {
    static Scaling of(SourceFile file, FitsImageLayout layout) {
      try {
        FitsHeader header = layout.header();
        boolean hasBlank = layout.bitpix() > 0 && header.value("BLANK").isPresent();
        return new Scaling(
            header.number("BSCALE").orElse(1),
            header.number("BZERO").orElse(0),
            hasBlank,
            hasBlank ? Long.parseLong(header.value("BLANK").get()) : 0);
      } catch (NumberFormatException e) {
        throw file.fault(
            "BSCALE, BZERO or BLANK is no number (" + e.getMessage() + "); correct the header", e);
      }
    }

    float next(ByteBuffer buffer, int bitpix) {
      return switch (bitpix) {
        case 8 -> physical(Byte.toUnsignedInt(buffer.get()));
        case 16 -> physical(buffer.getShort());
        case 32 -> physical(buffer.getInt());
        case 64 -> physical(buffer.getLong());
        case -32 -> (float) (zero + scale * buffer.getFloat());
        default -> (float) (zero + scale * buffer.getDouble());
      };
    }

    private float physical(long stored) {
      return hasBlank && stored == blank ? Float.NaN : (float) (zero + scale * stored);
    }
  }
}
