package org.tucana.astro.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Cards of a FITS header.
 *
 * @param cards their texts of 80 characters, in the order of the file
 */
public record FitsHeader(List<String> cards) {
  /** Of a picture that is no FITS image. */
  public static final FitsHeader EMPTY = new FitsHeader(List.of());

  private static final int KEYWORD_LENGTH = 8;
  private static final String VALUE_INDICATOR = "= ";

  /**
   * Keywords of the world coordinate standard, as far as they speak of the first two axes, and of
   * the SIP distortion convention.
   */
  private static final Pattern COORDINATES =
      Pattern.compile(
          "WCSNAME|(CTYPE|CUNIT|CRVAL|CRPIX|CDELT|CROTA)[12]|(CD|PC)[12]_[12]|(PV|PS)[12]_\\d+"
              + "|LONPOLE|LATPOLE|EQUINOX|EPOCH|RADESYS|RADECSYS|MJD-OBS|DATE-OBS"
              + "|(A|B|AP|BP)_(ORDER|DMAX|\\d_\\d)");

  /** A card that any reader takes: keyword, text, number or truth value, comment. */
  private static final Pattern WELL_FORMED =
      Pattern.compile(
          "[A-Z0-9_-]{1,8} *= +('([^']|'')*'|[-+]?[0-9.]+([EDed][-+]?[0-9]+)?|[TF]) *(/.*)?");

  /** A number whose exponent has a small letter, which readers take but the standard refuses. */
  private static final Pattern SMALL_EXPONENT =
      Pattern.compile("^([A-Z0-9_-]{1,8} *= +[-+]?[0-9.]+)([ed])");

  public FitsHeader {
    cards = List.copyOf(cards);
  }

  /** The value of the first card with that keyword, without quotes; empty where there is none. */
  public Optional<String> value(String keyword) {
    return cards.stream()
        .filter(card -> keyword(card).equals(keyword))
        .filter(FitsHeader::hasValue)
        .map(FitsHeader::plainValue)
        .findFirst();
  }

  /**
   * The value of the first card with that keyword as a number.
   *
   * @throws NumberFormatException where it is none
   */
  public OptionalDouble number(String keyword) {
    Optional<String> value = value(keyword);
    return value.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Double.parseDouble(value.get().toUpperCase(Locale.ROOT).replace('D', 'E')));
  }

  /**
   * The cards that say where on the sky the pixels of a plane lie, as the standard writes them;
   * none where one of them is malformed, since the rest would say another place.
   */
  public FitsHeader coordinates() {
    List<String> own =
        cards.stream()
            .filter(card -> COORDINATES.matcher(keyword(card)).matches())
            .map(FitsHeader::withLargeExponent)
            .toList();
    boolean sound = own.stream().allMatch(card -> WELL_FORMED.matcher(card).matches());
    return new FitsHeader(sound ? own : List.of());
  }

  private static String withLargeExponent(String card) {
    return SMALL_EXPONENT
        .matcher(card)
        .replaceFirst(number -> number.group(1) + number.group(2).toUpperCase(Locale.ROOT));
  }

  /** The coordinates of a part of the picture that begins at that column and row. */
  public FitsHeader ofPart(int column, int row) {
    List<String> own = new ArrayList<>();
    for (String card : coordinates().cards()) {
      if (!keyword(card).startsWith("CRPIX")) {
        own.add(card);
      }
    }
    if (!own.isEmpty()) {
      own.add("CRPIX1  = " + (number("CRPIX1").orElse(0) - column));
      own.add("CRPIX2  = " + (number("CRPIX2").orElse(0) - row));
    }
    return new FitsHeader(own);
  }

  /** The value of a card without comment; of a text, what stands between the quotes. */
  static String plainValue(String card) {
    String field = card.substring(KEYWORD_LENGTH + VALUE_INDICATOR.length()).strip();
    if (field.startsWith("'")) {
      int end = field.indexOf('\'', 1);
      return field.substring(1, end < 0 ? field.length() : end).strip();
    }
    int comment = field.indexOf('/');
    return (comment < 0 ? field : field.substring(0, comment)).strip();
  }

  static boolean hasValue(String card) {
    return card.startsWith(VALUE_INDICATOR, KEYWORD_LENGTH);
  }

  static String keyword(String card) {
    return card.substring(0, Math.min(card.length(), KEYWORD_LENGTH)).strip();
  }
}
