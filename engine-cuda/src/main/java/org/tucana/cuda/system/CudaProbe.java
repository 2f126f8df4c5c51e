package org.tucana.cuda.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tucana.core.BackendDiagnosis.Device;
import org.tucana.core.BackendDiagnosis.Missing;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.binding.CudaBindings;
import org.tucana.cuda.binding.CudaDriver;
import org.tucana.cuda.binding.CudaVersion;

/**
 * Looks for each part of CUDA that the backend wants. A library is loaded by name before its
 * binding is touched, so that "not there" and "there, but does not fit" are told apart.
 */
final class CudaProbe {
  /** Where {@code native/cublas12-on-13/build} puts the forwarding library. */
  static final Path FORWARDING_BLAS = Path.of("native/cublas12-on-13/target/libcublas.so.12");

  private static final CudaVersion OLDEST_CUDA = new CudaVersion(12, 0, 0);
  private static final CudaVersion OLDEST_DNN = new CudaVersion(9, 0, 0);
  private static final Path KERNEL_MODULE = Path.of("/proc/driver/nvidia/version");
  private static final Pattern KERNEL_MODULE_VERSION =
      Pattern.compile("Kernel Module.*?\\s(\\d+(?:\\.\\d+)+)\\s");
  private static final String INSTALL_DRIVER =
      "install NVIDIA's driver 525 or newer, for example by: sudo apt-get install nvidia-driver";

  private static final Missing NO_DEVICE =
      new Missing(
          "no device: the driver finds no GPU",
          "look at: nvidia-smi (a container wants --gpus all), and unset CUDA_VISIBLE_DEVICES");

  private final Optional<Platform> platform;
  private final SharedLibraries libraries;
  private final CudaBindings bindings;
  private final Optional<Path> home;
  private final Map<String, String> versions = new LinkedHashMap<>();
  private final List<Device> devices = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();

  /**
   * @param platform empty where there is no CUDA for the system
   * @param home the checkout, where the forwarding library may lie
   */
  CudaProbe(
      Optional<Platform> platform,
      SharedLibraries libraries,
      CudaBindings bindings,
      Optional<Path> home) {
    this.platform = platform;
    this.libraries = libraries;
    this.bindings = bindings;
    this.home = home;
  }

  CudaInstallation look() {
    versions.put("binding", bindings.version());
    if (platform.isEmpty()) {
      missing.add(
          new Missing(
              "there is no CUDA for this system",
              "use Linux or Windows on x86-64, or another backend"));
    } else if (!bindings.hasNatives()) {
      missing.add(
          new Missing(
              "the native half of " + bindings.version() + " is not on the class path",
              "build on this system: ./mvnw -Pproduct -DskipTests package"));
    } else {
      lookForDriver(platform.get());
      lookForBlas(platform.get());
      lookForDnn(platform.get());
    }
    return new CudaInstallation(versions, List.copyOf(devices), List.copyOf(missing));
  }

  private void lookForDriver(Platform system) {
    kernelModule().ifPresent(version -> versions.put("driver", version));
    if (!libraries.load(system.driver())) {
      missing.add(
          new Missing(
              "the driver is missing (" + system.driver() + " cannot be loaded)", INSTALL_DRIVER));
      return;
    }
    bind(
        "the driver",
        INSTALL_DRIVER,
        () -> {
          CudaDriver driver = bindings.driver();
          lookForDevices(driver);
          return driver;
        });
  }

  private void lookForDevices(CudaDriver driver) {
    CudaVersion cuda = driver.version();
    versions.put("cuda", cuda.toString());
    if (cuda.compareTo(OLDEST_CUDA) < 0) {
      missing.add(
          new Missing(
              "the driver is too old: CUDA " + OLDEST_CUDA + " or newer wanted, it runs " + cuda,
              INSTALL_DRIVER));
      return;
    }
    int code = driver.initialize();
    if (code != CudaDriver.SUCCESS) {
      missing.add(refusal(driver, code));
      return;
    }
    for (int i = 0; i < driver.deviceCount(); i++) {
      devices.add(driver.device(i));
    }
    if (devices.isEmpty()) {
      missing.add(NO_DEVICE);
    }
  }

  private static Missing refusal(CudaDriver driver, int code) {
    return switch (code) {
      case CudaDriver.NO_DEVICE -> NO_DEVICE;
      case CudaDriver.STUB_LIBRARY ->
          new Missing(
              "the driver's library is the stub of the CUDA toolkit",
              "take the toolkit's folder 'stubs' out of LD_LIBRARY_PATH");
      default ->
          new Missing(
              "the driver does not start: " + driver.nameOf(code) + " (" + code + ")",
              "look at: nvidia-smi; restart the machine if the driver was updated");
    };
  }

  private void lookForBlas(Platform system) {
    String remedy = "sudo apt-get install libcublas-12-6 (from NVIDIA's package repository)";
    if (!libraries.load(system.blas()) && !loadForwarding(system)) {
      boolean newer = system.newerBlas().map(libraries::load).orElse(false);
      missing.add(
          newer
              ? new Missing(
                  "cuBLAS 12 is missing (there is cuBLAS 13)", "native/cublas12-on-13/build")
              : new Missing(
                  "cuBLAS 12 is missing (" + system.blas() + " cannot be loaded)", remedy));
      return;
    }
    bind("cuBLAS", remedy, bindings::blas)
        .ifPresent(blas -> versions.put("cublas", blas.version().toString()));
  }

  /** The forwarding library is of use only before a cuBLAS 13. */
  private boolean loadForwarding(Platform system) {
    return home.isPresent()
        && system.newerBlas().isPresent()
        && libraries.load(system.newerBlas().get())
        && libraries.load(home.get().resolve(FORWARDING_BLAS).toAbsolutePath());
  }

  private void lookForDnn(Platform system) {
    String remedy =
        "sudo apt-get install cudnn9-cuda-12, or cudnn9-cuda-13 beside CUDA 13 (from NVIDIA's"
            + " package repository)";
    if (!libraries.load(system.dnn())) {
      missing.add(
          new Missing("cuDNN 9 is missing (" + system.dnn() + " cannot be loaded)", remedy));
      return;
    }
    bind("cuDNN", remedy, bindings::dnn)
        .ifPresent(dnn -> {
          versions.put("cudnn", dnn.version().toString());
          if (dnn.version().compareTo(OLDEST_DNN) < 0) {
            missing.add(
                new Missing("cuDNN is too old: 9.0 or newer wanted, got " + dnn.version(), remedy));
          }
        });
  }

  /** The binding, or what keeps it from being used among the missing. */
  private <T> Optional<T> bind(String what, String remedy, Supplier<T> binding) {
    try {
      return Optional.of(binding.get());
    } catch (LinkageError | BackendException e) {
      missing.add(
          new Missing(
              what + " does not fit " + bindings.version() + ": " + LoadFailure.reason(e), remedy));
      return Optional.empty();
    }
  }

  /** The version of the driver's kernel module, where the system shows it. */
  private static Optional<String> kernelModule() {
    try {
      Matcher version = KERNEL_MODULE_VERSION.matcher(Files.readString(KERNEL_MODULE));
      return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    } catch (IOException e) {
      // No such file: no driver, or no Linux.
      return Optional.empty();
    }
  }
}
