package org.tucana.astro.io;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

/** Damaged files are read or refused in words; nothing else happens, and quickly. */
class PictureFuzzTest {
  private static final int TRIALS = 400;
  private static final Duration MOST_TIME = Duration.ofSeconds(20);

  @TempDir private Path folder;

  enum Kind {
    JPEG,
    PNG,
    PNG_UNCHECKED,
    FITS,
    FITS_RICE,
    FITS_GZIP_TILES,
    FITS_GZIP;

    byte[] sample() throws IOException {
      return switch (this) {
        case JPEG -> TestFiles.image("jpg", BufferedImage.TYPE_3BYTE_BGR, 24, 24);
        case PNG, PNG_UNCHECKED -> TestFiles.image("png", BufferedImage.TYPE_3BYTE_BGR, 12, 12);
        case FITS -> fits();
        case FITS_RICE -> CompressedFitsTest.stored("rice_dither_1.fits");
        case FITS_GZIP_TILES -> CompressedFitsTest.stored("gzip_2_quantised.fits");
        case FITS_GZIP -> CompressedFitsTest.gzip(fits());
      };
    }

    private static byte[] fits() {
      return TestFiles.fits(ByteBuffer.allocate(4 * 30), TestFiles.cards(-32, 6, 5));
    }

    /** Damage that the checksums of a PNG would show is given right ones, to reach the decoder. */
    byte[] finish(byte[] damaged) {
      return this == PNG_UNCHECKED ? TestFiles.withRightChecksums(damaged) : damaged;
    }

    /** Only the first part of a FITS file, its header, can be damaged. */
    int reach(int length) {
      return this == FITS ? 640 : length;
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void damageIsRefusedInWords(Kind kind) throws IOException {
    byte[] whole = kind.sample();
    int refused = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      Philox random = new RandomKey(11, "picture-fuzz-" + kind, trial).stream();
      byte[] damaged = kind.finish(damage(whole, kind.reach(whole.length), random));
      Path file = folder.resolve("damaged");
      Files.write(file, damaged);
      String trialName = kind + " in trial " + trial;
      refused += assertTimeoutPreemptively(MOST_TIME, () -> refusals(file, trialName), trialName);
    }
    assertTrue(refused > TRIALS / 10, "refused " + refused + " of " + TRIALS);
  }

  private static byte[] damage(byte[] whole, int reach, Philox random) {
    byte[] damaged = whole.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      damaged[random.nextInt(reach)] = (byte) random.nextBits();
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(damaged, random.nextInt(damaged.length))
        : damaged;
  }

  private static int refusals(Path file, String trial) {
    try {
      Pictures.load(file);
      return 0;
    } catch (FormatException e) {
      assertTrue(e.getMessage().contains(file.toString()), trial + ": " + e.getMessage());
      return 1;
    }
  }
}
