package org.tucana.core.io;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/** Files are mapped, and what is cut off a mapped file is gone. */
class ShrinkingFileTest {
  private static final int LENGTH = 1 << 18;

  @TempDir private Path folder;

  @Test
  void aFileThatShrinksWhileItIsReadIsNamed() throws Exception {
    Path file = folder.resolve("weights.safetensors");
    HostTensor tensor = HostTensor.of(Shape.of(LENGTH), new float[LENGTH]);
    Safetensors.write(file, new TensorFile(Map.of("a", tensor), Map.of()));
    try (StoredTensors opened = StoredTensors.open(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      FormatException e = assertThrows(FormatException.class, () -> opened.read("a"));
      assertTrue(
          e.getMessage().startsWith("safetensors file " + file + ": shrank while it was read"),
          e.getMessage());
    }
  }
}
