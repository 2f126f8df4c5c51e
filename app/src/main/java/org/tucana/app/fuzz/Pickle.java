package org.tucana.app.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles as torch makes them, instruction by instruction. */
final class Pickle {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Pickle(int protocol) {
    code("\u0080").bytes.write(protocol);
  }

  /** A pickle of torch's usual protocol. */
  Pickle() {
    this(2);
  }

  /** Instructions with their arguments, each character one byte. */
  Pickle code(String instructions) {
    bytes.writeBytes(instructions.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  Pickle text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    code("X").int32(encoded.length).bytes.writeBytes(encoded);
    return this;
  }

  Pickle number(int number) {
    return code("J").int32(number);
  }

  private Pickle int32(int value) {
    bytes.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  /** The key and value of a tensor of rows and columns, all of its storage. */
  Pickle tensor(String name, String kind, String key, int rows, int columns, boolean older) {
    text(name).code("ctorch._utils\n_rebuild_tensor_v2\n((");
    text("storage").code("ctorch\n" + kind + "\n").text(key).text("cpu").number(rows * columns);
    code(older ? "NtQ" : "tQ");
    return number(0)
        .number(rows)
        .number(columns)
        .code("\u0086")
        .number(columns)
        .number(1)
        .code("\u0086\u0089ccollections\nOrderedDict\n)RtR");
  }

  byte[] end() {
    code(".");
    return bytes.toByteArray();
  }
}
