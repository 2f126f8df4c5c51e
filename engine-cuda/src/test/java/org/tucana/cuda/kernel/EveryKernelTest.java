package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.type.DType;
import org.tucana.cuda.launch.KernelNames;

/**
 * Launches every kernel of our own on a device, through its family where it has one, and checks
 * what it computes: whatever memory or thread a kernel misuses, a tool that watches this test sees.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryKernelTest {
  private AgainstReference<Kernels> both;

  @BeforeAll
  void open() {
    both = new AgainstReference<>(kernels -> kernels, EveryKernelTest::kernels);
  }

  @AfterAll
  void close() {
    if (both != null) {
      both.close();
    }
  }

  /** The families whose kernels are our own. */
  private static Kernels kernels(Device device) {
    return new Kernels(
        new CudaPointwise(device),
        new CudaReduction(device),
        null,
        null,
        new CudaNormalization(device),
        new CudaPooling(device),
        new CudaIndexing(device),
        new CudaResize(device),
        new CudaLoss(device),
        new CudaRegion(device),
        new CudaOptimizer(device));
  }

  @TestFactory
  List<DynamicTest> everyKernel() {
    List<DynamicTest> tests = new ArrayList<>();
    for (DType type : DType.values()) {
      tests.add(dynamicTest("moves of " + type, () -> new MoveLaunches(both, type).run()));
    }
    for (DType type : ElementTypes.NUMBERS.types()) {
      tests.add(dynamicTest("numbers " + type, () -> new NumberLaunches(both, type).run()));
    }
    for (DType type : ElementTypes.FLOATING.types()) {
      tests.add(dynamicTest("functions of " + type, () -> new FloatLaunches(both, type).run()));
      tests.add(dynamicTest("training in " + type, () -> new TrainingLaunches(both, type).run()));
      tests.add(dynamicTest("random " + type, () -> new RandomLaunches(both.device(), type).run()));
    }
    tests.add(dynamicTest("detector", () -> new DetectorLaunches(both.device()).run()));
    tests.add(dynamicTest("chains", () -> new ChainLaunches(both.device()).run()));
    tests.add(dynamicTest("none is left out", this::noneIsLeftOut));
    return tests;
  }

  private void noneIsLeftOut() {
    SortedSet<String> left = KernelNames.all();
    left.removeAll(both.device().launched());
    assertEquals(Set.of(), left);
  }
}
