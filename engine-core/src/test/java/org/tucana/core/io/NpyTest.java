package org.tucana.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

final class NpyTest {
  @TempDir private Path folder;

  private Path file(int version, String header, byte... values) throws Exception {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(12 + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    bytes.put(text).put(values).flip();
    byte[] content = new byte[bytes.remaining()];
    bytes.get(content);
    return Files.write(folder.resolve("file.npy"), content);
  }

  @Test
  void everyTypeButOneRoundTrips() throws Exception {
    Path file = folder.resolve("tensor.npy");
    for (Map.Entry<String, HostTensor> entry : Samples.ofEveryType().entrySet()) {
      HostTensor tensor = entry.getValue();
      if (tensor.type().dtype() == DType.BFLOAT16) {
        assertThrows(IllegalArgumentException.class, () -> Npy.write(file, tensor));
      } else {
        Npy.write(file, tensor);
        Samples.assertSame(tensor, Npy.read(file));
      }
    }
  }

  /** The bytes that numpy.save writes for numpy.arange(3, dtype=numpy.int32). */
  @Test
  void writesWhatNumpyWrites() throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Npy.write(written, HostTensor.of(Shape.of(3), 0, 1, 2));
    String header = "{'descr': '<i4', 'fortran_order': False, 'shape': (3,), }";
    String expected =
        "\u0093NUMPY\1\0v\0"
            + header
            + " ".repeat(128 - 10 - header.length() - 1)
            + "\n\0\0\0\0\1\0\0\0\2\0\0\0";
    assertEquals(expected, written.toString(StandardCharsets.ISO_8859_1));
  }

  @Test
  void columnsFirstBecomesRowsFirst() throws Exception {
    Path file =
        file(
            2,
            "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 2), }\n",
            new byte[] {0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121});
    Samples.assertSame(
        HostTensor.ofBytes(
            Shape.of(2, 3, 2),
            DType.UINT8,
            new byte[] {0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121}),
        Npy.read(file));
  }

  @Test
  void otherByteOrdersKeyOrdersAndNarrowIntegersAreRead() throws Exception {
    Samples.assertSame(
        HostTensor.of(Shape.of(2), -2, 258),
        Npy.read(
            file(
                3,
                "{'shape':(2L,),'fortran_order':False,'descr':'>i2'}",
                new byte[] {-1, -2, 1, 2})));
    Samples.assertSame(
        HostTensor.of(Shape.scalar(), 0xff000001L),
        Npy.read(
            file(
                1,
                "{'descr': '<u4', 'fortran_order': False, 'shape': (), }",
                new byte[] {1, 0, 0, -1})));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "x | is no dictionary",
        "{'descr': '<f4'} | must say descr, fortran_order and shape",
        "{'descr': '<c8', 'fortran_order': False, 'shape': ()} | element type '<c8'",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': ()} | cannot be understood",
        "{'descr': '<f4', 'descr': '<f4'} | says 'descr' twice",
        "{'descr': '<f4', 'fortran_order': 'no', 'shape': ()} | must say",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1 2,)} | cannot be held",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536)} | cannot be held",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,)} | cannot be held",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (2000000000,)}"
            + " | has 4 bytes of values, expected 8000000000",
        "{'descr': '<f2', 'fortran_order': False, 'shape': (1,)} | has 4 bytes of values, expected 2",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': True} | no more",
      })
  void badHeadersAreRefused(String header, String words) throws Exception {
    Path file = file(1, header, new byte[4]);
    FormatException e = assertThrows(FormatException.class, () -> Npy.read(file));
    assertTrue(e.getMessage().contains(words), e::getMessage);
    assertTrue(e.getMessage().contains(file.toString()), e::getMessage);
  }

  @Test
  void pythonObjectsAreNeverRead() throws Exception {
    Path file = file(1, "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", new byte[8]);
    FormatException e = assertThrows(FormatException.class, () -> Npy.read(file));
    assertTrue(e.getMessage().contains("Python objects are never read"), e::getMessage);
  }

  @Test
  void filesCutOffAreRefused() throws Exception {
    Path whole = folder.resolve("whole.npy");
    Npy.write(whole, HostTensor.of(Shape.of(3), 0, 1, 2));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.npy");
    for (int length = 0; length < bytes.length; length++) {
      Files.write(cut, java.util.Arrays.copyOf(bytes, length));
      assertThrows(FormatException.class, () -> Npy.read(cut));
    }
  }
}
