package org.tucana.core.io;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/** Files damaged at random are read or refused by type, never anything else. */
final class FormatFuzzTest {
  private static final int MUTATIONS = 1500;

  @TempDir private Path folder;

  @FunctionalInterface
  private interface Reader {
    Object read(Path file) throws Exception;
  }

  private void damage(byte[] good, int headerBytes, Reader reader) throws Exception {
    int refused = 0;
    Path file = folder.resolve("damaged");
    for (int seed = 0; seed < MUTATIONS; seed++) {
      Files.write(file, mutated(good, headerBytes, new SplittableRandom(seed)));
      try {
        reader.read(file);
      } catch (FormatException e) {
        refused++;
        assertTrue(e.getMessage().contains(file.toString()), e::getMessage);
      } catch (Exception | OutOfMemoryError | StackOverflowError e) {
        fail("mutation " + seed, e);
      }
    }
    assertTrue(refused > MUTATIONS / 4, "only " + refused + " mutations were noticed");
  }

  private static byte[] mutated(byte[] good, int headerBytes, SplittableRandom random) {
    byte[] bytes = good.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(headerBytes);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) ('0' + random.nextInt(10));
        case 3 -> {
          int from = random.nextInt(headerBytes);
          int length = Math.min(random.nextInt(20), headerBytes - Math.max(at, from));
          System.arraycopy(bytes, from, bytes, at, length);
        }
        default -> {
          if (i == changes - 1) {
            bytes = Arrays.copyOf(bytes, random.nextInt(good.length + 16));
          }
        }
      }
      headerBytes = Math.min(headerBytes, Math.max(1, bytes.length));
    }
    return bytes;
  }

  @Test
  void safetensors() throws Exception {
    ByteArrayOutputStream good = new ByteArrayOutputStream();
    Map<String, HostTensor> tensors = Samples.ofEveryType();
    tensors.remove("large");
    Safetensors.write(good, new TensorFile(tensors, Map.of("key", "value")));
    damage(good.toByteArray(), good.size() - 100, Safetensors::read);
  }

  @Test
  void npy() throws Exception {
    ByteArrayOutputStream good = new ByteArrayOutputStream();
    Npy.write(good, HostTensor.of(Shape.of(3, 4), new float[12]));
    damage(good.toByteArray(), 80, Npy::read);
  }
}
