package org.tucana.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.tucana.bench.work.MatrixProduct;

class MemoryProbeTest {
  @Test
  void aProcessOfItsOwnTellsItsPeak() throws InterruptedException {
    assumeTrue(
        Files.isWritable(Path.of("/proc/self/clear_refs")), "this system does not tell a peak");
    OptionalLong bytes = MemoryProbe.measure(MemoryProbe.Side.OWN, 1, new MatrixProduct(512));
    long matrices = 3L * 512 * 512 * Float.BYTES;
    assertTrue(bytes.isPresent(), "the process told nothing");
    assertTrue(
        bytes.getAsLong() > matrices && bytes.getAsLong() < 4L << 30, "peak " + bytes.getAsLong());
  }
}
