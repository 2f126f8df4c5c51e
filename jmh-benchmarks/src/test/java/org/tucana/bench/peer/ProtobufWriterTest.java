package org.tucana.bench.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The examples of the wire format's own description, among others. */
class ProtobufWriterTest {
  @Test
  void integersAreSevenBitsAByte() {
    assertWritten("089601", ProtobufWriter.message(m -> m.integer(1, 150)));
    assertWritten("08ffffffffffffffffff01", ProtobufWriter.message(m -> m.integer(1, -1)));
  }

  @Test
  void textHasALength() {
    assertWritten("120774657374696e67", ProtobufWriter.message(m -> m.text(2, "testing")));
  }

  @Test
  void messagesNest() {
    assertWritten(
        "1a03089601", ProtobufWriter.message(m -> m.nested(3, inner -> inner.integer(1, 150))));
  }

  @Test
  void fieldsFromSixteenOnHaveATwoByteTag() {
    assertWritten("a00107", ProtobufWriter.message(m -> m.integer(20, 7)));
  }

  @Test
  void floatsAreLittleEndian() {
    assertWritten("4a040000803f", ProtobufWriter.message(m -> m.rawFloats(9, new float[] {1})));
  }

  private static void assertWritten(String hex, byte[] message) {
    assertArrayEquals(HexFormat.of().parseHex(hex), message);
  }
}
