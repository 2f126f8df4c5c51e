package org.tucana.astro.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.type.FormatException;
import org.tucana.nn.data.Picture;

class RasterTest {
  @TempDir private Path folder;

  @Test
  void pngSamplesAreTheStoredOnes() throws IOException {
    assertSamples(BufferedImage.TYPE_BYTE_GRAY, 1, 255);
    assertSamples(BufferedImage.TYPE_3BYTE_BGR, 3, 255);
    assertSamples(BufferedImage.TYPE_4BYTE_ABGR, 3, 255);
    assertSamples(BufferedImage.TYPE_USHORT_GRAY, 1, 65535);
  }

  private void assertSamples(int type, int channels, float white) throws IOException {
    Picture picture = read(TestFiles.image("png", type, 5, 7));
    assertEquals(channels, picture.channels());
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < 5; y++) {
        for (int x = 0; x < 7; x++) {
          assertEquals(TestFiles.sample(c, y, x) / white, picture.at(c, y, x));
        }
      }
    }
  }

  @Test
  void palettesBecomeColours() throws IOException {
    Picture picture = read(TestFiles.image("png", BufferedImage.TYPE_BYTE_INDEXED, 1, 1));
    assertArrayEquals(new float[] {0, 0, 0}, picture.pixels());
    assertEquals(1, read(TestFiles.image("png", BufferedImage.TYPE_BYTE_BINARY, 3, 3)).channels());
  }

  @Test
  void greyJpegKeepsItsScale() throws IOException {
    BufferedImage flat = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    flat.getRaster().setSamples(0, 0, 16, 16, 0, constant(100, 256));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(flat, "jpg", bytes);
    Picture picture = read(bytes.toByteArray());
    assertEquals(1, picture.channels());
    assertEquals(100 / 255f, picture.at(0, 8, 8), 1 / 255f);
  }

  @Test
  void writtenPicturesComeBack() throws IOException {
    Picture picture = new Picture(3, 1, 2, new float[] {0, 0.2f, 0.4f, 0.6f, 0.8f, 1});
    Path file = folder.resolve("picture.png");
    PictureFormat.PNG.write(file, picture);
    assertArrayEquals(picture.pixels(), Pictures.read(file).pixels(), 0.5f / 255);
    PictureFormat.PNG.write(file, new Picture(1, 1, 3, new float[] {Float.NaN, -1, 2}));
    assertArrayEquals(new float[] {0, 0, 1}, Pictures.read(file).pixels());
    assertThrows(
        IllegalArgumentException.class,
        () -> PictureFormat.PNG.write(file, Picture.black(2, 1, 1)));
  }

  @Test
  void oddSizesAreRead() throws IOException {
    assertEquals(
        60_000, read(TestFiles.image("png", BufferedImage.TYPE_BYTE_GRAY, 10, 60_000)).width());
    assertEquals(1, read(TestFiles.image("jpg", BufferedImage.TYPE_3BYTE_BGR, 1, 1)).width());
  }

  @Test
  void aFileIsWhatItsContentSays() throws IOException {
    Path file = folder.resolve("picture.jpg");
    Files.write(file, TestFiles.image("png", BufferedImage.TYPE_BYTE_GRAY, 2, 2));
    assertEquals(2, Pictures.read(file).width());
    assertFault("is a GIF file, expected JPEG, PNG or FITS; convert it", gif());
    assertFault("is no picture", new byte[] {1, 2, 3});
    assertFault("is empty", new byte[0]);
  }

  private static byte[] gif() throws IOException {
    return TestFiles.image("gif", BufferedImage.TYPE_BYTE_GRAY, 2, 2);
  }

  @Test
  void whatIsNoFileIsSaid() {
    FormatException directory = assertThrows(FormatException.class, () -> Pictures.read(folder));
    assertTrue(directory.getMessage().contains("is a directory; name a file in it"));
    Path missing = folder.resolve("missing.png");
    FormatException fault = assertThrows(FormatException.class, () -> Pictures.read(missing));
    assertEquals(
        "picture " + missing + ": there is no such file; check the path", fault.getMessage());
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    for (String format : new String[] {"png", "jpg"}) {
      byte[] whole = TestFiles.image(format, BufferedImage.TYPE_3BYTE_BGR, 20, 20);
      for (int length = 1; length < whole.length; length++) {
        assertFault("", Arrays.copyOf(whole, length));
      }
    }
  }

  @Test
  void aHeaderThatClaimsTooMuchIsRefused() throws IOException {
    byte[] png = TestFiles.image("png", BufferedImage.TYPE_BYTE_GRAY, 2, 2);
    assertFault("1000000000x1000000000 pixels", resized(png, 1_000_000_000, 1_000_000_000));
    assertFault("more than its", resized(png, 10_000, 10_000));
    assertFault("0x5 pixels", resized(png, 0, 5));
    byte[] jpeg = TestFiles.image("jpg", BufferedImage.TYPE_BYTE_GRAY, 16, 16);
    assertFault("65535x65535 pixels", withFrame(jpeg, 65_535, 65_535, 1));
    assertFault("more than its", withFrame(jpeg, 16_000, 16_000, 1));
    assertFault("CMYK", withFrame(jpeg, 16, 16, 4));
  }

  @Test
  void damagedPngIsRefused() throws IOException {
    byte[] png = TestFiles.image("png", BufferedImage.TYPE_BYTE_GRAY, 20, 20);
    byte[] flipped = png.clone();
    flipped[60] ^= 4;
    assertFault("checksum", flipped);
    assertFault("", resized(png, 20, 30));
  }

  @Test
  void aPictureMayBeBounded() throws IOException {
    Path file = folder.resolve("picture.jpg");
    Files.write(file, TestFiles.image("jpg", BufferedImage.TYPE_3BYTE_BGR, 5, 7));
    PictureAddress address = PictureAddress.of(file);
    assertEquals(7, Pictures.load(address, 105).picture().width());
    PictureTooLargeException fault =
        assertThrows(PictureTooLargeException.class, () -> Pictures.load(address, 104));
    assertTrue(fault.getMessage().contains("7x5 pixels in 3 channels, expected at most 104"));
  }

  @Test
  void describingChunksAreSkipped() throws IOException {
    byte[] png = TestFiles.image("png", BufferedImage.TYPE_BYTE_INDEXED, 5, 7);
    byte[] unreadable = "zTXtno packed text".getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(unreadable);
    byte[] described =
        ByteBuffer.allocate(png.length + unreadable.length + 8)
            .put(png, 0, 33)
            .putInt(unreadable.length - 4)
            .put(unreadable)
            .putInt((int) sum.getValue())
            .put(png, 33, png.length - 33)
            .array();
    assertArrayEquals(read(png).pixels(), read(described).pixels());
  }

  /** One bit a block is the least that a picture can take, and this one takes it. */
  @Test
  void flatPicturesAreNotTooSmallForTheirSize() throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_3BYTE_BGR}) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
      try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
        writer.setOutput(stream);
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        BufferedImage flat = new BufferedImage(1001, 1003, type);
        writer.write(null, new IIOImage(flat, null, null), parameters);
      } finally {
        writer.dispose();
      }
      assertEquals(1001, read(bytes.toByteArray()).width());
    }
  }

  @Test
  void impossibleSamplingsAreRefused() throws IOException {
    byte[] jpeg = TestFiles.image("jpg", BufferedImage.TYPE_BYTE_GRAY, 16, 16);
    jpeg[segment(jpeg, 0xC0) + 11] = 0x51;
    assertFault("impossible samplings", jpeg);
  }

  @Test
  void endlessScansAreRefused() throws IOException {
    byte[] jpeg = TestFiles.image("jpg", BufferedImage.TYPE_BYTE_GRAY, 8, 8);
    int scan = segment(jpeg, 0xDA);
    int length = jpeg.length - 2 - scan;
    ByteBuffer repeated = ByteBuffer.allocate(scan + 501 * length + 2).put(jpeg, 0, scan);
    for (int i = 0; i < 501; i++) {
      repeated.put(jpeg, scan, length);
    }
    assertFault("more than 500 scans", repeated.put(jpeg, scan + length, 2).array());
  }

  private Picture read(byte[] bytes) throws IOException {
    Path file = folder.resolve("file");
    Files.write(file, bytes);
    return Pictures.read(file);
  }

  private void assertFault(String expected, byte[] bytes) throws IOException {
    Path file = folder.resolve("file");
    Files.write(file, bytes);
    FormatException fault = assertThrows(FormatException.class, () -> Pictures.read(file));
    assertTrue(fault.getMessage().startsWith("picture " + file + ": "), fault.getMessage());
    assertTrue(fault.getMessage().contains(expected), fault.getMessage());
  }

  /** A PNG whose header says another size, its checksum right. */
  private static byte[] resized(byte[] png, int width, int height) {
    byte[] copy = png.clone();
    ByteBuffer buffer = ByteBuffer.wrap(copy).putInt(16, width).putInt(20, height);
    CRC32 sum = new CRC32();
    sum.update(copy, 12, 17);
    buffer.putInt(29, (int) sum.getValue());
    return copy;
  }

  /** Where the segment of a marker begins. */
  private static int segment(byte[] jpeg, int marker) {
    int at = 2;
    while (jpeg[at + 1] != (byte) marker) {
      at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | (jpeg[at + 3] & 0xFF));
    }
    return at;
  }

  private static byte[] withFrame(byte[] jpeg, int width, int height, int channels) {
    byte[] copy = jpeg.clone();
    int frame = segment(copy, 0xC0);
    ByteBuffer.wrap(copy).putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
    copy[frame + 9] = (byte) channels;
    return copy;
  }

  private static int[] constant(int value, int n) {
    int[] values = new int[n];
    Arrays.fill(values, value);
    return values;
  }
}
