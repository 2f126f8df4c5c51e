package org.tucana.core.io;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/** Files damaged at random are read or refused by type, never anything else. */
final class FormatFuzzTest {
  private static final int MUTATIONS = 300;

  /** What a reader may allocate beyond twice the file. */
  private static final long FREE_BYTES = 1 << 20;

  @TempDir private Path folder;

  @FunctionalInterface
  private interface Reader {
    Object read(Path file) throws Exception;
  }

  private void damage(byte[] good, int headerBytes, Reader reader) throws Exception {
    int refused = 0;
    Path file = folder.resolve("damaged");
    for (int seed = 0; seed < MUTATIONS; seed++) {
      byte[] damaged = mutated(good, headerBytes, new SplittableRandom(seed));
      Files.write(file, damaged);
      try {
        Reading reading = Reading.of(reader, file);
        long most = 2L * damaged.length + FREE_BYTES;
        // Classes that are loaded for the first time count too: then it is read again.
        if (reading.allocated > most) {
          long again = Reading.of(reader, file).allocated;
          assertTrue(
              again <= most,
              "mutation " + seed + " of " + damaged.length + " bytes allocated " + again);
        }
        refused += reading.refused ? 1 : 0;
      } catch (Exception | OutOfMemoryError | StackOverflowError e) {
        fail("mutation " + seed, e);
      }
    }
    assertTrue(refused > MUTATIONS / 4, "only " + refused + " mutations were noticed");
  }

  /** What came of reading a file, and the bytes that it allocated. */
  private record Reading(boolean refused, long allocated) {
    static Reading of(Reader reader, Path file) throws Exception {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      boolean refused = refuses(reader, file);
      return new Reading(refused, threads.getCurrentThreadAllocatedBytes() - before);
    }
  }

  private static boolean refuses(Reader reader, Path file) throws Exception {
    try {
      reader.read(file);
      return false;
    } catch (FormatException e) {
      assertTrue(e.getMessage().contains(file.toString()), e::getMessage);
      return true;
    }
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

  @Test
  void npz() throws Exception {
    Path file = folder.resolve("good.npz");
    Npz.write(file, Map.of("a", HostTensor.of(Shape.of(3, 4), new float[12])));
    byte[] good = Files.readAllBytes(file);
    damage(good, good.length, StoredTensors::read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"protocol2", "protocol4", "deflated", "wrapped", "stream"})
  void torch(String name) throws Exception {
    try (InputStream resource = getClass().getResourceAsStream(name + ".pth")) {
      byte[] good = resource.readAllBytes();
      damage(good, good.length, StoredTensors::read);
    }
  }

  /** Without an archive's checksums damage reaches the machine that runs the pickle. */
  @ParameterizedTest
  @ValueSource(strings = {"protocol2", "protocol4"})
  void pickles(String name) throws Exception {
    try (InputStream resource = getClass().getResourceAsStream(name + ".pth")) {
      Path file = Files.write(folder.resolve("good.pth"), resource.readAllBytes());
      byte[] good;
      try (ZipFile zip = new ZipFile(file.toFile())) {
        good = zip.getInputStream(zip.getEntry("archive/data.pkl")).readAllBytes();
      }
      damage(good, good.length, FormatFuzzTest::unpickle);
    }
  }

  private static Object unpickle(Path path) throws IOException {
    try (MappedFile file = MappedFile.open(path)) {
      FileBytes bytes = file.bytes("torch");
      Allowance allowance = new Allowance(bytes);
      Pickled object =
          Unpickler.read(
              new PickleCursor(bytes, 0, allowance), new TorchObjects(bytes, allowance), allowance);
      return StateDictContent.of(object, bytes, allowance).tensors();
    }
  }
}
