package org.tucana.app.fuzz;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.tucana.app.fuzz.mutation.ByteMutation;
import org.tucana.app.fuzz.mutation.CardMutation;
import org.tucana.app.fuzz.mutation.GzipMutation;
import org.tucana.app.fuzz.mutation.Mutation;
import org.tucana.app.fuzz.mutation.PngMutation;
import org.tucana.astro.io.FitsHeader;
import org.tucana.astro.io.FitsWriter;
import org.tucana.astro.io.PictureAddress;
import org.tucana.astro.io.Pictures;
import org.tucana.nn.data.Picture;

/** Targets that are pictures. */
final class PictureTargets {
  /** A packed picture may be far larger than its file; decoded, this many stay in a megabyte. */
  private static final long MOST_SAMPLES = 1 << 14;

  /** Where the second chunk of a PNG file begins. */
  private static final int AFTER_PNG_HEADER = 33;

  private PictureTargets() {}

  private static FuzzTarget target(
      String name, String fileName, List<byte[]> files, List<Mutation> mutations) {
    return new FuzzTarget(
        name,
        fileName,
        files,
        mutations,
        file -> Pictures.load(PictureAddress.of(file), MOST_SAMPLES));
  }

  static FuzzTarget jpeg(GoodFiles good) throws IOException {
    return target(
        "jpeg",
        "picture.jpg",
        List.of(
            packed("jpeg", image(BufferedImage.TYPE_BYTE_GRAY, 9, 7), false),
            packed("jpeg", image(BufferedImage.TYPE_3BYTE_BGR, 24, 17), false),
            packed("jpeg", image(BufferedImage.TYPE_3BYTE_BGR, 33, 8), true),
            packed("jpeg", image(BufferedImage.TYPE_BYTE_GRAY, 16, 16), true)),
        List.of());
  }

  static FuzzTarget png(GoodFiles good) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (int type :
        List.of(
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_USHORT_GRAY,
            BufferedImage.TYPE_3BYTE_BGR,
            BufferedImage.TYPE_4BYTE_ABGR,
            BufferedImage.TYPE_BYTE_INDEXED,
            BufferedImage.TYPE_BYTE_BINARY)) {
      files.add(packed("png", image(type, 11, 6), false));
    }
    files.add(packed("png", image(BufferedImage.TYPE_3BYTE_BGR, 13, 10), true));
    files.add(described(packed("png", image(BufferedImage.TYPE_BYTE_INDEXED, 5, 4), false)));
    return target("png", "picture.png", files, PngMutation.ALL);
  }

  /** The picture with a packed text that unpacks to more than may be allocated. */
  private static byte[] described(byte[] png) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.write("zTXtComment\0\0".getBytes(StandardCharsets.ISO_8859_1));
    try (DeflaterOutputStream packing = new DeflaterOutputStream(text)) {
      packing.write(new byte[2 * (int) Trial.limit(0)]);
    }
    CRC32 sum = new CRC32();
    sum.update(text.toByteArray());
    return ByteBuffer.allocate(png.length + text.size() + 8)
        .put(png, 0, AFTER_PNG_HEADER)
        .putInt(text.size() - 4)
        .put(text.toByteArray())
        .putInt((int) sum.getValue())
        .put(png, AFTER_PNG_HEADER, png.length - AFTER_PNG_HEADER)
        .array();
  }

  static FuzzTarget fits(GoodFiles good) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (int bitpix : List.of(8, 16, 32, 64, -32, -64)) {
      files.add(FitsFiles.plain(bitpix));
    }
    files.add(FitsFiles.extension());
    FitsHeader coordinates =
        new FitsHeader(
            List.of(
                "CTYPE1  = 'RA---TAN-SIP'",
                "CTYPE2  = 'DEC--TAN-SIP'",
                "CRVAL1  =            150.11917",
                "CRVAL2  =             2.205833",
                "CRPIX1  =                  2.5",
                "CRPIX2  =                  1.5",
                "CD1_1   =             -5.55E-5",
                "CD2_2   =              5.55E-5",
                "A_ORDER =                    2",
                "A_2_0   =               1.0E-6"));
    Picture picture = new Picture(3, 2, 4, new float[24]);
    files.add(good.written(file -> FitsWriter.writeImage(file, picture, coordinates)));
    return target("fits", "picture.fits", files, CardMutation.ALL);
  }

  static FuzzTarget compressedFits(GoodFiles good) {
    return target("fits-compressed", "picture.fits", FitsFiles.compressed(), CardMutation.ALL);
  }

  static FuzzTarget gzippedFits(GoodFiles good) {
    List<Mutation> changes = new ArrayList<>(CardMutation.ALL);
    changes.addAll(ByteMutation.ALL);
    return target(
        "fits-gzip",
        "picture.fits.gz",
        List.of(
            GzipMutation.packed(FitsFiles.plain(-32)), GzipMutation.packed(FitsFiles.extension())),
        List.of(new GzipMutation(changes)));
  }

  private static BufferedImage image(int type, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, type);
    DataBuffer samples = image.getRaster().getDataBuffer();
    for (int i = 0; i < samples.getSize(); i++) {
      samples.setElem(i, i * i % 251);
    }
    return image;
  }

  private static byte[] packed(String format, BufferedImage image, boolean progressive)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(stream);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      if (progressive) {
        parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
