package org.tucana.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.type.DType;
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
