package org.tucana.app.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.type.FormatException;
import org.tucana.nn.train.Progress;

/** The harness finds what is planted in a reader, and nothing in one that does right. */
class FuzzRunTest {
  private static final byte[] GOOD = new byte[64];
  private static final int FILES = 40;
  private static final int LARGE = 3_000_000;

  /** Keeps what a reader allocates from being optimised away. */
  private final AtomicReference<Object> held = new AtomicReference<>();

  @TempDir private Path folder;

  private FuzzRun run(FuzzTarget.Reader reader) {
    return run(reader, FuzzRun.USUAL_TIME_LIMIT);
  }

  private FuzzRun run(FuzzTarget.Reader reader, Duration limit) {
    FuzzTarget target = new FuzzTarget("planted", "planted.bin", List.of(GOOD), List.of(), reader);
    return new FuzzRun(target, 1, folder, limit);
  }

  /** Takes the good file and does something else with others. */
  private static FuzzTarget.Reader onDamage(FuzzTarget.Reader reader) {
    return file -> {
      if (!Arrays.equals(Files.readAllBytes(file), GOOD)) {
        reader.read(file);
      }
    };
  }

  private FuzzResult read(FuzzTarget.Reader reader) throws IOException {
    return run(reader).read(0, FILES, Progress.none());
  }

  private void assertFinding(String kind, String message, FuzzTarget.Reader reader)
      throws IOException {
    FuzzResult result = read(onDamage(reader));
    assertEquals(1, result.findings().size(), result.toString());
    Finding finding = result.findings().getFirst();
    assertTrue(finding.kind().startsWith(kind), finding.toString());
    assertTrue(finding.message().contains(message), finding.toString());
    assertEquals(FILES, result.accepted() + finding.times());
    assertFalse(result.hung());
  }

  @Test
  void aReaderThatDoesRightHasNoFindings() throws IOException {
    FuzzResult result =
        read(file -> {
          byte[] bytes = Files.readAllBytes(file);
          if (bytes.length != GOOD.length) {
            throw new FormatException(file + ": is too long or too short; get it anew");
          }
        });
    assertEquals(List.of(), result.findings());
    assertEquals(FILES, result.mutations());
    assertEquals(FILES, result.accepted() + result.refused());
    assertTrue(result.accepted() > 0 && result.refused() > 0, result.toString());
    assertTrue(result.allocation().share() < 0.1, result.toString());
  }

  @Test
  void anErrorOfAnotherTypeIsFound() throws IOException {
    assertFinding(
        "java.lang.IllegalStateException at org.tucana.app.fuzz.FuzzRunTest.",
        "planted",
        file -> {
          throw new IllegalStateException("planted");
        });
  }

  @Test
  void endlessRecursionIsFound() throws IOException {
    assertFinding("java.lang.StackOverflowError", "", file -> held.set(depth(0)));
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int depth(int level) {
    return 1 + depth(level + 1);
  }

  @Test
  void aRefusalThatNamesNoFileIsFound() throws IOException {
    assertFinding(
        "refusal that does not name the file at ",
        "is damaged",
        file -> {
          throw new FormatException("picture: is damaged; get it anew");
        });
  }

  @Test
  void memoryBeyondTheLimitIsFound() throws IOException {
    assertFinding("allocates too much", "bytes for a file of", file -> held.set(new byte[LARGE]));
  }

  @Test
  void memoryOfOtherThreadsCounts() throws IOException {
    assertFinding(
        "allocates too much",
        "bytes for a file of",
        file -> {
          Thread helper = new Thread(() -> held.set(new byte[LARGE]));
          helper.start();
          joined(helper);
        });
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void memoryOutsideTheHeapCounts() throws IOException {
    AtomicReference<List<ByteBuffer>> buffers = new AtomicReference<>(List.of());
    assertFinding(
        "allocates too much",
        "bytes for a file of",
        file -> {
          ByteBuffer buffer = ByteBuffer.allocateDirect(LARGE);
          buffers.updateAndGet(
              before -> Stream.concat(before.stream(), Stream.of(buffer)).toList());
        });
  }

  @Test
  void memoryThatIsTakenOnceIsNotTheReaders() throws IOException {
    AtomicInteger reads = new AtomicInteger();
    FuzzResult result =
        read(file -> {
          if (reads.incrementAndGet() == 20) {
            held.set(new byte[LARGE]);
          }
        });
    assertEquals(List.of(), result.findings());
  }

  @Test
  void aReaderThatHangsIsFoundAndLeft() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    FuzzResult result =
        run(
                onDamage(file -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }),
                Duration.ofMillis(100))
            .read(0, FILES, Progress.none());
    assertTrue(result.hung());
    assertEquals(1, result.findings().size(), result.toString());
    assertEquals("hang", result.findings().getFirst().kind());
  }

  @Test
  void aGoodFileMustBeTaken() {
    FuzzRun run =
        run(file -> {
          throw new FormatException(file + ": is never right");
        });
    IllegalStateException fault =
        assertThrows(IllegalStateException.class, () -> run.read(0, 1, Progress.none()));
    assertTrue(
        fault.getMessage().startsWith("fuzz: planted does not take its good file 0"),
        fault.getMessage());
  }

  @Test
  void aFindingComesBackByItsNumber() throws IOException {
    FuzzTarget.Reader reader =
        file -> {
          if (Files.size(file) > GOOD.length) {
            throw new ArithmeticException("planted");
          }
        };
    Finding found = read(reader).findings().getFirst();
    FuzzResult again = run(reader).read(found.index(), 1, Progress.none());
    assertEquals(
        List.of(new Finding(found.kind(), found.index(), found.message(), 1)), again.findings());
    byte[] file = run(reader).file(found.index());
    assertTrue(file.length > GOOD.length);
    assertArrayEquals(file, Files.readAllBytes(folder.resolve("planted.bin")));
  }
}
