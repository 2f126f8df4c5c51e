package org.tucana.astro.stretch;

import org.tucana.core.type.FormatException;
import org.tucana.nn.data.Picture;

/**
 * Maps physical values to brightness in [0, 1]. Values that are no number become the darkest
 * brightness, 0.
 *
 * <p>The text form, for options and model metadata: {@code linear:LOW,HIGH}, {@code
 * asinh:LOW,HIGH,SOFTENING}, {@code zscale:CONTRAST,SAMPLES}, {@code sky:DARK,WHITE,SOFTENING},
 * {@code lupton:MINIMUM,STRETCH,Q}, {@code colour:SOFTENING,WHITE}; {@code zscale}, {@code sky} and
 * {@code colour} may stand alone for their defaults.
 */
public sealed interface Stretch permits ChannelStretch, LuptonStretch, ColourStretch {
  /** The stretch of pictures for which no other is asked. */
  static Stretch standard() {
    return ChannelStretch.SkyAsinh.STANDARD;
  }

  /** The picture in brightness. */
  Picture apply(Picture picture);

  /** The text form, which {@link #parse} reads. */
  String text();

  /**
   * Reads the text form.
   *
   * @throws FormatException where it is none, saying what is expected
   */
  static Stretch parse(String text) {
    return StretchText.parse(text);
  }
}
