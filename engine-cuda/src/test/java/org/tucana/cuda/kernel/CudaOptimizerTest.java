package org.tucana.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tucana.cuda.kernel.Values.type;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Optimizer;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

class CudaOptimizerTest {
  private static final Optimizer.Sgd SGD = new Optimizer.Sgd(0.25, 0.5, 0.5, false, false);

  private AgainstReference<Optimizer> both;

  @BeforeEach
  void open() {
    both = new AgainstReference<>(Kernels::optimizer, CudaOptimizer::new);
  }

  @AfterEach
  void close() {
    if (both != null) {
      both.close();
    }
  }

  private Operand number(float value) {
    return both.device().upload(HostTensor.of(Shape.of(1), value));
  }

  private double read(Operand number) {
    return both.device().download(number).get(0);
  }

  /** g = 3 + 0.5 * 2 = 4; the buffer becomes 0.5 * 4 + 4, the value 2 - 0.25 * 6. */
  @Test
  void parametersAreOverwrittenEachOnItsOwn() {
    List<Optimizer.SgdTensors> parameters = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      parameters.add(new Optimizer.SgdTensors(number(2 + i), number(3 - 0.5f * i), number(4)));
    }
    both.family().sgd(SGD, parameters);
    for (int i = 0; i < 300; i++) {
      assertEquals(6, read(parameters.get(i).buffer()), "buffer " + i);
      assertEquals(0.5 + i, read(parameters.get(i).value()), "value " + i);
    }
  }

  @Test
  void theFirstStepReadsNoBuffer() {
    Operand value = number(2);
    Operand buffer = number(Float.NaN);
    both.family()
        .sgd(
            new Optimizer.Sgd(0.25, 0.5, 0.5, false, true),
            List.of(new Optimizer.SgdTensors(value, number(3), buffer)));
    assertEquals(4, read(buffer));
    assertEquals(1, read(value));
  }

  @Test
  void noParametersAndEmptyOnesAreNoWork() {
    Operand empty = both.device().empty(type(DType.FLOAT32, 0));
    both.family().sgd(SGD, List.of());
    both.family().sgd(SGD, List.of(new Optimizer.SgdTensors(empty, empty, empty)));
    assertEquals(List.of(), List.copyOf(both.device().launched()));
  }

  @Test
  void parametersOfSeveralTypesAreRefused() {
    Operand doubles = both.device().upload(HostTensor.of(Shape.of(1), 1.0));
    Operand whole = both.device().upload(HostTensor.of(Shape.of(1), 1));
    refused(
        "sgd: operands of one type wanted, got FLOAT32 and FLOAT64; cast one of them first",
        new Optimizer.SgdTensors(number(1), number(1), number(1)),
        new Optimizer.SgdTensors(doubles, doubles, doubles));
    refused(
        "cuda sgd: FLOAT32 or FLOAT64 wanted, but test holds INT32; cast the tensor first",
        new Optimizer.SgdTensors(whole, whole, whole));
  }

  private void refused(String message, Optimizer.SgdTensors... parameters) {
    assertEquals(
        message,
        assertThrows(BackendException.class, () -> both.family().sgd(SGD, List.of(parameters)))
            .getMessage());
  }
}
