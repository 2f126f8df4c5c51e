package org.tucana.cuda.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.cuda.binding.jcuda.JCudaBindings;

/** The kernels become machine code, and their declarations are read as they are. */
class KernelResourcesTest {
  private static final String TARGET = "sm_90";

  @BeforeAll
  static void compilerIsThere() {
    assumeTrue(new JCudaBindings().hasNatives(), "the binding has no natives for this system");
  }

  /** PTX files of the product, and the test's own so that there is one. */
  static Stream<Path> kernels() throws IOException, URISyntaxException {
    URL product = KernelResourcesTest.class.getResource("/org/tucana/cuda/kernels");
    Stream<Path> mine = Stream.of(resource("fill.ptx"));
    return product == null ? mine : Stream.concat(mine, ptxFiles(Path.of(product.toURI())));
  }

  private static Stream<Path> ptxFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".ptx")).sorted().toList().stream();
    }
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(
        KernelResourcesTest.class.getResource("/org/tucana/cuda/testing/" + name).toURI());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void kernelsBecomeMachineCode(Path file) throws IOException {
    String ptx = Files.readString(file);
    byte[] program = PtxCompiler.compile(ptx, TARGET);
    assertEquals("\u007fELF", new String(program, 0, 4, StandardCharsets.ISO_8859_1));
    Map<String, KernelSignature> signatures = KernelSignatures.parse(ptx);
    assertFalse(signatures.isEmpty(), "no entry in " + file);
    String symbols = new String(program, StandardCharsets.ISO_8859_1);
    for (KernelSignature signature : signatures.values()) {
      assertTrue(symbols.contains(".text." + signature.name() + "\0"), signature.name());
    }
  }

  @Test
  void declarationsAreAsInTheText() throws IOException, URISyntaxException {
    assertEquals(
        List.of(
            new KernelParameter("u64", 8),
            new KernelParameter("u32", 4),
            new KernelParameter("f32", 4)),
        KernelSignatures.parse(Files.readString(resource("fill.ptx"))).get("fill").parameters());
  }

  @Test
  void brokenTextIsRefusedWithItsLine() throws IOException, URISyntaxException {
    String broken =
        Files.readString(resource("fill.ptx")).replace("st.global.f32", "st.global.f33");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PtxCompiler.compile(broken, TARGET));
    assertTrue(e.getMessage().contains("line 29"), e.getMessage());
  }
}
