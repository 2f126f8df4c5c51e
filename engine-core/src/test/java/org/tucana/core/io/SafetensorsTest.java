package org.tucana.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

final class SafetensorsTest {
  @TempDir private Path folder;

  private Path file(String header, int dataBytes) throws Exception {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    return Files.write(folder.resolve("file.safetensors"), bytes.array());
  }

  private static String fault(Path file) {
    return assertThrows(FormatException.class, () -> Safetensors.read(file)).getMessage();
  }

  /** Lengths of 640 and 896 begin like pickles of protocols 2 and 3. */
  @Test
  void aHeaderOfAnyLengthIsToldFromAPickle() throws Exception {
    for (int length : new int[] {2, 128, 640, 896}) {
      assertEquals(Map.of(), StoredTensors.read(file("{}" + " ".repeat(length - 2), 0)).tensors());
    }
  }

  @Test
  void everyTypeRoundTrips() throws Exception {
    Map<String, HostTensor> tensors = Samples.ofEveryType();
    Map<String, String> metadata = Map.of("format", "1", "words", "a \"quoted\" ü\n");
    Path file = folder.resolve("all.safetensors");
    Safetensors.write(file, new TensorFile(tensors, metadata));
    TensorFile read = Safetensors.read(file);
    assertEquals(metadata, read.metadata());
    assertEquals(tensors.keySet(), read.tensors().keySet());
    tensors.forEach((name, tensor) -> Samples.assertSame(tensor, read.tensors().get(name)));
    SafetensorsHeader header = Safetensors.readHeader(file);
    assertEquals(metadata, header.metadata());
    header
        .tensors()
        .forEach((name, entry) -> {
          assertEquals(tensors.get(name).type(), entry.type());
          assertEquals(0, entry.begin() % entry.stored().bytes(), name + " is aligned");
        });
  }

  @Test
  void equalContentsGiveEqualBytes() throws Exception {
    TensorFile content = new TensorFile(Samples.ofEveryType(), Map.of("a", "1", "b", "2"));
    TensorFile reordered =
        new TensorFile(
            new TreeMap<>(content.tensors()).descendingMap(),
            new TreeMap<>(content.metadata()).descendingMap());
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    Safetensors.write(one, content);
    Safetensors.write(two, reordered);
    assertArrayEquals(one.toByteArray(), two.toByteArray());
  }

  @Test
  void oneTensorOfMany() throws Exception {
    Map<String, HostTensor> tensors = Samples.ofEveryType();
    Path file = folder.resolve("all.safetensors");
    Safetensors.write(file, new TensorFile(tensors, Map.of()));
    for (Map.Entry<String, HostTensor> tensor : tensors.entrySet()) {
      Samples.assertSame(tensor.getValue(), Safetensors.read(file, tensor.getKey()));
    }
    String fault =
        assertThrows(FormatException.class, () -> Safetensors.read(file, "absent")).getMessage();
    assertTrue(fault.contains("holds no tensor 'absent', it has ["), fault);
    assertTrue(fault.endsWith(" and others; name one of these"), fault);
  }

  @Test
  void nothingAtAllIsAFileToo() throws Exception {
    assertEquals(Map.of(), Safetensors.read(file("{}  ", 0)).tensors());
  }

