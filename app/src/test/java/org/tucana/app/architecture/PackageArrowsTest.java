package org.tucana.app.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.constant.ClassDesc;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Arrows between packages point one way only. */
class PackageArrowsTest {
  private static final String TYPE = "org.tucana.core.type";
  private static final String KERNEL = "org.tucana.core.kernel";
  private static final String CORE = "org.tucana.core";
  private static final String OP = "org.tucana.core.op";
  private static final String IO = "org.tucana.core.io";
  private static final String REFERENCE = "org.tucana.core.reference";
  private static final String PLAN = "org.tucana.core.plan";
  private static final String CPU = "org.tucana.core.cpu";
  private static final String CPU_THREADS = "org.tucana.core.cpu.threads";
  private static final String CPU_BLOCKED = "org.tucana.core.cpu.blocked";
  private static final Set<String> ENGINE = Set.of(TYPE, KERNEL, CORE, OP, IO, REFERENCE, CPU);

  private static final String JCUDA = "jcuda";
  private static final String CUDA = "org.tucana.cuda";
  private static final String CUDA_BINDING = "org.tucana.cuda.binding";
  private static final String CUDA_BY_JCUDA = "org.tucana.cuda.binding.jcuda";
  private static final String CUDA_SYSTEM = "org.tucana.cuda.system";
  private static final String CUDA_MEMORY = "org.tucana.cuda.memory";
  private static final String CUDA_LAUNCH = "org.tucana.cuda.launch";
  private static final String CUDA_KERNEL = "org.tucana.cuda.kernel";
  private static final String CUDA_PLAN = "org.tucana.cuda.plan";

  private static final String NN = "org.tucana.nn";
  private static final String DECOMPOSITION = "org.tucana.decomposition";
  private static final String ALGEBRA = "org.tucana.decomposition.algebra";
  private static final String DETECTION = "org.tucana.detection";
  private static final String ASTRO = "org.tucana.astro";
  private static final String ASTRO_IO = "org.tucana.astro.io";
  private static final String FUZZ = "org.tucana.app.fuzz";
  private static final String CRASH = "org.tucana.app.crash";
  private static final String BATCH = "org.tucana.app.batch";
  private static final String APP = "org.tucana.app";

  private static final PackageArrows ARROWS = new PackageArrows(table());

  private static Map<String, Set<String>> table() {
    Map<String, Set<String>> allowed = new HashMap<>();
    allowed.put(TYPE, Set.of());
    allowed.put(KERNEL, Set.of(TYPE));
    allowed.put(CORE, Set.of(TYPE, KERNEL));
    allowed.put(OP, Set.of(TYPE, KERNEL, CORE));
    allowed.put(IO, Set.of(TYPE, CORE));
    allowed.put(REFERENCE, Set.of(TYPE, KERNEL, CORE, OP));
    allowed.put(PLAN, Set.of(TYPE, KERNEL, CORE, OP));
    allowed.put(CPU_THREADS, Set.of());
    allowed.put(CPU_BLOCKED, Set.of(TYPE, KERNEL, CPU_THREADS));
    allowed.put(CPU, Set.of(TYPE, KERNEL, CORE, OP, PLAN, CPU_THREADS, CPU_BLOCKED));
    allowed.put(JCUDA, Set.of());
    allowed.put(CUDA_BINDING, Set.of(TYPE, KERNEL, CORE));
    allowed.put(CUDA_BY_JCUDA, Set.of(TYPE, KERNEL, CORE, CUDA_BINDING, JCUDA));
    allowed.put(CUDA_SYSTEM, Set.of(TYPE, CORE, CUDA_BINDING, CUDA_BY_JCUDA));
    allowed.put(CUDA_MEMORY, Set.of(TYPE, KERNEL, CORE, CUDA_BINDING));
    allowed.put(CUDA_LAUNCH, Set.of(TYPE, KERNEL, CUDA_BINDING));
    Set<String> cudaKernel = Set.of(TYPE, KERNEL, CUDA_BINDING, CUDA_MEMORY, CUDA_LAUNCH);
    allowed.put(CUDA_KERNEL, cudaKernel);
    allowed.put(CUDA_PLAN, and(cudaKernel, CORE, OP, PLAN, CUDA_KERNEL));
    allowed.put(CUDA, and(cudaKernel, CORE, CUDA_BY_JCUDA, CUDA_SYSTEM, CUDA_KERNEL, CUDA_PLAN));
    allowed.put(NN, ENGINE);
    allowed.put(ALGEBRA, ENGINE);
    allowed.put(DECOMPOSITION, and(ENGINE, NN, ALGEBRA));
    allowed.put(DETECTION, and(ENGINE, NN));
    allowed.put(ASTRO_IO, and(ENGINE, NN, ASTRO));
    allowed.put(ASTRO, and(ENGINE, NN, DETECTION, ASTRO_IO));
    allowed.put(FUZZ, and(ENGINE, NN, DECOMPOSITION, DETECTION, ASTRO, ASTRO_IO));
    allowed.put(BATCH, Set.of(TYPE, IO, ASTRO_IO));
    allowed.put(CRASH, and(ENGINE, NN, DETECTION, ASTRO, ASTRO_IO, BATCH));
    allowed.put(
        APP,
        and(ENGINE, NN, DECOMPOSITION, ALGEBRA, DETECTION, ASTRO, ASTRO_IO, FUZZ, BATCH, CRASH));
    return allowed;
  }

  private static Set<String> and(Set<String> groups, String... more) {
    Set<String> all = new HashSet<>(groups);
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void productKeepsTheArrows() {
    List<String> violations = ARROWS.violations(CompiledClasses.ofProduct());
    assertEquals("", String.join("\n", violations));
  }

  @Test
  void anArrowTheWrongWayIsFound() {
    ClassModel planted = classWithField("org.tucana.core.type.Planted", "org.tucana.nn.Layer");
    assertEquals(
        List.of(
            "org.tucana.core.type.Planted uses org.tucana.nn.Layer:"
                + " org.tucana.core.type may not use org.tucana.nn"),
        ARROWS.violations(List.of(planted)));
  }

  @Test
  void aPackageWithoutALineInheritsFromTheOneAround() {
    assertEquals(
        List.of(),
        ARROWS.violations(
            List.of(classWithField("org.tucana.core.cpu.gemm.Tile", "org.tucana.core.op.Matmul"))));
    assertEquals(
        1,
        ARROWS
            .violations(
                List.of(
                    classWithField(
                        "org.tucana.core.cpu.gemm.Tile", "org.tucana.core.reference.Loops")))
            .size());
  }

  @Test
  void aVendorIsFound() {
    ClassModel planted = classWithField("org.tucana.nn.Planted", "jcuda.Pointer");
    assertEquals(
        List.of("org.tucana.nn.Planted uses jcuda.Pointer: org.tucana.nn may not use jcuda"),
        ARROWS.violations(List.of(planted)));
  }

  @Test
  void aPackageOutsideTheTableIsFound() {
    ClassModel planted = classWithField("org.tucana.elsewhere.Planted", "java.lang.String");
    assertEquals(
        List.of("org.tucana.elsewhere.Planted is in no group of the table"),
        ARROWS.violations(List.of(planted)));
  }

  @Test
  void anArrowToAnUnknownGroupIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PackageArrows(Map.of("a", Set.of("b"))));
  }

  private static ClassModel classWithField(String name, String fieldType) {
    return ClassFile.of()
        .parse(
            ClassFile.of()
                .build(
                    ClassDesc.of(name),
                    builder -> builder.withField("planted", ClassDesc.of(fieldType), 0)));
  }
}
