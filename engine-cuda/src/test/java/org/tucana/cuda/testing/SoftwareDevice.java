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
 * The device in software of {@code native/software-device}, built and loaded once in a JVM under
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
      List.of("libcuda.so.1", "libcublas.so.13", "libcublas.so.12");
  private static final int CANNOT_BUILD_HERE = 2;

  /**
   * What came of it.
   *
   * @param absent why there is no software device
   * @param failure what went wrong, which no test may take for an absence
   */
  private record Outcome(Optional<String> absent, Optional<String> failure) {
    static Outcome present() {
      return new Outcome(Optional.empty(), Optional.empty());
    }

    static Outcome absent(String reason) {
      return new Outcome(Optional.of(reason), Optional.empty());
    }

    static Outcome failure(String reason) {
      return new Outcome(Optional.empty(), Optional.of(reason));
    }
  }

  private static final class Once {
    static final Outcome OUTCOME = load();
  }

  private SoftwareDevice() {}

  /** Builds and loads it, if that was not done yet and is possible; whether it is there. */
  public static boolean place() {
    return Once.OUTCOME.equals(Outcome.present());
  }

  /**
   * Skips the test where there is no software device, with the reason; fails it where one failed.
   */
  public static void assumePlaced() {
    Once.OUTCOME.failure().ifPresent(Assertions::fail);
    Once.OUTCOME.absent().ifPresent(reason -> assumeTrue(false, reason));
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

  /** Where its libraries are. */
  public static Path folder() {
    return NativeCompiler.root().resolve("engine-cuda/target/software-device");
  }

  @SuppressWarnings("restricted")
  private static Outcome load() {
    if (isRealAskedFor()) {
      return Outcome.absent("the machine's own device was asked for");
    }
    if (!System.getProperty("os.name").equals("Linux")) {
      return Outcome.absent("the software device wants Linux");
    }
    try {
      Outcome built = build();
      if (built.equals(Outcome.present())) {
        LIBRARIES.forEach(name -> System.load(folder().resolve(name).toString()));
      }
      return built;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.failure("interrupted");
    } catch (UnsatisfiedLinkError e) {
      return Outcome.failure("the software device does not load: " + e.getMessage());
    }
  }

  private static Outcome build() throws IOException, InterruptedException {
    Path script = NativeCompiler.root().resolve("native/software-device/build");
    Process build =
        new ProcessBuilder(script.toString(), folder().toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return switch (build.waitFor()) {
      case 0 -> Outcome.present();
      case CANNOT_BUILD_HERE -> Outcome.absent(output.strip());
      default -> Outcome.failure(output.strip());
    };
  }
}
