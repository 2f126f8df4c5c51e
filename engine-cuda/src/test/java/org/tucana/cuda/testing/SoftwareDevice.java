package org.tucana.cuda.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;

/**
 * The device in software of {@code native/software-device}, built once in a JVM and loaded under
 * the names of CUDA's driver, cuBLAS and cuDNN.
 *
 * <p>The system's loader knows a library by that name once it is loaded. So whoever asks for CUDA
 * afterwards gets these, and a driver that the machine has is never loaded; nor could the two be
 * mixed, since the software cuBLAS and cuDNN want a function of their own driver's when they load.
 * With the system property {@code tucana.test.device=real} nothing is loaded and the machine's own
 * libraries are used.
 */
public final class SoftwareDevice {
  private static final List<String> LIBRARIES =
      List.of("libcuda.so.1", "libcublas.so.13", "libcublas.so.12", "libcudnn.so.9");
  private static final int CANNOT_BUILD_HERE = 2;

  /**
   * What came of it.
   *
   * @param absent why there is no software device
   * @param failure what went wrong, which no test may take for an absence
   */
  private record Outcome(Optional<String> absent, Optional<String> failure) {
    static final Outcome PRESENT = new Outcome(Optional.empty(), Optional.empty());

    static Outcome absent(String reason) {
      return new Outcome(Optional.of(reason), Optional.empty());
    }

    static Outcome failure(String reason) {
      return new Outcome(Optional.empty(), Optional.of(reason));
    }

    void assumePresent() {
      failure.ifPresent(Assertions::fail);
      absent.ifPresent(reason -> assumeTrue(false, reason));
    }
  }

  private static final class Built {
    static final Outcome OUTCOME = build();
  }

  private static final class Loaded {
    static final Outcome OUTCOME = load();
  }

  private SoftwareDevice() {}

  /** Builds and loads it, if that was not done yet and is possible; whether it is loaded. */
  public static boolean place() {
    return Loaded.OUTCOME.equals(Outcome.PRESENT);
  }

  /** Skips the test where it is not loaded, with the reason; fails it where that went wrong. */
  public static void assumePlaced() {
    Loaded.OUTCOME.assumePresent();
  }

  /** The same, but where the machine's own device was asked for, the test runs on that. */
  public static void assumeDevice() {
    if (!isRealAskedFor()) {
      assumePlaced();
    }
  }

  private static boolean isRealAskedFor() {
    return System.getProperty("tucana.test.device", "software").equals("real");
  }

  /** Where its libraries are, for other processes; skips or fails the test where there are none. */
  public static Path libraries() {
    Built.OUTCOME.assumePresent();
    return folder();
  }

  private static Path folder() {
    return NativeCompiler.root().resolve("engine-cuda/target/software-device");
  }

  @SuppressWarnings("restricted")
  private static Outcome load() {
    if (isRealAskedFor()) {
      return Outcome.absent("the machine's own device was asked for");
    }
    if (!Built.OUTCOME.equals(Outcome.PRESENT)) {
      return Built.OUTCOME;
    }
    try {
      LIBRARIES.forEach(name -> System.load(folder().resolve(name).toString()));
      return Outcome.PRESENT;
    } catch (UnsatisfiedLinkError e) {
      return Outcome.failure("the software device does not load: " + e.getMessage());
    }
  }

  private static Outcome build() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Outcome.absent("the software device wants Linux");
    }
    try {
      Path script = NativeCompiler.root().resolve("native/software-device/build");
      Process build =
          new ProcessBuilder(script.toString(), folder().toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return switch (build.waitFor()) {
        case 0 -> Outcome.PRESENT;
        case CANNOT_BUILD_HERE -> Outcome.absent(output.strip());
        default -> Outcome.failure(output.strip());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.failure("interrupted while the software device was built");
    }
  }
}
