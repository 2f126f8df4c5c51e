package org.tucana.cuda.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tucana.core.BackendDiagnosis.Missing;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.binding.Blas;
import org.tucana.cuda.binding.CudaBindings;
import org.tucana.cuda.binding.CudaDriver;
import org.tucana.cuda.binding.CudaVersion;
import org.tucana.cuda.binding.Dnn;

/** What is missing is told apart, with what mends it. */
class CudaProbeTest {
  private static final Path HOME = Path.of("/checkout");
  private static final String SHIM =
      HOME.resolve("native/cublas12-on-13/target/libcublas.so.12").toString();
  private static final Set<String> ALL = Set.of("libcuda.so.1", "libcublas.so.12", "libcudnn.so.9");

  /** A system that has these libraries and files. */
  private record Libraries(Set<String> present) implements SharedLibraries {
    @Override
    public boolean load(String name) {
      return present.contains(name);
    }

    @Override
    public boolean load(Path file) {
      return present.contains(file.toString());
    }
  }

  private static CudaInstallation look(Set<String> libraries, CudaBindings bindings) {
    return new CudaProbe(
            Optional.of(Platform.LINUX), new Libraries(libraries), bindings, Optional.of(HOME))
        .look();
  }

  private static void assertMissing(String what, String remedy, CudaInstallation found) {
    assertEquals(1, found.missing().size(), found.toString());
    Missing missing = found.missing().getFirst();
    assertTrue(missing.what().contains(what), missing.what());
    assertTrue(missing.remedy().contains(remedy), missing.remedy());
    assertEquals(
        Optional.of("cuda: " + missing.what() + "; do: " + missing.remedy()), found.refusal());
  }

  @Test
  void allIsThere() {
    CudaInstallation found = look(ALL, FakeBindings.good());
    assertEquals(Optional.empty(), found.refusal());
    Map<String, String> versions = found.versions();
    assertEquals("Fake 1.0", versions.get("binding"));
    assertEquals("13.0", versions.get("cuda"));
    assertEquals("12.6.4", versions.get("cublas"));
    assertEquals("9.5.1", versions.get("cudnn"));
    assertEquals("Fake 9000", found.devices().getFirst().name());
  }

  @Test
  void systemsWithoutCuda() {
    for (String[] system : new String[][] {{"Mac OS X", "aarch64"}, {"Linux", "aarch64"}}) {
      assertEquals(Optional.empty(), Platform.of(system[0], system[1]));
    }
    assertEquals(Optional.of(Platform.LINUX), Platform.of("Linux", "amd64"));
    assertEquals(Optional.of(Platform.WINDOWS), Platform.of("Windows 11", "amd64"));
    assertMissing(
        "no CUDA for this system",
        "another backend",
        new CudaProbe(Optional.empty(), new Libraries(ALL), FakeBindings.good(), Optional.empty())
            .look());
    assertMissing(
        "native half of Fake 1.0", "./mvnw", look(ALL, FakeBindings.good().withoutNatives()));
  }

  @Test
  void driverAndDevice() {
    assertMissing(
        "the driver is missing (libcuda.so.1 cannot be loaded)",
        "apt-get install nvidia-driver",
        look(Set.of("libcublas.so.12", "libcudnn.so.9"), FakeBindings.good()));
    assertMissing(
        "too old: CUDA 12.0 or newer wanted, it runs 11.4",
        "driver 525 or newer",
        look(ALL, FakeBindings.good().withCuda(11_040)));
    assertMissing(
        "no device", "nvidia-smi", look(ALL, FakeBindings.good().withStart(CudaDriver.NO_DEVICE)));
    assertMissing("no device", "nvidia-smi", look(ALL, FakeBindings.good().withoutDevices()));
    assertMissing(
        "stub",
        "LD_LIBRARY_PATH",
        look(ALL, FakeBindings.good().withStart(CudaDriver.STUB_LIBRARY)));
    assertMissing(
        "does not start: CUDA_ERROR_NUMBER_803 (803)",
        "restart the machine",
        look(ALL, FakeBindings.good().withStart(803)));
  }

