package org.tucana.core.testing;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Memory;
import org.tucana.core.cpu.CpuBackend;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Matmul;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Optimizer;
import org.tucana.core.kernel.Pointwise;
import org.tucana.core.kernel.Reduction;
import org.tucana.core.reference.ReferenceBackend;
import org.tucana.core.type.BackendException;

/**
 * A pretended device, so that the rules of devices are tested without one. It computes as the
 * reference (or the cpu) backend does, but the host cannot reach its storages without a download,
 * its memory is poisoned when it is allocated and when it is released, and kernels that ask for
 * row-major operands refuse others.
 */
public final class StrictReference implements Backend {
  private static final Set<Class<?>> TAKE_ANY_STRIDES =
      Set.of(Pointwise.class, Reduction.class, Matmul.class);

  private final StrictMemory memory = new StrictMemory();
  private final String name;
  private final Backend host;
  private final Kernels kernels;

  public StrictReference() {
    this("strict", new ReferenceBackend());
  }

  private StrictReference(String name, Backend host) {
    this.name = name;
    this.host = host;
    kernels = InterceptedKernels.of(host.kernels(), StrictReference::onDevice);
  }

  /** The same device with the kernels of the cpu backend, for whole networks in less time. */
  static StrictReference withCpuKernels(BackendOptions options) {
    return new StrictReference("strict-cpu", new CpuBackend(options));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Memory memory() {
    return memory;
  }

  @Override
  public void close() {
    host.close();
  }

  /** Arguments whose operands lie where the reference kernels can reach them. */
  private static Object[] onDevice(Method kernel, Object[] arguments) {
    Object[] reached = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      reached[i] = reach(kernel, arguments[i]);
    }
    return reached;
  }

  private static Object reach(Method kernel, Object argument) {
    return switch (argument) {
      case Operand operand -> operand(kernel, operand);
      case Optional<?> optional -> optional.map(o -> reach(kernel, o));
      case List<?> list -> list.stream().map(o -> reach(kernel, o)).toList();
      case Epilogue epilogue ->
          new Epilogue(
              epilogue.bias().map(o -> operand(kernel, o)),
              epilogue.residual().map(o -> operand(kernel, o)),
              epilogue.relu());
      case Optimizer.SgdTensors(Operand value, Operand gradient, Operand buffer) ->
          new Optimizer.SgdTensors(
              operand(kernel, value), operand(kernel, gradient), operand(kernel, buffer));
      case Optimizer.AdamTensors(
              Operand value,
              Operand gradient,
              Operand moment1,
              Operand moment2) ->
          new Optimizer.AdamTensors(
              operand(kernel, value),
              operand(kernel, gradient),
              operand(kernel, moment1),
              operand(kernel, moment2));
      case null -> null;
      default -> argument;
    };
  }

  private static Operand operand(Method kernel, Operand operand) {
    if (!TAKE_ANY_STRIDES.contains(kernel.getDeclaringClass()) && !operand.isRowMajor()) {
      throw new BackendException(
          kernel.getDeclaringClass().getSimpleName()
              + "."
              + kernel.getName()
              + ": a row-major operand wanted, got "
              + operand);
    }
    return operand.on(StrictMemory.hostOf(operand.storage()));
  }
}
