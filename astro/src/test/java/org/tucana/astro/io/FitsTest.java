package org.tucana.astro.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.testing.SharedData;
import org.tucana.core.type.FormatException;
import org.tucana.nn.data.Picture;

class FitsTest {
  @TempDir private Path folder;

  @Test
  void allSampleTypesAreRead() throws IOException {
    float[] expected = {1, 2, 3, 4, 5, 6};
    assertArrayEquals(expected, pixels(data(6, 1, (b, i) -> b.put((byte) i)), 8));
    assertArrayEquals(expected, pixels(data(6, 2, (b, i) -> b.putShort((short) i)), 16));
    assertArrayEquals(expected, pixels(data(6, 4, ByteBuffer::putInt), 32));
    assertArrayEquals(expected, pixels(data(6, 8, (b, i) -> b.putLong(i)), 64));
    assertArrayEquals(expected, pixels(data(6, 4, (b, i) -> b.putFloat(i)), -32));
    assertArrayEquals(expected, pixels(data(6, 8, (b, i) -> b.putDouble(i)), -64));
  }

  private float[] pixels(ByteBuffer data, int bitpix) throws IOException {
    Picture picture = load(TestFiles.fits(data, TestFiles.cards(bitpix, 3, 2))).picture();
    assertEquals(2, picture.height());
    assertEquals(3, picture.width());
    return picture.pixels();
  }