  @Test
  void narrowIntegersAreWidened() throws Exception {
    Path file =
        file(
            """
            {"a": {"dtype": "I8", "shape": [2], "data_offsets": [0, 2]},
             "b": {"dtype": "I16", "shape": [1], "data_offsets": [2, 4]},
             "c": {"dtype": "U16", "shape": [1], "data_offsets": [4, 6]},
             "d": {"dtype": "U32", "shape": [1], "data_offsets": [6, 10]}}\
            """,
            10);
    byte[] bytes = Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, bytes.length - 10, bytes.length, (byte) -2);
    Map<String, HostTensor> tensors = Safetensors.read(Files.write(file, bytes)).tensors();
    Samples.assertSame(HostTensor.of(Shape.of(2), -2, -2), tensors.get("a"));
    Samples.assertSame(HostTensor.of(Shape.of(1), 0xfffffefe), tensors.get("b"));
    Samples.assertSame(HostTensor.of(Shape.of(1), 0xfefe), tensors.get("c"));
    Samples.assertSame(HostTensor.of(Shape.of(1), 0xfefefefeL), tensors.get("d"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 0 | expected an object, got the end",
        "[] | 0 | expected an object, got [",
        "{} {} | 0 | something follows the header's object",
        "{ | 0 | the header is no sound JSON",
        "{\"t\": 1} | 0 | tensor \"t\": expected an object, got 1",
        "{\"t\": {}} | 0 | expected dtype, shape and two data_offsets",
        "{\"t\": {\"x\": 1}} | 0 | has an unknown entry \"x\"",
        "{\"t\": {\"dtype\": \"F8\"}} | 0 | has the element type F8, expected one of [F64,",
        "{\"t\": {\"dtype\": \"U8\", \"shape\": [-1]}} | 0 | expected a number from 0 to 2^63",
        "{\"t\": {\"dtype\": \"U8\", \"shape\": [1.0]}} | 0 | expected an integer, got 1.0",
        "{\"t\": {\"dtype\": \"U8\", \"shape\": [99999999999999999999]}} | 0 | from 0 to 2^63",
        "{\"t\": {\"dtype\": \"U8\", \"shape\": [4294967296], \"data_offsets\": [0, 4294967296]}}"
            + " | 0 | axis 0 has 4294967296 entries, expected below 2^31",
        "{\"t\": {\"dtype\": \"U8\", \"shape\": [65536, 65536], \"data_offsets\": [0, 4294967296]}}"
            + " | 0 | tensor \"t\": shape: a tensor holds at most 2^31-1 elements",
        "{\"t\": {\"dtype\": \"F32\", \"shape\": [2000000000],"
            + " \"data_offsets\": [0, 8000000000]}} | 4 | the file has only 4",
        "{\"t\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 4]}} | 4"
            + " | lies in bytes 0 to 4, expected 8 bytes for F32[2]",
        "{\"t\": {\"dtype\": \"U8\", \"shape\": [2], \"data_offsets\": [2, 0]}} | 4"
            + " | begins at byte 2 of the data, expected 0",
        "{\"t\": {\"dtype\": \"U8\", \"shape\": [2], \"data_offsets\": [0, 2]}} | 4"
            + " | the tensors end at byte 2 of the data, but the file has 4",
        "{\"t\": {\"dtype\": \"U8\", \"shape\": [2], \"data_offsets\": [0, 2]},"
            + " \"u\": {\"dtype\": \"U8\", \"shape\": [2], \"data_offsets\": [1, 3]}} | 3"
            + " | tensor \"u\": begins at byte 1 of the data, expected 2",
        "{\"t\": {\"dtype\": \"U8\", \"shape\": [0], \"data_offsets\": [0, 0]},"
            + " \"t\": {\"dtype\": \"U8\", \"shape\": [0], \"data_offsets\": [0, 0]}} | 0"
            + " | Duplicate field 't'",
        "{\"__metadata__\": {\"a\": 1}} | 0 | metadata \"a\": expected a text, got 1",
      })
  void headersThatLieAreRefused(String header, int dataBytes, String words) throws Exception {
    Path file = file(header, dataBytes);
    String message = fault(file);
    assertTrue(message.contains(words), message);
    assertTrue(message.contains(file.toString()), message);
  }

  @Test
  void lengthsThatLieAreRefused() throws Exception {
    Path file = folder.resolve("short.safetensors");
    assertTrue(fault(Files.write(file, new byte[0])).contains("has 0 bytes"));
    assertTrue(fault(Files.write(file, new byte[7])).contains("has 7 bytes"));
    for (long length : new long[] {-1, Long.MIN_VALUE, 3, Integer.MAX_VALUE, 1L << 40}) {
      ByteBuffer bytes = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      String message = fault(Files.write(file, bytes.array()));
      assertTrue(message.contains("says that its header has"), message);
    }
    assertTrue(fault(folder).contains("is a directory"));
  }

  @Test
  void otherEncodingsAndTruthsAreRefused() throws Exception {
    byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(4).put(utf16);
    assertTrue(
        fault(Files.write(folder.resolve("utf16"), bytes.array())).contains("no sound JSON"));
    bytes.put(9, (byte) 0xff);
    assertTrue(fault(Files.write(folder.resolve("none"), bytes.array())).contains("no UTF-8"));
    Path truths =
        file("{\"t\": {\"dtype\": \"BOOL\", \"shape\": [1], \"data_offsets\": [0, 1]}}", 1);
    byte[] two = Files.readAllBytes(truths);
    two[two.length - 1] = 2;
    assertTrue(fault(Files.write(truths, two)).contains("tensor \"t\": holds 2 as a truth value"));
  }

  @Test
  void sixteenBitFloatsRoundToNearestEven() {
    HostTensor tensor =
        HostTensor.of(Shape.of(4), 1 + 0x1p-11f, 1 + 0x3p-11f, 1 + 0x1p-8f, 1 + 0x3p-8f);
    assertArrayEquals(
        new float[] {1, 1 + 0x1p-9f, 1 + 0x1p-8f, 1 + 0x3p-8f},
        HalfPrecision.float16(tensor).toFloats());
    assertArrayEquals(
        new float[] {1, 1, 1, 1 + 0x1p-6f}, HalfPrecision.bfloat16(tensor).toFloats());
    assertEquals(
        new TensorType(Shape.of(4), DType.BFLOAT16), HalfPrecision.bfloat16(tensor).type());
  }

  @Test
  void reservedNamesAreRefused() {
    TensorFile content =
        new TensorFile(Map.of("__metadata__", HostTensor.of(Shape.scalar(), 1f)), Map.of());
    assertThrows(
        IllegalArgumentException.class,
        () -> Safetensors.write(folder.resolve("no.safetensors"), content));
    assertEquals(List.of(), List.of(folder.toFile().list()), "no half-written file stays");
  }
}
