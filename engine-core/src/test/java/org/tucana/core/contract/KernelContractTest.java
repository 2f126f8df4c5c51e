package org.tucana.core.contract;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.tucana.core.Backend;
import org.tucana.core.reference.ReferenceBackend;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.HostTensor;

/**
 * Every case on every backend, in every placement its kernel takes, against the reference backend
 * on whole row-major operands.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelContractTest {
  private final Backend reference = new ReferenceBackend();
  private final Map<String, List<KernelCase>> cases = AllCases.byFamily();
  private final IdentityHashMap<KernelCase, List<HostTensor>> expectations =
      new IdentityHashMap<>();
  private final Map<String, Backend> backends = new LinkedHashMap<>();
  private final List<Backend> fewOrManyThreads = new ArrayList<>();

  KernelContractTest() {
    TestBackends.names().forEach(name -> backends.put(name, TestBackends.open(name)));
  }

  @AfterAll
  void close() {
    backends.values().forEach(Backend::close);
    fewOrManyThreads.forEach(Backend::close);
  }

  @TestFactory
  Stream<DynamicNode> againstReference() {
    return backends.entrySet().stream()
        .map(backend ->
            dynamicContainer(
                backend.getKey(),
                families(kernel -> checkAgainstReference(kernel, backend.getValue()))));
  }

  @TestFactory
  Stream<DynamicNode> sameBytesForAnyNumberOfThreads() {
    return TestBackends.compared()
        .map(name -> dynamicContainer(name, threads(name)));
  }

  private Stream<DynamicNode> threads(String name) {
    Backend one = TestBackends.open(name, 1);
    Backend three = TestBackends.open(name, 3);
    fewOrManyThreads.addAll(List.of(one, three));
    return families(kernel -> checkSameBytes(kernel, one, three));
  }

  private interface Check {
    void check(KernelCase kernel);
  }

  private Stream<DynamicNode> families(Check check) {
    List<DynamicNode> families = new ArrayList<>();
    cases.forEach((family, kernels) ->
        families.add(
            dynamicContainer(
                family, kernels.stream().map(c -> dynamicTest(c.name(), () -> check.check(c))))));
    return families.stream();
  }

  private void checkAgainstReference(KernelCase kernel, Backend backend) {
    List<HostTensor> expected =
        expectations.computeIfAbsent(kernel, k -> KernelRun.outputs(k, reference, Placement.WHOLE));
    for (Placement placement : Placement.values()) {
      if (kernel.strides() == KernelCase.Strides.ROW_MAJOR && !placement.isRowMajor()) {
        continue;
      }
      List<HostTensor> actual = KernelRun.outputs(kernel, backend, placement);
      for (int i = 0; i < expected.size(); i++) {
        kernel
            .tolerance()
            .check(
                kernel + " on " + backend.name() + ", " + placement + ", output " + i,
                expected.get(i),
                actual.get(i));
      }
    }
  }

  private static void checkSameBytes(KernelCase kernel, Backend one, Backend other) {
    List<HostTensor> expected = KernelRun.outputs(kernel, one, Placement.WHOLE);
    List<HostTensor> actual = KernelRun.outputs(kernel, other, Placement.WHOLE);
    for (int i = 0; i < expected.size(); i++) {
      Assertions.assertTrue(
          KernelRun.sameBits(expected.get(i), actual.get(i)),
          kernel + ": output " + i + " depends on the number of threads");
    }
  }
}
