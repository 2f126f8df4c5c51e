package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tucana.app.batch.FileDigest;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.astro.io.PictureAddress;
import org.tucana.astro.io.Pictures;
import org.tucana.astro.wcs.BandStack;
import org.tucana.core.type.FormatException;

/**
 * A picture as the command line names it: in one file, or its bands in several.
 *
 * @param parts where it lies, the reddest band first
 */
record PictureInput(List<PictureAddress> parts) {
  /** Commas that do not stand in brackets. */
  private static final String BETWEEN_BANDS = ",(?![^\\[\\]]*\\])";

  private static final String PACKED = "(?i)\\.(gz|fz)$";

  /** The picture of a file, whatever its name holds. */
  static PictureInput of(Path file) {
    return new PictureInput(List.of(PictureAddress.of(file)));
  }

  static PictureInput of(String image) {
    return new PictureInput(List.of(PictureAddress.parse(image)));
  }

  /** A picture whose bands are named one after the other, separated by commas. */
  static PictureInput ofBands(String bands) {
    return new PictureInput(
        Arrays.stream(bands.split(BETWEEN_BANDS, -1))
            .map(band -> PictureAddress.parse(band.strip()))
            .toList());
  }

  /** The text form. */
  String source() {
    return parts.stream().map(PictureAddress::toString).collect(Collectors.joining(","));
  }

  /** The first file's name without its ending, and without that of a compressed file. */
  String stem() {
    Path file = parts.getFirst().path().getFileName();
    if (file == null || file.toString().isEmpty()) {
      throw new FormatException("detect: \"" + source() + "\" is no picture; name a file");
    }
    String name = file.toString().replaceFirst(PACKED, "");
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  LoadedPicture load() {
    return load(Pictures.MOST_SAMPLES);
  }

  /**
   * Reads a picture of bounded size.
   *
   * @param mostSamples of all bands
   * @throws org.tucana.astro.io.PictureTooLargeException where it has more
   */
  LoadedPicture load(long mostSamples) {
    if (parts.size() == 1) {
      return Pictures.load(parts.getFirst(), mostSamples);
    }
    long most = mostSamples / parts.size();
    return BandStack.of(
        parts.stream()
            .map(part -> new BandStack.Band(part.toString(), Pictures.load(part, most)))
            .toList());
  }

  /**
   * What its files hold, by their names and what is read of them.
   *
   * @throws FormatException where one is no file that can be read
   */
  Map<String, FileDigest> digests() {
    Map<String, FileDigest> digests = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      PictureAddress part = parts.get(i);
      Pictures.requireFile(part.path());
      String name = part.in(part.path().getFileName()).toString();
      try {
        digests.put(
            parts.size() == 1 ? name : "band " + (i + 1) + " " + name, FileDigest.of(part.path()));
      } catch (IOException e) {
        throw new FormatException(
            "picture " + part.path() + ": cannot be read (" + e.getMessage() + "); check the disk",
            e);
      }
    }
    return digests;
  }
}
