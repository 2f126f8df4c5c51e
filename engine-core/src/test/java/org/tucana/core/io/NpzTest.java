package org.tucana.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

final class NpzTest {
  @TempDir private Path folder;

  private static Map<String, HostTensor> numpysTypes() {
    Map<String, HostTensor> tensors = Samples.ofEveryType();
    tensors.values().removeIf(tensor -> tensor.type().dtype() == DType.BFLOAT16);
    return tensors;
  }

  @Test
  void anArchiveOfStoredNpyFilesIsWritten() throws Exception {
    Map<String, HostTensor> tensors = numpysTypes();
    Path file = folder.resolve("tensors.npz");
    Npz.write(file, tensors);
    List<String> names = new ArrayList<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        names.add(entry.getName().replaceFirst("\\.npy$", ""));
        assertEquals(ZipEntry.STORED, entry.getMethod());
        Path single = folder.resolve("single.npy");
        Files.write(single, zip.getInputStream(entry).readAllBytes());
        Samples.assertSame(tensors.get(names.getLast()), Npy.read(single));
      }
    }
    assertEquals(List.copyOf(tensors.keySet()), names);
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    Map<String, HostTensor> tensors = numpysTypes();
    Path file = folder.resolve("tensors.npz");
    Npz.write(file, tensors);
    for (Map<String, HostTensor> read :
        List.of(Npz.read(file), StoredTensors.read(file).tensors())) {
      assertEquals(List.copyOf(tensors.keySet()), List.copyOf(read.keySet()));
      tensors.forEach((name, tensor) -> Samples.assertSame(tensor, read.get(name)));
    }
  }

  /** An archive as numpy.savez_compressed makes it: sizes stand behind the entries. */
  private Path deflated(Map<String, HostTensor> tensors) throws Exception {
    Path file = folder.resolve("deflated.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, HostTensor> tensor : tensors.entrySet()) {
        zip.putNextEntry(new ZipEntry(tensor.getKey() + ".npy"));
        Npy.write(zip, tensor.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  @Test
  void deflatedArraysAreRead() throws Exception {
    Map<String, HostTensor> tensors = numpysTypes();
    Map<String, HostTensor> read = Npz.read(deflated(tensors));
    tensors.forEach((name, tensor) -> Samples.assertSame(tensor, read.get(name)));
  }

  /** Changes an entry's first mention of a number of four bytes, in the directory. */
  private static void put(byte[] zip, int field, int value) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int entry = 0;
    while (bytes.getInt(entry) != 0x02014b50) {
      entry++;
    }
    bytes.putInt(entry + field, value);
  }

  private void refuses(String words, byte[] zip) throws Exception {
    Path file = Files.write(folder.resolve("bad.npz"), zip);
    FormatException e = assertThrows(FormatException.class, () -> Npz.read(file));
    assertTrue(e.getMessage().contains(words), e::getMessage);
    assertTrue(e.getMessage().contains(file.toString()), e::getMessage);
  }

  @Test
  void archivesThatLieAreRefused() throws Exception {
    Map<String, HostTensor> zeros =
        Map.of("a", HostTensor.of(Shape.of(1 << 20), new float[1 << 20]));
    byte[] deflated = Files.readAllBytes(deflated(zeros));
    final int checksum = 16;
    final int stored = 20;
    final int size = 24;
    final int begin = 42;
    byte[] bad = deflated.clone();
    put(bad, size, 1 << 26);
    refuses("does not inflate to the 67108864 bytes that it claims", bad);
    put(bad, size, (1 << 26) + 1);
    refuses("inflates to 67108865 bytes, expected at most", bad);
    put(bad, size, 100);
    refuses("does not inflate to the 100 bytes", bad);
    bad = deflated.clone();
    put(bad, checksum, 1);
    refuses("its checksum is ", bad);
    bad = deflated.clone();
    put(bad, stored, 10);
    refuses("does not inflate to", bad);
    put(bad, stored, Integer.MAX_VALUE);
    refuses("between the one before and the directory", bad);
    bad = deflated.clone();
    put(bad, begin, 1);
    refuses("does not begin at byte 1", bad);
    put(bad, begin, -2);
    refuses("does not begin at byte 4294967294", bad);
    put(bad, begin, -1);
    refuses("lacks the field with its size", bad);

    Path plain = folder.resolve("plain.npz");
    Npz.write(plain, Map.of("a", HostTensor.of(Shape.of(2), 1f, 2f)));
    bad = Files.readAllBytes(plain);
    put(bad, size, 1);
    refuses("has 1 bytes but takes 136 in the file", bad);
    bad = Files.readAllBytes(plain);
    put(bad, 8, 0x00080001);
    refuses("is encrypted or packed by method 8", bad);
    bad = Files.readAllBytes(plain);
    bad[bad.length - 12] = 9;
    refuses("says that its directory has 9 entries", bad);
    bad[bad.length - 1] = 9;
    refuses("has no directory at its end", bad);
  }

  @Test
  void otherArchivesAreNamed() throws Exception {
    Path file = folder.resolve("other.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("a.txt"));
    }
    FormatException npz = assertThrows(FormatException.class, () -> Npz.read(file));
    assertTrue(npz.getMessage().contains("entries that do not end in .npy"), npz::getMessage);
    FormatException any = assertThrows(FormatException.class, () -> StoredTensors.read(file));
    assertTrue(any.getMessage().contains("it holds [a.txt]"), any::getMessage);
  }

  @Test
  void whatIsNoFileOfTensorsIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("x.txt"), "some words of no format");
    FormatException e = assertThrows(FormatException.class, () -> StoredTensors.read(file));
    assertTrue(e.getMessage().contains("expected safetensors, a checkpoint of"), e::getMessage);
    assertThrows(
        FormatException.class, () -> StoredTensors.read(Files.createFile(folder.resolve("empty"))));
    assertThrows(FormatException.class, () -> StoredTensors.read(folder));
  }

  @Test
  void anArrayAloneHasNumpysName() throws Exception {
    Path file = folder.resolve("single.npy");
    Npy.write(file, HostTensor.of(Shape.of(2), 1f, 2f));
    try (StoredTensors opened = StoredTensors.open(file)) {
      assertEquals(Set.of("arr_0"), opened.names());
      assertEquals(Map.of(), opened.metadata());
      Samples.assertSame(HostTensor.of(Shape.of(2), 1f, 2f), opened.read("arr_0"));
    }
  }

  @Test
  void equalTensorsGiveEqualBytes() throws Exception {
    Path first = folder.resolve("first.npz");
    Path second = folder.resolve("second.npz");
    Npz.write(first, numpysTypes());
    Npz.write(second, numpysTypes());
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }

  @Test
  void whatTheFormatLacksIsRefusedAndLeavesNoFile() {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put("a", HostTensor.ofShorts(Shape.of(1), DType.BFLOAT16, (short) 1));
    Path file = folder.resolve("tensors.npz");
    assertThrows(IllegalArgumentException.class, () -> Npz.write(file, tensors));
    assertEquals(false, Files.exists(file));
  }
}
