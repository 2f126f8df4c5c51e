package org.tucana.detection.annotation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tucana.core.type.FormatException;

/**
 * A JSON file read from front to back, value by value, so that nothing but what is asked for is
 * kept. The current value is the one that the next call takes; every fault names the file and the
 * place in it.
 */
final class JsonInput implements AutoCloseable {
  private static final int DEEPEST = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(1 << 26)
                  .build())
          .build();

  private final String kind;
  private final Path file;
  private final JsonParser parser;

  /** Takes a value, all of it. */
  @FunctionalInterface
  interface Take {
    void value() throws IOException;
  }

  /** Takes the value of a field, all of it. */
  @FunctionalInterface
  interface TakeField {
    void value(String name) throws IOException;
  }

  private JsonInput(String kind, Path file, JsonParser parser) {
    this.kind = kind;
    this.file = file;
    this.parser = parser;
  }

  /**
   * Opens a file at its first value.
   *
   * @param kind what the file is, for messages: "COCO file"
   */
  static JsonInput open(String kind, Path file) throws IOException {
    JsonInput input = new JsonInput(kind, file, parser(kind, file));
    try {
      input.advance();
      return input;
    } catch (IOException | FormatException e) {
      input.close();
      throw e;
    }
  }

  private static JsonParser parser(String kind, Path file) throws IOException {
    InputStream stream = Files.newInputStream(file);
    try {
      return FACTORY.createParser(stream);
    } catch (CharConversionException e) {
      // The parser looks at the first bytes to guess the encoding.
      stream.close();
      throw new FormatException(kind + " " + file + ": is no sound text: " + e.getMessage(), e);
    }
  }

  /** Finds something in the value of a field; where it does not, it takes all of the value. */
  @FunctionalInterface
  interface FindInField<T> {
    Optional<T> value(String name) throws IOException;
  }

  /** Takes an object; each field's value must be taken or skipped. */
  void object(TakeField field) throws IOException {
    firstOf(name -> {
      field.value(name);
      return Optional.empty();
    });
  }

  /** What is found first in the fields of an object, which is read no further; else empty. */
  <T> Optional<T> firstOf(FindInField<T> field) throws IOException {
    if (!isObject()) {
      throw fault("expected an object, got " + got());
    }
    while (advance() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      advance();
      Optional<T> found = field.value(name);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Takes a list; each item must be taken or skipped. */
  void list(Take item) throws IOException {
    if (!isList()) {
      throw fault("expected a list, got " + got());
    }
    while (advance() != JsonToken.END_ARRAY) {
      item.value();
    }
  }

  /** Leaves the value out. */
  void skip() throws IOException {
    sound(parser::skipChildren);
  }

  /** Refuses whatever comes after the whole. */
  void end() throws IOException {
    if (advance() != null) {
      throw new FormatException(
          describe("is no sound JSON: something follows after its end; save it anew"));
    }
  }

  boolean isList() {
    return parser.hasToken(JsonToken.START_ARRAY);
  }

  boolean isObject() {
    return parser.hasToken(JsonToken.START_OBJECT);
  }

  boolean isText() {
    return parser.hasToken(JsonToken.VALUE_STRING);
  }

  boolean isNull() {
    return parser.hasToken(JsonToken.VALUE_NULL);
  }

  double number() throws IOException {
    if (parser.currentToken() == null || !parser.currentToken().isNumeric()) {
      throw fault("expected a number, got " + got());
    }
    return sound(parser::getDoubleValue);
  }

  int integer() throws IOException {
    return (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE, "2^31");
  }

  long longInteger() throws IOException {
    return integer(Long.MIN_VALUE, Long.MAX_VALUE, "2^63");
  }

  private long integer(long least, long most, String bound) throws IOException {
    if (parser.hasToken(JsonToken.VALUE_NUMBER_INT)
        && sound(parser::getNumberType) != JsonParser.NumberType.BIG_INTEGER) {
      long value = sound(parser::getLongValue);
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw fault("expected an integer below " + bound + ", got " + got());
  }

  String text() throws IOException {
    if (!isText()) {
      throw fault("expected a text, got " + got());
    }
    return sound(parser::getText);
  }

  /** A list of numbers. */
  double[] numbers() throws IOException {
    DoubleStream.Builder numbers = DoubleStream.builder();
    list(() -> numbers.add(number()));
    return numbers.build().toArray();
  }

  /** A list of so many numbers. */
  double[] numbers(int count) throws IOException {
    double[] numbers = numbers();
    if (numbers.length != count) {
      throw fault("expected " + count + " items, got " + numbers.length);
    }
    return numbers;
  }

  /** A list of integers. */
  int[] integers() throws IOException {
    IntStream.Builder numbers = IntStream.builder();
    list(() -> numbers.add(integer()));
    return numbers.build().toArray();
  }

  /** Where the current value stands, for example {@code annotations[3].bbox}; empty: the whole. */
  String place() {
    return place(parser.getParsingContext());
  }

  private static String place(JsonStreamContext context) {
    if (context == null || context.inRoot()) {
      return "";
    }
    String around = place(context.getParent());
    if (context.inArray()) {
      return context.hasCurrentIndex() ? around + "[" + context.getCurrentIndex() + "]" : around;
    }
    if (!context.hasCurrentName()) {
      return around;
    }
    return around.isEmpty() ? context.getCurrentName() : around + "." + context.getCurrentName();
  }

  /** What is wrong with the value that was taken last, or with the current one. */
  FormatException fault(String what) {
    // Within a value that begins here, the place is that of the value itself.
    JsonStreamContext context = parser.getParsingContext();
    boolean opening = isList() || isObject();
    return fault(place(opening ? context.getParent() : context), what);
  }

  /** What is wrong at a place. */
  FormatException fault(String place, String what) {
    return new FormatException(describe((place.isEmpty() ? "the file" : place) + " " + what));
  }

  private String describe(String what) {
    return kind + " " + file + ": " + what;
  }

  private JsonToken advance() throws IOException {
    return sound(parser::nextToken);
  }

  @FunctionalInterface
  private interface Read<T> {
    T value() throws IOException;
  }

  /** The parser's words less what they say to programmers, who alone can change its settings. */
  private static String withoutAdvice(String message) {
    return message.replaceFirst(": enable `.*", "");
  }

  /** Says of what the parser finds wrong in which file that is. */
  private <T> T sound(Read<T> read) throws IOException {
    try {
      return read.value();
    } catch (JsonProcessingException e) {
      String at = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      throw new FormatException(
          describe("is no sound JSON" + at + ": " + withoutAdvice(e.getOriginalMessage())), e);
    } catch (CharConversionException e) {
      throw new FormatException(describe("is no sound text: " + e.getMessage()), e);
    }
  }

  private String got() throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case null -> "nothing";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a text";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> token.asString();
      default -> {
        String number = sound(parser::getText);
        yield number.length() <= 40 ? number : "a number of " + number.length() + " digits";
      }
    };
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