  @Test
  void bytesHaveNoSign() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(1).put(0, (byte) 200);
    Picture picture = load(TestFiles.fits(data, TestFiles.cards(8, 1, 1))).picture();
    assertArrayEquals(new float[] {200}, picture.pixels());
  }

  @Test
  void integersAreScaledAndBlanksAreGaps() throws IOException {
    ByteBuffer data = data(2, 2, (b, i) -> b.putShort((short) (i == 1 ? -5 : 7)));
    String[] cards =
        Stream.concat(
                Arrays.stream(TestFiles.cards(16, 2, 1)),
                Stream.of("BSCALE  = 0.5", "BZERO   = 1.0D1", "BLANK   = -5"))
            .toArray(String[]::new);
    LoadedPicture loaded = load(TestFiles.fits(data, cards));
    assertFalse(loaded.display());
    assertArrayEquals(new float[] {Float.NaN, 13.5f}, loaded.picture().pixels());
  }

  @Test
  void planesAreChannelsAndLongAxesOfOneAreDropped() throws IOException {
    ByteBuffer data = data(12, 1, (b, i) -> b.put((byte) i));
    Picture picture = load(TestFiles.fits(data, TestFiles.cards(8, 3, 2, 2, 1))).picture();
    assertEquals(2, picture.channels());
    assertEquals(10, picture.at(1, 1, 0));
  }

  @Test
  void theFirstImageWithDataIsRead() throws IOException {
    Path file = folder.resolve("extensions.fits");
    byte[] primary = TestFiles.fits(ByteBuffer.allocate(0), TestFiles.cards(8));
    byte[] image =
        TestFiles.extension(data(2, 1, (b, i) -> b.put((byte) i)), TestFiles.cards(8, 2, 1));
    Files.write(
        file, ByteBuffer.allocate(primary.length + image.length).put(primary).put(image).array());
    assertArrayEquals(new float[] {1, 2}, Pictures.load(file).picture().pixels());
  }

  /** Values of astropy 5.2.1. */
  @Test
  void publicFilesAreRead() {
    LoadedPicture scaled = Pictures.load(SharedData.require("oracles/int16_scaled.fits"));
    assertEquals(80, scaled.picture().height());
    assertEquals(32768, min(scaled.picture()));
    LoadedPicture tan = Pictures.load(SharedData.require("oracles/float_tansip.fits"));
    assertEquals(Optional.of("RA---TAN-SIP"), tan.header().value("CTYPE1"));
    assertEquals(18, tan.header().coordinates().cards().size());
    Picture bands = Pictures.load(SharedData.require("data/fits/hsc_grizy.fits")).picture();
    assertEquals(List.of(5, 58, 48), List.of(bands.channels(), bands.height(), bands.width()));
    assertRefused("no image with data", SharedData.require("oracles/table.fits"));
  }

  private static float min(Picture picture) {
    float least = Float.POSITIVE_INFINITY;
    for (float p : picture.pixels()) {
      least = Math.min(least, p);
    }
    return least;
  }

  @Test
  void writtenImagesComeBack() throws IOException {
    FitsHeader coordinates =
        new FitsHeader(List.of("CRVAL1  =             12.34375", "CTYPE1  = 'RA---TAN'"));
    Path file = folder.resolve("written.fits");
    Picture picture = new Picture(2, 2, 1, new float[] {1, Float.NaN, -3, 4});
    FitsWriter.writeImage(file, picture, coordinates);
    LoadedPicture back = Pictures.load(file);
    assertArrayEquals(picture.pixels(), back.picture().pixels());
    assertEquals(Optional.of("RA---TAN"), back.header().value("CTYPE1"));
    assertEquals(12.34375, Double.parseDouble(back.header().value("CRVAL1").orElseThrow()));
    FitsWriter.writeSegmentation(file, 2, 2, new int[] {0, 1, 70_000, 3}, coordinates);
    assertArrayEquals(new float[] {0, 1, 70_000, 3}, Pictures.load(file).picture().pixels());
    byte[] first = Files.readAllBytes(file);
    FitsWriter.writeSegmentation(file, 2, 2, new int[] {0, 1, 70_000, 3}, coordinates);
    assertArrayEquals(first, Files.readAllBytes(file));
    assertFalse(new String(first, StandardCharsets.US_ASCII).contains(" UTC "));
  }

  @Test
  void faultsAreNamed() throws IOException {
    ByteBuffer data = data(6, 4, (b, i) -> b.putFloat(i));
    byte[] whole = TestFiles.fits(data, TestFiles.cards(-32, 3, 2));
    assertFault("it is cut off", Arrays.copyOf(whole, 2880 + 20));
    assertFault("cut off in the header", Arrays.copyOf(whole, 2000));
    assertFault(
        "says that it holds", TestFiles.fits(data, TestFiles.cards(-32, 1_000_000, 1_000_000)));
    assertFault(
        "more than any file",
        TestFiles.fits(data, TestFiles.cards(-32, 2_000_000_000, 2_000_000_000, 2_000_000_000)));
    assertFault("BITPIX is 12", TestFiles.fits(data, TestFiles.cards(12, 3, 2)));
    assertFault("lacks NAXIS2", TestFiles.fits(data, "BITPIX  = 8", "NAXIS   = 2", "NAXIS1  = 3"));
    assertFault(
        "NAXIS1 is \"x\"", TestFiles.fits(data, "BITPIX  = 8", "NAXIS   = 1", "NAXIS1  = x"));
    assertFault("NAXIS1 is -3", TestFiles.fits(data, TestFiles.cards(8, -3, 2)));
    assertFault("has 4 axes", TestFiles.fits(data, TestFiles.cards(8, 1, 2, 1, 2)));
    ByteBuffer gaps = data(6, 4, (b, i) -> b.putFloat(Float.NaN));
    assertFault("every pixel is NaN", TestFiles.fits(gaps, TestFiles.cards(-32, 3, 2)));
  }

  @Test
  void imagesAndPlanesAreChosen() throws IOException {
    Path file = folder.resolve("several.fits");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(TestFiles.fits(ByteBuffer.allocate(0), TestFiles.cards(8)));
    for (int n = 1; n <= 3; n++) {
      ByteBuffer data = ByteBuffer.allocate(6);
      for (int i = 0; i < 6; i++) {
        data.put((byte) (10 * n + i));
      }
      String[] cards = TestFiles.cards(8, 2, 1, 3);
      cards = Arrays.copyOf(cards, 7);
      cards[5] = "EXTNAME = '" + (n == 1 ? "Sci" : "VAR") + "'";
      cards[6] = "EXTVER  = " + n;
      bytes.write(TestFiles.extension(data, cards));
    }
    Files.write(file, bytes.toByteArray());
    assertArrayEquals(new float[] {10, 11, 12, 13, 14, 15}, chosen(file, ""));
    assertArrayEquals(new float[] {20, 21, 22, 23, 24, 25}, chosen(file, "[var]"));
    assertArrayEquals(new float[] {30, 31, 32, 33, 34, 35}, chosen(file, "[VAR,3]"));
    assertArrayEquals(new float[] {34, 35, 30, 31}, chosen(file, "[3,planes=3,1]"));
    assertArrayEquals(new float[] {12, 13}, chosen(file, "[planes=2]"));
    assertArrayEquals(new float[] {24, 25}, chosen(file, "[VAR,2,planes=3]"));
    assertRefused("has no extension DQ; its images are: 1 Sci, 2 VAR, 3 VAR", file, "[DQ]");
    assertRefused("has no extension VAR,9; its images are", file, "[VAR,9]");
    assertRefused("its unit 0 is no image with data", file, "[0]");
    assertRefused("has no plane 4; its planes are 1 to 3", file, "[planes=4]");
    assertRefused("has no plane 0; its planes are", file, "[1,planes=0]");
    for (String none :
        List.of("[]", "[a=3]", "[planes=]", "[planes=1,x]", "[1,2]", "[2147483648]")) {
      FormatException fault =
          assertThrows(FormatException.class, () -> PictureAddress.parse(file + none), none);
      assertTrue(fault.getMessage().contains("write [NAME], [NAME,VERSION]"), fault.getMessage());
    }
  }

  private static float[] chosen(Path file, String selection) {
    PictureAddress address = PictureAddress.parse(file + selection);
    return Pictures.load(address).picture().pixels();
  }

  private static void assertRefused(String expected, Path file, String selection) {
    FormatException fault =
        assertThrows(FormatException.class, () -> chosen(file, selection), selection);
    assertTrue(fault.getMessage().contains(expected), fault.getMessage());
  }

  @Test
  void aFileOfThatVeryNameComesFirst() throws IOException {
    Path file = folder.resolve("odd[1].png");
    Files.write(file, TestFiles.image("png", BufferedImage.TYPE_BYTE_GRAY, 2, 2));
    assertEquals(2, Pictures.load(PictureAddress.parse(file.toString())).picture().height());
    assertRefused("PNG file without extensions; leave out", file, "[1]");
  }

  @Test
  void addressesHaveTexts() {
    for (String text : List.of("a.fits", "a.fits[SCI]", "a.fits[SCI,2]", "a.fits[3]")) {
      assertEquals(text, PictureAddress.parse(text).toString());
    }
    assertEquals("a[SCI,planes=3,2]", PictureAddress.parse("a[sci, planes=3, 2]").toString());
    assertEquals("a[planes=1]", PictureAddress.parse("a[planes=1]").toString());
  }

  @Test
  void oneMalformedCardLeavesNoCoordinates() throws IOException {
    FitsHeader header = new FitsHeader(List.of("CRVAL1  = 1.5", "CTYPE3  = 'FREQ'"));
    assertEquals(List.of("CRVAL1  = 1.5"), header.coordinates().cards());
    for (String card : List.of("CRVAL2  = 'abc", "CRPIX1  = 1.5.D")) {
      FitsHeader malformed = new FitsHeader(List.of("CRVAL1  = 1.5", card));
      assertEquals(List.of(), malformed.coordinates().cards());
    }
  }

  @Test
  void smallExponentsAreKeptAsTheStandardWritesThem() {
    FitsHeader header =
        new FitsHeader(
            List.of("CD1_1   = -6.5e-05 / degrees", "CD2_2   = 6.5d-05", "CTYPE1  = '1e5'"));
    assertEquals(
        List.of("CD1_1   = -6.5E-05 / degrees", "CD2_2   = 6.5D-05", "CTYPE1  = '1e5'"),
        header.coordinates().cards());
    assertEquals(6.5e-5, header.number("CD2_2").orElseThrow());
  }

  @Test
  void stampsAreNoFitsImages() throws IOException {
    Path file = folder.resolve("file");
    ByteBuffer data = data(1, 1, (b, i) -> b.put((byte) i));
    Files.write(file, TestFiles.fits(data, TestFiles.cards(8, 1, 1)));
    FormatException fault = assertThrows(FormatException.class, () -> Pictures.read(file));
    assertTrue(fault.getMessage().contains("expected JPEG or PNG; convert it"));
  }

  private interface Put {
    void put(ByteBuffer buffer, int number);
  }

  private static ByteBuffer data(int n, int bytes, Put put) {
    ByteBuffer buffer = ByteBuffer.allocate(n * bytes);
    for (int i = 1; i <= n; i++) {
      put.put(buffer, i);
    }
    return buffer;
  }

  private LoadedPicture load(byte[] bytes) throws IOException {
    Path file = folder.resolve("file");
    Files.write(file, bytes);
    return Pictures.load(file);
  }

  private void assertFault(String expected, byte[] bytes) throws IOException {
    Path file = folder.resolve("file");
    Files.write(file, bytes);
    assertRefused(expected, file);
  }

  private static void assertRefused(String expected, Path file) {
    FormatException fault = assertThrows(FormatException.class, () -> Pictures.load(file));
    assertTrue(fault.getMessage().startsWith("picture " + file + ": "), fault.getMessage());
    assertTrue(fault.getMessage().contains(expected), fault.getMessage());
  }
}
