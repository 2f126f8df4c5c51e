package org.tucana.astro.io;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tucana.core.type.FormatException;

/**
 * A picture in a file: {@code field.fits}, {@code field.fits[SCI]}, {@code field.fits[SCI,2]} (the
 * second of that name), {@code field.fits[1]}, {@code cube.fits[planes=4,3,2]}, {@code
 * cube.fits[SCI,planes=4,3,2]}.
 *
 * @param path the file
 * @param unit which image of a FITS file
 * @param planes numbers from 1 on of the planes that become channels, in this order; all where
 *     empty
 */
public record PictureAddress(Path path, UnitChoice unit, List<Integer> planes) {
  private static final Pattern SELECTION = Pattern.compile("(.+)\\[([^\\[\\]]*)\\]");
  private static final Pattern PARTS =
      Pattern.compile(
          "(?:(?<unit>[^,=]+)(?:,(?<version>\\d{1,9}))?)?(?:(?:^|,) *planes=(?<planes>.*))?");

  public PictureAddress {
    planes = List.copyOf(planes);
  }

  /** The picture of a file that holds one. */
  public static PictureAddress of(Path path) {
    return new PictureAddress(path, new UnitChoice.First(), List.of());
  }

  /**
   * Reads the text form; a file of exactly that name comes first.
   *
   * @throws FormatException where the brackets hold no selection
   */
  public static PictureAddress parse(String text) {
    Matcher selection = SELECTION.matcher(text);
    if (Files.exists(Path.of(text)) || !selection.matches()) {
      return of(Path.of(text));
    }
    Matcher parts = PARTS.matcher(selection.group(2).strip());
    if (!parts.matches() || selection.group(2).isBlank()) {
      throw fault(text);
    }
    return new PictureAddress(
        Path.of(selection.group(1)), unit(text, parts), planes(text, parts.group("planes")));
  }

  private static UnitChoice unit(String text, Matcher parts) {
    String unit = parts.group("unit");
    String version = parts.group("version");
    if (unit == null) {
      return new UnitChoice.First();
    }
    if (!unit.strip().matches("\\d+")) {
      return new UnitChoice.Named(
          unit.strip(),
          version == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(version)));
    }
    if (version != null) {
      throw fault(text);
    }
    return new UnitChoice.Numbered(number(text, unit));
  }

  private static List<Integer> planes(String text, String planes) {
    List<Integer> numbers = new ArrayList<>();
    if (planes != null) {
      for (String plane : planes.split(",", -1)) {
        numbers.add(number(text, plane));
      }
    }
    return numbers;
  }

  private static int number(String text, String digits) {
    try {
      return Integer.parseInt(digits.strip());
    } catch (NumberFormatException e) {
      throw fault(text);
    }
  }

  private static FormatException fault(String text) {
    return new FormatException(
        "picture "
            + text
            + ": the brackets hold no selection; write [NAME], [NAME,VERSION], [NUMBER],"
            + " [planes=4,3,2] or [NAME,planes=4,3,2]");
  }

  /** The same part of another file. */
  public PictureAddress in(Path other) {
    return new PictureAddress(other, unit, planes);
  }

  /** Whether a part of the file is asked for. */
  boolean selects() {
    return !(unit instanceof UnitChoice.First) || !planes.isEmpty();
  }

  /** The text form. */
  @Override
  public String toString() {
    if (!selects()) {
      return path.toString();
    }
    List<String> parts = new ArrayList<>();
    if (!(unit instanceof UnitChoice.First)) {
      parts.add(unit.text());
    }
    if (!planes.isEmpty()) {
      parts.add("planes=" + String.join(",", planes.stream().map(String::valueOf).toList()));
    }
    return path + "[" + String.join(",", parts) + "]";
  }
}
