package org.tucana.astro.stretch;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.type.FormatException;

/** Reads the text form of stretches: a name, and numbers after a colon. */
final class StretchText {
  private StretchText() {}

  static Stretch parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    List<Double> numbers = new ArrayList<>();
    try {
      if (colon >= 0) {
        for (String number : text.substring(colon + 1).split(",", -1)) {
          numbers.add(Double.valueOf(number.strip()));
        }
      }
      return switch (name + numbers.size()) {
        case "linear2" -> new ChannelStretch.Linear(numbers.get(0), numbers.get(1));
        case "asinh3" -> new ChannelStretch.Asinh(numbers.get(0), numbers.get(1), numbers.get(2));
        case "zscale0" -> new ChannelStretch.ZScale(0.25, 1000);
        case "zscale2" -> new ChannelStretch.ZScale(numbers.get(0), numbers.get(1).intValue());
        case "sky0" -> ChannelStretch.SkyAsinh.STANDARD;
        case "sky3" -> new ChannelStretch.SkyAsinh(numbers.get(0), numbers.get(1), numbers.get(2));
        case "lupton3" -> new LuptonStretch(numbers.get(0), numbers.get(1), numbers.get(2));
        case "colour0" -> ColourStretch.STANDARD;
        case "colour2" -> new ColourStretch(new ColourCurve(numbers.get(0), numbers.get(1)));
        default -> throw fault(text, null);
      };
    } catch (IllegalArgumentException e) {
      throw fault(text, e);
    }
  }

  private static FormatException fault(String text, Exception cause) {
    return new FormatException(
        "stretch: \""
            + text
            + "\" is none; write linear:LOW,HIGH, asinh:LOW,HIGH,SOFTENING, zscale, sky,"
            + " lupton:MINIMUM,STRETCH,Q or colour:SOFTENING,WHITE"
            + (cause == null ? "" : " (" + cause.getMessage() + ")"),
        cause);
  }
}
