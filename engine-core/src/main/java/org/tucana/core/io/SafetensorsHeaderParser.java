package org.tucana.core.io;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

/**
 * Reads the header of a safetensors file and refuses one that lies: about its own length, about a
 * tensor's size, or by tensors that overlap, leave gaps or end elsewhere than the file does.
 */
final class SafetensorsHeaderParser {
  /** The limit of the format's reference implementation. */
  private static final long MOST_HEADER_BYTES = 100_000_000;

  private static final String REMEDY = "; the file is cut off or damaged, get or write it anew";
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final FileBytes file;
  private final long dataStart;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<Found> found = new ArrayList<>();

  private SafetensorsHeaderParser(FileBytes file, long dataStart) {
    this.file = file;
    this.dataStart = dataStart;
  }

  /** A tensor with its offsets as written, counted from the end of the header. */
  private record Found(String name, StoredType type, Shape shape, long begin, long end) {}

  static SafetensorsHeader parse(FileBytes file) {
    if (file.size() < Long.BYTES) {
      throw file.fault(
          "has "
              + file.size()
              + " bytes, expected at least 8 that say the header's length"
              + REMEDY);
    }
    long length = file.int64(0);
    long most = Math.min(MOST_HEADER_BYTES, file.size() - Long.BYTES);
    if (length < 0 || length > most) {
      throw file.fault(
          "says that its header has "
              + Long.toUnsignedString(length)
              + " bytes, expected at most "
              + most
              + " in a file of "
              + file.size()
              + "; it is no safetensors file, or cut off");
    }
    var parser = new SafetensorsHeaderParser(file, Long.BYTES + length);
    parser.readText(file.copy(Long.BYTES, (int) length));
    return parser.checked();
  }

  private void readText(byte[] text) {
    // Decoded here, because the JSON reader would take other encodings for good too.
    String json;
    try {
      json = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw file.fault("the header is no UTF-8" + REMEDY, e);
    }
    try (JsonParser parser = JSON.createParser(json)) {
      expect(parser, parser.nextToken(), JsonToken.START_OBJECT, "the header");
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        if (name.equals(Safetensors.METADATA)) {
          readMetadata(parser);
        } else {
          found.add(readTensor(parser, name));
        }
      }
      if (parser.nextToken() != null) {
        throw file.fault("something follows the header's object" + REMEDY);
      }
    } catch (JacksonException e) {
      throw file.fault("the header is no sound JSON: " + e.getOriginalMessage() + REMEDY, e);
    } catch (IOException e) {
      throw file.fault("the header cannot be read" + REMEDY, e);
    }
  }

  private void readMetadata(JsonParser parser) throws IOException {
    expect(parser, parser.nextToken(), JsonToken.START_OBJECT, Safetensors.METADATA);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      expect(parser, parser.nextToken(), JsonToken.VALUE_STRING, "metadata \"" + key + "\"");
      metadata.put(key, parser.getText());
    }
  }

  private Found readTensor(JsonParser parser, String name) throws IOException {
    String what = "tensor \"" + name + "\"";
    expect(parser, parser.nextToken(), JsonToken.START_OBJECT, what);
    StoredType type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "dtype" -> type = type(parser, what);
        case "shape" -> shape = integers(parser, what + ": shape");
        case "data_offsets" -> offsets = integers(parser, what + ": data_offsets");
        default -> throw file.fault(what + ": has an unknown entry \"" + field + "\"" + REMEDY);
      }
    }
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw file.fault(what + ": expected dtype, shape and two data_offsets" + REMEDY);
    }
    return new Found(name, type, shape(shape, what), offsets.get(0), offsets.get(1));
  }

  private StoredType type(JsonParser parser, String what) throws IOException {
    expect(parser, parser.currentToken(), JsonToken.VALUE_STRING, what + ": dtype");
    String name = parser.getText();
    try {
      return StoredType.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw file.fault(
          what
              + ": has the element type "
              + name
              + ", expected one of "
              + List.of(StoredType.values())
              + "; convert it",
          e);
    }
  }

  private Shape shape(List<Long> sizes, String what) {
    int[] dims = new int[sizes.size()];
    for (int i = 0; i < dims.length; i++) {
      long size = sizes.get(i);
      if (size > Integer.MAX_VALUE) {
        throw file.fault(what + ": axis " + i + " has " + size + " entries, expected below 2^31");
      }
      dims[i] = (int) size;
    }
    try {
      return Shape.of(dims);
    } catch (ShapeException e) {
      throw file.fault(what + ": " + e.getMessage(), e);
    }
  }

  private List<Long> integers(JsonParser parser, String what) throws IOException {
    expect(parser, parser.currentToken(), JsonToken.START_ARRAY, what);
    List<Long> integers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser, parser.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
      if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || parser.getLongValue() < 0) {
        throw file.fault(
            what + ": expected a number from 0 to 2^63, got " + parser.getText() + REMEDY);
      }
      integers.add(parser.getLongValue());
    }
    return integers;
  }

  private void expect(JsonParser parser, JsonToken actual, JsonToken expected, String what)
      throws IOException {
    if (actual != expected) {
      String got = actual == null ? "the end" : parser.getText();
      throw file.fault(what + ": expected " + words(expected) + ", got " + shortened(got) + REMEDY);
    }
  }

  private static String words(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT -> "an integer";
      default -> token.asString();
    };
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }

  /** The header, once the tensors fill the rest of the file without gap or overlap. */
  private SafetensorsHeader checked() {
    found.sort(Comparator.comparingLong(Found::begin).thenComparingLong(Found::end));
    long dataBytes = file.size() - dataStart;
    long expectedBegin = 0;
    Map<String, SafetensorsHeader.Entry> tensors = new LinkedHashMap<>();
    for (Found tensor : found) {
      String what = "tensor \"" + tensor.name + "\": ";
      if (tensor.begin != expectedBegin) {
        throw file.fault(
            what
                + "begins at byte "
                + tensor.begin
                + " of the data, expected "
                + expectedBegin
                + ", where the one before ends"
                + REMEDY);
      }
      long bytes = (long) tensor.shape.elements() * tensor.type.bytes();
      if (tensor.end < tensor.begin || tensor.end - tensor.begin != bytes) {
        throw file.fault(
            what
                + "lies in bytes "
                + tensor.begin
                + " to "
                + tensor.end
                + ", expected "
                + bytes
                + " bytes for "
                + tensor.type
                + tensor.shape
                + REMEDY);
      }
      if (tensor.end > dataBytes) {
        throw file.fault(
            what
                + "ends at byte "
                + tensor.end
                + " of the data, but the file has only "
                + dataBytes
                + REMEDY);
      }
      tensors.put(
          tensor.name,
          new SafetensorsHeader.Entry(tensor.type, tensor.shape, dataStart + tensor.begin));
      expectedBegin = tensor.end;
    }
    if (expectedBegin != dataBytes) {
      throw file.fault(
          "the tensors end at byte "
              + expectedBegin
              + " of the data, but the file has "
              + dataBytes
              + REMEDY);
    }
    return new SafetensorsHeader(metadata, tensors);
  }
}
