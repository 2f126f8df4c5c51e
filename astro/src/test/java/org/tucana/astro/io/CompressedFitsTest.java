package org.tucana.astro.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.testing.SharedData;
import org.tucana.core.type.FormatException;
import org.tucana.nn.data.Picture;

/** Images that astropy compressed; compressed_fits.py made them. */
class CompressedFitsTest {
  @TempDir private Path folder;

  /** A file of the archive of test images. */
  static byte[] stored(String name) throws IOException {
    try (InputStream stream = CompressedFitsTest.class.getResourceAsStream("compressed_fits.zip");
        ZipInputStream zip = new ZipInputStream(stream)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return zip.readAllBytes();
        }
      }
    }
    throw new IllegalArgumentException("no " + name);
  }

  private Path file(byte[] bytes) throws IOException {
    Path file = folder.resolve("file.fits");
    Files.write(file, bytes);
    return file;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rice_dither_1",
        "rice_dither_2",
        "rice_no_dither",
        "rice_large_tile",
        "rice_flat_rows",
        "rice_short",
        "rice_unsigned",
        "rice_byte",
        "rice_cube",
        "gzip_1_float",
        "gzip_1_short",
        "gzip_2_double",
        "gzip_2_quantised",
        "gzip_2_int",
        "not_compressed"
      })
  void everyMethodGivesWhatAstropyReads(String name) throws IOException {
    LoadedPicture loaded = Pictures.load(file(stored(name + ".fits")));
    float[] expected = new float[loaded.picture().pixels().length];
    ByteBuffer.wrap(stored(name + ".raw")).asFloatBuffer().get(expected);
    assertArrayEquals(expected, loaded.picture().pixels());
    assertEquals(stored(name + ".raw").length, 4 * expected.length);
  }

  /** Values of astropy. */
  @Test
  void theSharedRiceFileIsRead() {
    Picture rice = Pictures.load(SharedData.require("oracles/rice.fits")).picture();
    assertEquals(80, rice.height());
    assertEquals(100, rice.width());
    double sum = 0;
    for (float value : rice.pixels()) {
      sum += value;
    }
    assertEquals(314127, sum);
    assertEquals(-1, rice.at(0, 79, 99));
    assertEquals(3, rice.at(0, 17, 3));
  }

  @Test
  void theHeaderIsThatOfTheImage() throws IOException {
    FitsHeader header = Pictures.load(file(stored("rice_short.fits"))).header();
    assertEquals(Optional.of("16"), header.value("BITPIX"));
    assertEquals(Optional.of("2"), header.value("NAXIS"));
    assertEquals(Optional.of("40"), header.value("NAXIS1"));
    assertEquals(Optional.of("22"), header.value("NAXIS2"));
    assertEquals(Optional.empty(), header.value("TFORM1"));
    assertEquals(Optional.empty(), header.value("ZCMPTYPE"));
    assertEquals(Optional.of("RA---TAN"), header.value("CTYPE1"));
    assertEquals(3, header.coordinates().cards().size());
  }

  @Test
  void planesOfCompressedCubesAreChosen() throws IOException {
    Path file = file(stored("rice_cube.fits"));
    Picture whole = Pictures.load(file).picture();
    Picture chosen = Pictures.load(PictureAddress.parse(file + "[SCI,planes=3,1]")).picture();
    int size = whole.height() * whole.width();
    assertEquals(2, chosen.channels());
    assertArrayEquals(
        Arrays.copyOfRange(whole.pixels(), 2 * size, 3 * size),
        Arrays.copyOf(chosen.pixels(), size));
    assertArrayEquals(
        Arrays.copyOf(whole.pixels(), size), Arrays.copyOfRange(chosen.pixels(), size, 2 * size));
  }

  @Test
  void filesPackedWholeAreRead() throws IOException {
    byte[] plain =
        TestFiles.fits(ByteBuffer.allocate(8 * 12).putDouble(8, 2.5), TestFiles.cards(-64, 4, 3));
    Picture picture = Pictures.load(file(gzip(plain))).picture();
    assertEquals(2.5f, picture.at(0, 0, 1));
    assertEquals(4, picture.width());
    assertFault("compressed image that is packed by gzip again", gzip(stored("rice_byte.fits")));
    byte[] packed = gzip(plain);
    assertFault("is cut off", Arrays.copyOf(packed, packed.length - 40));
    assertFault("only 90 follow", gzip(Arrays.copyOf(plain, 2880 + 90)));
    assertFault("is a gzip file that holds no FITS image", gzip(new byte[] {1, 2}));
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void damageIsNamed() throws IOException {
    byte[] rice = stored("rice_short.fits");
    assertFault("by \"HCOMPRESS_1\", expected RICE_1", stored("hcompress.fits"));
    assertFault(
        "has 6 rows for 12 tiles",
        replaced(rice, "ZTILE1  =                   24", "ZTILE1  =                   10"));
    assertFault(
        "more than its",
        replaced(
            rice,
            "ZNAXIS1 =                   40",
            "ZNAXIS1 =              9000000",
            "ZTILE1  =                   24",
            "ZTILE1  =              5000000"));
    assertFault(
        "no column COMPRESSED_DATA", replaced(rice, "'COMPRESSED_DATA'", "'COMPRESSED_DARA'"));
    assertFault("wider than its rows", replaced(rice, "'1PB(", "'9PB("));
    assertFault(
        "BYTEPIX is 3",
        replaced(rice, "ZVAL2   =                    2", "ZVAL2   =                    3"));
    assertFault(
        "BLOCKSIZE is 24, expected 16 or 32",
        replaced(rice, "ZVAL1   =                   32", "ZVAL1   =                   24"));
    byte[] pointsFar = rice.clone();
    ByteBuffer.wrap(pointsFar).putInt(tableStart(rice), 1 << 20);
    assertFault("row 0 points beyond the", pointsFar);
    byte[] endsEarly = rice.clone();
    ByteBuffer.wrap(endsEarly).putInt(tableStart(rice) + 8, 9);
    assertFault("tile 1 of its compressed image is damaged: its 9 bytes end", endsEarly);
    byte[] noData = rice.clone();
    ByteBuffer.wrap(noData).putInt(tableStart(rice), 0);
    assertFault("tile 0 has no data", noData);
  }

  private static int tableStart(byte[] file) {
    int header = new String(file, StandardCharsets.ISO_8859_1).indexOf("XTENSION");
    int end = new String(file, StandardCharsets.ISO_8859_1).indexOf("END     ", header);
    return (end / 2880 + 1) * 2880;
  }

  private static byte[] replaced(byte[] file, String... pairs) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    for (int i = 0; i < pairs.length; i += 2) {
      assertTrue(text.contains(pairs[i]), pairs[i]);
      text = text.replace(pairs[i], pairs[i + 1]);
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private void assertFault(String expected, byte[] bytes) throws IOException {
    Path file = file(bytes);
    FormatException fault = assertThrows(FormatException.class, () -> Pictures.load(file));
    assertTrue(fault.getMessage().contains(expected), fault.getMessage());
  }
}
