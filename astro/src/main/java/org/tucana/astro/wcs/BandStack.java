package org.tucana.astro.wcs;

import java.util.List;
import java.util.Optional;
import org.tucana.astro.io.FitsHeader;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.core.type.FormatException;
import org.tucana.nn.data.Picture;

/** Makes one picture of bands that lie in several files or extensions. */
public final class BandStack {
  /** Bands may lie so many pixels beside each other at a corner. */
  private static final double MOST_SHIFT = 0.5;

  private BandStack() {}

  /**
   * One band, or several in one file.
   *
   * @param name where it comes from, for messages
   * @param content its values
   */
  public record Band(String name, LoadedPicture content) {
    private Optional<Wcs> wcs() {
      return Wcs.of(name, content.header());
    }

    private String size() {
      return content.picture().width() + "x" + content.picture().height();
    }
  }

  /**
   * The bands as channels in their order, with the first header that tells where they lie.
   *
   * @throws FormatException where they differ in size or place on the sky, or where display
   *     pictures are mixed with physical values
   */
  public static LoadedPicture of(List<Band> bands) {
    Band first = bands.getFirst();
    Optional<Band> placed = Optional.empty();
    int channels = 0;
    for (Band band : bands) {
      if (!band.size().equals(first.size())) {
        throw fault(first, "has " + first.size() + " pixels", band, "has " + band.size());
      }
      if (band.content.display() != first.content.display()) {
        throw fault(first, "is " + kind(first), band, "is " + kind(band));
      }
      Optional<Wcs> wcs = band.wcs();
      if (wcs.isPresent() && placed.isEmpty()) {
        placed = Optional.of(band);
      } else if (wcs.isPresent()) {
        checkPlace(placed.get(), band);
      }
      channels += band.content.picture().channels();
    }
    FitsHeader header = placed.orElse(first).content.header();
    return new LoadedPicture(stacked(bands, channels), first.content.display(), header);
  }

  private static String kind(Band band) {
    return band.content.display() ? "a display picture" : "a FITS image";
  }

  private static void checkPlace(Band placed, Band band) {
    Wcs expected = placed.wcs().orElseThrow();
    Wcs found = band.wcs().orElseThrow();
    int width = band.content.picture().width();
    int height = band.content.picture().height();
    for (int corner = 0; corner < 4; corner++) {
      PlanePosition there =
          new PlanePosition((corner & 1) * (double) width, (corner >> 1) * (double) height);
      double shift =
          found
              .pixel(expected.sky(there))
              .map(p -> Math.hypot(p.x() - there.x(), p.y() - there.y()))
              .orElse(Double.POSITIVE_INFINITY);
      if (!(shift <= MOST_SHIFT)) {
        throw fault(
            placed,
            "lies elsewhere on the sky",
            band,
            "is %.1f pixels beside it at a corner".formatted(shift));
      }
    }
  }

  private static Picture stacked(List<Band> bands, int channels) {
    Picture first = bands.getFirst().content.picture();
    float[] pixels =
        new float[Math.multiplyExact(channels, Math.multiplyExact(first.height(), first.width()))];
    int position = 0;
    for (Band band : bands) {
      float[] own = band.content.picture().pixels();
      System.arraycopy(own, 0, pixels, position, own.length);
      position += own.length;
    }
    return new Picture(channels, first.height(), first.width(), pixels);
  }

  private static FormatException fault(Band first, String what, Band second, String other) {
    return new FormatException(
        "bands: "
            + first.name
            + " "
            + what
            + ", "
            + second.name
            + " "
            + other
            + "; bring the bands of a picture onto one grid first");
  }
}
