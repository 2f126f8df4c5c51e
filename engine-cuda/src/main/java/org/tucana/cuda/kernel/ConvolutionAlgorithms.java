package org.tucana.cuda.kernel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;
import org.tucana.cuda.binding.ConvolutionAlgorithm;
import org.tucana.cuda.binding.DeviceBlock;
import org.tucana.cuda.binding.DnnHandle;
import org.tucana.cuda.kernel.ConvolutionCall.Choice;
import org.tucana.cuda.kernel.ConvolutionCall.Form;

/**
 * How cuDNN computes each convolution: by the first of {@link ConvolutionRule}'s algorithms that it
 * has, or by a faster one that {@link ConvolutionTuning} found to give the same bits. What was
 * decided is remembered, for asking cuDNN takes longer than many a convolution.
 */
public final class ConvolutionAlgorithms {
  /** Some networks' worth; what is forgotten is decided anew, with the same bits. */
  private static final int MOST_REMEMBERED = 4096;

  private static final long MOST_WORK_BYTES = 512L << 20;

  private final DnnHandle dnn;
  private final Map<Form, Optional<Choice>> decided = new HashMap<>();
  private final Set<Form> tuned = new HashSet<>();

  public ConvolutionAlgorithms(DnnHandle dnn) {
    this.dnn = dnn;
  }

  /**
   * Queues a convolution.
   *
   * @param memory gives memory of some bytes for it to work in
   * @return how it is computed; empty where no deterministic algorithm does it
   */
  Optional<Choice> run(ConvolutionCall call, LongFunction<DeviceBlock> memory) {
    Form form = call.form();
    Optional<Choice> known = remembered(form);
    if (known.isPresent()) {
      if (attempt(call, known.get(), memory)) {
        return known;
      }
    } else if (isImpossible(form)) {
      return known;
    }
    Optional<Choice> ran = runByRule(call, memory);
    remember(form, ran);
    return ran;
  }

  /** A finish in the same pass saves one over the results, so it is tried first. */
  private Optional<Choice> runByRule(ConvolutionCall call, LongFunction<DeviceBlock> memory) {
    for (ConvolutionAlgorithm algorithm : ConvolutionRule.order(call.form())) {
      for (boolean finishes : call.finish().isPresent() ? List.of(true, false) : List.of(false)) {
        Optional<Choice> choice = choice(call, algorithm, finishes);
        if (choice.isPresent() && attempt(call, choice.get(), memory)) {
          return choice;
        }
      }
    }
    return Optional.empty();
  }

  /** Empty where the algorithm does not do the call, or only in too much memory. */
  Optional<Choice> choice(ConvolutionCall call, ConvolutionAlgorithm algorithm, boolean finishes) {
    OptionalLong bytes = dnn.workBytes(algorithm, call.problem());
    return bytes.isPresent() && bytes.getAsLong() <= MOST_WORK_BYTES
        ? Optional.of(new Choice(algorithm, finishes, bytes.getAsLong()))
        : Optional.empty();
  }

  private boolean attempt(ConvolutionCall call, Choice choice, LongFunction<DeviceBlock> memory) {
    return call.run(dnn, choice, memory.apply(choice.workBytes()));
  }

  private synchronized Optional<Choice> remembered(Form form) {
    return decided.getOrDefault(form, Optional.empty());
  }

  private synchronized boolean isImpossible(Form form) {
    return decided.containsKey(form);
  }

  private synchronized void remember(Form form, Optional<Choice> choice) {
    if (decided.size() >= MOST_REMEMBERED) {
      decided.clear();
      tuned.clear();
    }
    decided.put(form, choice);
  }

  /** Whether the clock has spoken on calls of a form. */
  synchronized boolean isTuned(Form form) {
    return tuned.contains(form);
  }

  /** Calls of a form are computed as the rule says, and not timed again. */
  synchronized void leaveToRule(Form form) {
    tuned.add(form);
  }

  /** Calls of a form are computed so from now on; empty where no algorithm does them. */
  synchronized void tuned(Form form, Optional<Choice> choice) {
    remember(form, choice);
    tuned.add(form);
  }
}
