package org.tucana.core.io;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

/**
 * The header of an npy file: the text of a Python dictionary, for example {@code {'descr': '<f4',
 * 'fortran_order': False, 'shape': (3, 4), }}. It is read by this grammar alone, never evaluated.
 *
 * @param type element type in the file
 * @param order order of the bytes of an element
 * @param columnsFirst whether the first index runs fastest
 * @param shape the array's shape
 */
record NpyHeader(StoredType type, ByteOrder order, boolean columnsFirst, Shape shape) {
  private static final Map<String, StoredType> TYPES =
      Map.ofEntries(
          Map.entry("f8", StoredType.F64),
          Map.entry("f4", StoredType.F32),
          Map.entry("f2", StoredType.F16),
          Map.entry("i8", StoredType.I64),
          Map.entry("i4", StoredType.I32),
          Map.entry("i2", StoredType.I16),
          Map.entry("i1", StoredType.I8),
          Map.entry("u4", StoredType.U32),
          Map.entry("u2", StoredType.U16),
          Map.entry("u1", StoredType.U8),
          Map.entry("b1", StoredType.BOOL));

  private static final Pattern DICTIONARY = Pattern.compile("\\{(.*)\\}\\s*", Pattern.DOTALL);
  private static final Pattern ENTRY =
      Pattern.compile("\\s*'(\\w+)'\\s*:\\s*('[^']*'|True|False|\\([\\d\\s,L]*\\))\\s*(?:,|$)");

  /** Reads the text; {@code file} is what errors name. */
  static NpyHeader parse(String text, FileBytes file) {
    Matcher dictionary = DICTIONARY.matcher(text);
    if (!dictionary.matches()) {
      throw file.fault("the header is no dictionary; the file is damaged, write it anew");
    }
    String body = dictionary.group(1).stripTrailing();
    Map<String, String> entries = new HashMap<>();
    int at = 0;
    while (at < body.length()) {
      Matcher entry = ENTRY.matcher(body).region(at, body.length());
      if (!entry.lookingAt()) {
        throw file.fault(
            "the header cannot be understood from its character "
                + (at + 2)
                + " on; arrays of records and other structures are not read, save plain arrays");
      }
      if (entries.put(entry.group(1), entry.group(2)) != null) {
        throw file.fault("the header says '" + entry.group(1) + "' twice; write the file anew");
      }
      at = entry.end();
    }
    String descr = entries.remove("descr");
    String columnsFirst = entries.remove("fortran_order");
    String shape = entries.remove("shape");
    if (descr == null
        || !descr.startsWith("'")
        || !("True".equals(columnsFirst) || "False".equals(columnsFirst))
        || shape == null
        || !shape.startsWith("(")
        || !entries.isEmpty()) {
      throw file.fault(
          "the header must say descr, fortran_order and shape and no more; write the file anew");
    }
    String code = descr.substring(1, descr.length() - 1);
    return new NpyHeader(
        type(code, file),
        code.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        columnsFirst.equals("True"),
        shape(shape.substring(1, shape.length() - 1), file));
  }

  /** The code of a type in the file, lowest byte first; refuses bfloat16, which numpy lacks. */
  static String code(StoredType type) {
    return TYPES.entrySet().stream()
        .filter(entry -> entry.getValue() == type)
        .map(entry -> (type.bytes() == 1 ? "|" : "<") + entry.getKey())
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "npy: there is no element type " + type + "; convert the tensor to float32"));
  }

  private static StoredType type(String code, FileBytes file) {
    boolean ordered = !code.isEmpty() && "<>|=".indexOf(code.charAt(0)) >= 0;
    StoredType type = TYPES.get(ordered ? code.substring(1) : code);
    if (type == null) {
      throw file.fault(
          "has the element type '"
              + code
              + "', expected one of "
              + TYPES.keySet().stream().sorted().toList()
              + "; convert it (Python objects are never read)");
    }
    return type;
  }

  private static Shape shape(String text, FileBytes file) {
    String sizes = text.strip();
    if (sizes.endsWith(",")) {
      sizes = sizes.substring(0, sizes.length() - 1);
    }
    try {
      return sizes.isEmpty()
          ? Shape.scalar()
          : Shape.of(
              Pattern.compile(",")
                  .splitAsStream(sizes)
                  .mapToInt(size -> Integer.parseInt(size.strip().replaceFirst("L$", "")))
                  .toArray());
    } catch (NumberFormatException | ShapeException e) {
      throw file.fault("the shape (" + text + ") cannot be held: " + e.getMessage(), e);
    }
  }
}
