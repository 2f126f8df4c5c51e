package org.tucana.cuda.launch;

import java.util.List;
import java.util.OptionalInt;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.binding.LaunchShape;

/**
 * What a kernel takes.
 *
 * @param name its entry point
 * @param parameters in order
 * @param threads the number of threads a block must have, where the kernel says so
 * @param mostThreads the most that a block may have, where the kernel says so
 */
record KernelSignature(
    String name, List<KernelParameter> parameters, OptionalInt threads, OptionalInt mostThreads) {
  KernelSignature {
    parameters = List.copyOf(parameters);
  }

  /**
   * Refuses a launch that does not fit; the device would read other bytes than were meant.
   *
   * @throws BackendException naming the first thing that does not fit
   */
  void check(LaunchShape shape, List<KernelArgument> arguments) {
    if (arguments.size() != parameters.size()) {
      throw refusal(parameters.size() + " arguments wanted, got " + arguments.size());
    }
    for (int i = 0; i < arguments.size(); i++) {
      if (!parameters.get(i).takes(arguments.get(i))) {
        throw refusal(
            "argument " + i + " is a " + parameters.get(i) + ", got " + describe(arguments.get(i)));
      }
    }
    if (threads.isPresent() && shape.threads() != threads.getAsInt()) {
      throw refusal("blocks of " + threads.getAsInt() + " threads wanted, got " + shape.threads());
    }
    if (mostThreads.isPresent() && shape.threads() > mostThreads.getAsInt()) {
      throw refusal(
          "blocks of at most "
              + mostThreads.getAsInt()
              + " threads wanted, got "
              + shape.threads());
    }
  }

  private static String describe(KernelArgument argument) {
    return argument instanceof KernelArgument.Struct(byte[] value)
        ? "a struct of " + value.length + " bytes"
        : argument.toString();
  }

  private BackendException refusal(String what) {
    return new BackendException("kernel " + name + ": " + what + "; mend its launch");
  }
}