  @Test
  void libraries() {
    assertMissing(
        "cuBLAS 12 is missing (libcublas.so.12 cannot be loaded)",
        "apt-get install libcublas-12-6",
        look(Set.of("libcuda.so.1", "libcudnn.so.9"), FakeBindings.good()));
    assertMissing(
        "cuDNN 9 is missing",
        "apt-get install cudnn9-cuda-12",
        look(Set.of("libcuda.so.1", "libcublas.so.12"), FakeBindings.good()));
    assertMissing(
        "cuDNN is too old: 9.0 or newer wanted, got 8.9.7",
        "cudnn9-cuda-12",
        look(ALL, FakeBindings.good().withCudnn(8907)));
  }

  @Test
  void aNewerBlasWantsTheForwardingLibrary() {
    Set<String> newer = Set.of("libcuda.so.1", "libcublas.so.13", "libcudnn.so.9");
    assertMissing(
        "there is cuBLAS 13", "native/cublas12-on-13/build", look(newer, FakeBindings.good()));
    Set<String> both = Set.of("libcuda.so.1", "libcublas.so.13", "libcudnn.so.9", SHIM);
    assertEquals(Optional.empty(), look(both, FakeBindings.good()).refusal());
    assertMissing(
        "cuBLAS 12 is missing (libcublas.so.12",
        "libcublas-12-6",
        look(Set.of("libcuda.so.1", "libcudnn.so.9", SHIM), FakeBindings.good()));
  }

  @Test
  void theFirstOfSeveralIsSaidAndWhereTheRestIs() {
    CudaInstallation found = look(Set.of(), FakeBindings.good());
    assertEquals(3, found.missing().size());
    String refusal = found.refusal().orElseThrow();
    assertTrue(refusal.startsWith("cuda: the driver is missing"), refusal);
    assertTrue(refusal.endsWith("; more is missing, see: tucana doctor"), refusal);
    assertEquals(1, refusal.lines().count());
  }

  /** Bindings that fail as JCuda does: with a page of text, and then without any. */
  private record Failing() implements CudaBindings {
    @Override
    public String version() {
      return "Fake 1.0";
    }

    @Override
    public boolean hasNatives() {
      return true;
    }

    @Override
    public CudaDriver driver() {
      throw new UnsatisfiedLinkError(
          """
          Error while loading native library "JCudaDriver-12.6.0-linux-x86_64"
          Stack trace from the attempt to load the library as a file:
          java.lang.UnsatisfiedLinkError: no JCudaDriver-12.6.0-linux-x86_64 in java.library.path
          Stack trace from the attempt to load the library as a resource:
          java.lang.UnsatisfiedLinkError: /tmp/libJCudaDriver.so: undefined symbol: cuLibraryLoad
          """);
    }

    @Override
    public Blas blas() {
      throw new NoClassDefFoundError("Could not initialize class jcuda.jcublas.JCublas2");
    }

    @Override
    public Dnn dnn() {
      throw new BackendException("cuda: the file cannot be written");
    }
  }

  @Test
  void bindingsThatDoNotLoadAreReportedInOneLineEach() {
    assertEquals(
        List.of(
            "the driver does not fit Fake 1.0: /tmp/libJCudaDriver.so: undefined symbol:"
                + " cuLibraryLoad",
            "cuBLAS does not fit Fake 1.0: Could not initialize class jcuda.jcublas.JCublas2",
            "cuDNN does not fit Fake 1.0: cuda: the file cannot be written"),
        look(ALL, new Failing()).missing().stream().map(Missing::what).toList());
  }

  @Test
  void versionsAreOrderedAndReadAsTheLibrariesWriteThem() {
    assertEquals(new CudaVersion(12, 6, 0), CudaVersion.ofDriver(12_060));
    assertEquals(new CudaVersion(9, 13, 1), CudaVersion.ofDnn(91_301));
    assertTrue(CudaVersion.ofDnn(8907).compareTo(CudaVersion.ofDnn(90_000)) < 0);
    assertTrue(new CudaVersion(12, 10, 0).compareTo(new CudaVersion(12, 9, 9)) > 0);
    assertTrue(new CudaVersion(1, 2, 3).compareTo(new CudaVersion(1, 2, 2)) > 0);
  }
}
