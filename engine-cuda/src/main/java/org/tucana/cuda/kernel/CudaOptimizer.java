package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Arguments.address;
import static org.tucana.cuda.kernel.Arguments.flag;
import static org.tucana.cuda.kernel.Arguments.number;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Optimizer;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.binding.KernelArgument.Address;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.Launcher;

/** Steps of optimisers, all parameters of a call in one launch. */
final class CudaOptimizer implements Optimizer {
  /** Elements that a block updates at a time; PIECE in optimizer.cu. */
  private static final int PIECE = 4096;

  /** Numbers of 8 bytes that a parameter takes in the table; Parameter in optimizer.cu. */
  private static final int ROW = 5;

  private final Device device;

  CudaOptimizer(Device device) {
    this.device = device;
  }

  @Override
  public void sgd(Sgd step, List<SgdTensors> parameters) {
    launch(
        "sgd",
        parameters.stream().map(p -> List.of(p.value(), p.gradient(), p.buffer())).toList(),
        number(step.rate()),
        number(step.momentum()),
        number(step.weightDecay()),
        flag(step.nesterov()),
        flag(step.first()));
  }

  @Override
  public void adam(Adam step, List<AdamTensors> parameters) {
    launch(
        "adam",
        parameters.stream()
            .map(p -> List.of(p.value(), p.gradient(), p.moment1(), p.moment2()))
            .toList(),
        number(step.rate()),
        number(step.beta1()),
        number(step.beta2()),
        number(step.epsilon()),
        number(step.weightDecay()),
        flag(step.decoupled()),
        number(step.correction1()),
        number(step.correction2()));
  }

  /**
   * One launch for all parameters.
   *
   * @param parameters value, gradient, state and perhaps a second state of each
   * @param settings the kernel's arguments after the table
   */
  private void launch(
      String operation, List<List<Operand>> parameters, KernelArgument... settings) {
    int count = parameters.size();
    long[] table = new long[(ROW + 1) * count + 1];
    long pieces = 0;
    for (int i = 0; i < count; i++) {
      List<Operand> tensors = parameters.get(i);
      for (int t = 0; t < tensors.size(); t++) {
        KernelChecks.sameType(operation, parameters.getFirst().getFirst(), tensors.get(t));
        table[ROW * i + t] = address(tensors.get(t)).value();
      }
      int elements = tensors.getFirst().elements();
      table[ROW * i + ROW - 1] = elements;
      pieces += Math.ceilDiv(elements, PIECE);
      table[ROW * count + i + 1] = pieces;
    }
    if (pieces == 0) {
      return;
    }
    try (Scratch scratch = device.scratch(operation)) {
      Operand uploaded = scratch.operand(DType.INT64, table.length);
      device.memory().upload(HostTensor.of(uploaded.shape(), table), uploaded);
      Address rows = address(uploaded);
      List<KernelArgument> arguments = new ArrayList<>();
      arguments.add(number(count));
      arguments.add(rows);
      arguments.add(new Address(rows.value() + (long) Long.BYTES * ROW * count));
      arguments.addAll(List.of(settings));
      device
          .launcher()
          .blocks(
              KernelFile.OPTIMIZER,
              ElementTypes.FLOATING.kernel(operation, parameters.getFirst().getFirst()),
              pieces,
              Launcher.THREADS,
              arguments.toArray(KernelArgument[]::new));
    }
  }
}
