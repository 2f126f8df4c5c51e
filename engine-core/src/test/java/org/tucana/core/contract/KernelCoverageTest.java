package org.tucana.core.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.reference.ReferenceBackend;
import org.tucana.core.testing.InterceptedKernels;

/** Counts kernels by reflection: each must be called by a case, and each family must have cases. */
class KernelCoverageTest {
  @Test
  void everyKernelHasACase() {
    Set<String> called = new TreeSet<>();
    try (Backend backend = new ReferenceBackend()) {
      Kernels recording =
          InterceptedKernels.of(
              backend.kernels(),
              (kernel, arguments) -> {
                called.add(name(kernel));
                return arguments;
              });
      for (List<KernelCase> cases : AllCases.byFamily().values()) {
        // A case calls one kernel, so the first of each name is enough.
        Set<String> seen = new TreeSet<>();
        for (KernelCase kernel : cases) {
          if (seen.add(kernel.name().split(" of ", 2)[0])) {
            KernelRun.outputs(kernel, recording, backend.memory(), Placement.WHOLE);
          }
        }
      }
    }
    assertEquals(kernels(), called);
  }

  @Test
  void everyFamilyIsListed() {
    Set<String> families =
        Arrays.stream(Kernels.class.getRecordComponents())
            .map(c -> c.getType().getSimpleName())
            .collect(Collectors.toSet());
    assertEquals(families, AllCases.byFamily().keySet());
  }

  private static Set<String> kernels() {
    Set<String> all = new TreeSet<>();
    for (RecordComponent family : Kernels.class.getRecordComponents()) {
      for (Method kernel : family.getType().getMethods()) {
        all.add(name(kernel));
      }
    }
    return all;
  }

  private static String name(Method kernel) {
    return kernel.getDeclaringClass().getSimpleName() + "." + kernel.getName();
  }
}
