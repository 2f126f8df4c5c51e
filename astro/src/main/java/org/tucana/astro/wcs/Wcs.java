package org.tucana.astro.wcs;

import java.util.Optional;
import org.tucana.astro.io.FitsHeader;
import org.tucana.core.type.FormatException;

/**
 * World coordinates of a picture in the projections TAN and TAN-SIP, both ways (FITS standard 4.0,
 * section 8).
 *
 * <p>Places in the picture are those of boxes and masks: pixel i covers [i, i + 1). FITS counts
 * pixels from 1 and puts their centres at whole numbers, so that its numbers are larger by one
 * half.
 */
public final class Wcs {
  private static final double FITS_OFFSET = 0.5;
  private static final double POLE = 90;

  private final PlanePosition reference;
  private final Optional<SipDistortion> distortion;
  private final LinearPart linear;
  private final boolean declinationFirst;
  private final Rotation rotation;

  private Wcs(FitsHeader header, boolean declinationFirst) {
    this.declinationFirst = declinationFirst;
    reference =
        new PlanePosition(
            WcsCards.number(header, "CRPIX1", 0) - FITS_OFFSET,
            WcsCards.number(header, "CRPIX2", 0) - FITS_OFFSET);
    distortion = SipDistortion.of(header);
    linear = LinearPart.of(header);
    double first = WcsCards.degrees(header, "CUNIT1") * WcsCards.number(header, "CRVAL1", 0);
    double second = WcsCards.degrees(header, "CUNIT2") * WcsCards.number(header, "CRVAL2", 0);
    SkyPosition pole =
        declinationFirst ? new SkyPosition(second, first) : new SkyPosition(first, second);
    if (Math.abs(pole.declination()) > POLE) {
      throw WcsCards.fault("the reference point has the declination " + pole.declination());
    }
    // The pole of the sky lies at native longitude 180 unless the reference point is that pole.
    double usual = pole.declination() >= POLE ? 0 : 180;
    rotation = new Rotation(pole, WcsCards.number(header, "LONPOLE", usual));
  }

  /**
   * The coordinates that a header tells of.
   *
   * @param source file name, for messages
   * @return empty where it tells of none, or of a projection that is not read
   * @throws FormatException where a card is damaged
   */
  public static Optional<Wcs> of(String source, FitsHeader header) {
    String first = header.value("CTYPE1").orElse("");
    String second = header.value("CTYPE2").orElse("");
    boolean usual = isTangent(first, "RA--") && isTangent(second, "DEC-");
    boolean swapped = isTangent(first, "DEC-") && isTangent(second, "RA--");
    if (!(usual || swapped) || hasOtherDistortion(header)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Wcs(header, swapped));
    } catch (FormatException e) {
      throw new FormatException(source + ": " + e.getMessage(), e);
    }
  }

  /** The types of a header's axes, where they are celestial but not read: a word for the user. */
  public static Optional<String> unread(String source, FitsHeader header) {
    String first = header.value("CTYPE1").orElse("");
    String second = header.value("CTYPE2").orElse("");
    boolean celestial = first.matches("(RA|DEC|[GES]LON|[GES]LAT)-.*");
    if (!celestial || of(source, header).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        first + ", " + second + (hasOtherDistortion(header) ? " with PV cards" : ""));
  }

  private static boolean isTangent(String type, String axis) {
    return type.equals(axis + "-TAN") || type.equals(axis + "-TAN-SIP");
  }

  /** PV cards of the second axis bend a TAN projection, as SCAMP writes it; TAN itself has none. */
  private static boolean hasOtherDistortion(FitsHeader header) {
    return header.cards().stream().anyMatch(card -> card.matches("PV2_\\d+ *=.*"));
  }

  /** Where a place in the picture lies on the sky. */
  public SkyPosition sky(PlanePosition pixel) {
    PlanePosition offset = new PlanePosition(pixel.x() - reference.x(), pixel.y() - reference.y());
    PlanePosition corrected = distortion.map(d -> d.apply(offset)).orElse(offset);
    PlanePosition degrees = ordered(linear.apply(corrected));
    double radius = Math.toRadians(Math.hypot(degrees.x(), degrees.y()));
    return rotation.toSky(Math.atan2(degrees.x(), -degrees.y()), Math.atan2(1, radius));
  }

  /**
   * Where a place on the sky lies in the picture's plane.
   *
   * @return empty where it lies on the other half of the sky
   */
  public Optional<PlanePosition> pixel(SkyPosition sky) {
    double[] unit = rotation.toNative(sky);
    if (!(unit[2] > 0)) {
      return Optional.empty();
    }
    PlanePosition degrees =
        new PlanePosition(Math.toDegrees(unit[1] / unit[2]), Math.toDegrees(-unit[0] / unit[2]));
    PlanePosition corrected = linear.invert(ordered(degrees));
    Optional<PlanePosition> offset =
        distortion.isPresent() ? distortion.get().invert(corrected) : Optional.of(corrected);
    return offset.map(o -> new PlanePosition(o.x() + reference.x(), o.y() + reference.y()));
  }

  private PlanePosition ordered(PlanePosition degrees) {
    return declinationFirst ? new PlanePosition(degrees.y(), degrees.x()) : degrees;
  }
}
