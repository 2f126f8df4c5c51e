package org.tucana.app;

import java.util.Optional;
import org.tucana.astro.io.FitsHeader;
import org.tucana.astro.wcs.Wcs;
import org.tucana.core.type.FormatException;

/**
 * Where a picture lies on the sky, as far as its file tells.
 *
 * @param cards the cards of its header that say so
 * @param wcs what they mean; empty where there are none or their projection is not read
 */
record SkyPlacement(FitsHeader cards, Optional<Wcs> wcs) {
  /** Of a picture that lies nowhere. */
  static final SkyPlacement NONE = new SkyPlacement(FitsHeader.EMPTY, Optional.empty());

  /**
   * The placement of a picture.
   *
   * @param source file name, for messages; the user is told where a projection is not read
   * @throws FormatException where a card is damaged
   */
  static SkyPlacement of(String source, FitsHeader header) {
    Wcs.unread(source, header)
        .ifPresent(axes ->
            Console.say(
                source + ": no ra, dec: its axes are " + axes + "; TAN and TAN-SIP are read"));
    return new SkyPlacement(header.coordinates(), Wcs.of(source, header));
  }
}
