package org.tucana.core;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tucana.core.kernel.Storage;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.StaleException;
import org.tucana.core.type.TensorType;

/**
 * Records operators whose inputs depend on variables (the parameters it was opened for and watched
 * tensors) and differentiates them backwards. It keeps exactly the tensors that gradient rules
 * retain, even when the scope that made them closes; closing the tape gives them back.
 *
 * <p>Parameters are retained in place, not copied: one that a gradient rule reads must not be
 * assigned between its use and {@link #backward}, which refuses it.
 */
public final class Tape implements AutoCloseable {
  private final EagerSession session;
  private final Set<Parameter> wanted;
  private final Map<Parameter, Tensor> variables = new LinkedHashMap<>();
  private final Set<Long> tracked = new HashSet<>();
  private final List<Entry> entries = new ArrayList<>();
  private final Set<Storage> retained = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Storage> inherited = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Long> watched = new HashSet<>();

  /** Parameters used on this tape, by where their values lie. */
  private final IdentityHashMap<Storage, Parameter> parameters = new IdentityHashMap<>();

  private boolean closed;

  Tape(EagerSession session, Collection<Parameter> parameters) {
    this.session = session;
    this.wanted = Set.copyOf(parameters);
  }

  Tensor variable(Parameter parameter) {
    return variables.computeIfAbsent(
        parameter,
        p -> {
          Tensor t = session.constant(p);
          parameters.put(t.operand().storage(), p);
          if (wanted.contains(p)) {
            tracked.add(t.id());
          }
          return t;
        });
  }

  /** Makes a tensor a variable: {@link Gradients#of} will answer for it. */
  public Tensor watch(Tensor tensor) {
    tracked.add(tensor.id());
    watched.add(tensor.id());
    return tensor;
  }

  void record(Op op, List<Tensor> in, List<Tensor> out) {
    if (in.stream().noneMatch(t -> tracked.contains(t.id()))) {
      return;
    }
    switch (op.gradient()) {
      case Gradient.None none -> {}
      case Gradient.FirstOrderOnly only ->
          throw new ShapeException(
              op.name() + ": cannot be differentiated, " + only.why() + "; run it without a tape");
      case Gradient.Rule rule -> {
        Entry entry = new Entry(op, rule, in, out, parameters);
        entry.kept().forEach(t -> retained.add(t.operand().storage()));
        entries.add(entry);
        out.stream().filter(t -> t.dtype().isDifferentiable()).forEach(t -> tracked.add(t.id()));
      }
    }
  }

  /** Takes over a storage whose scope closes, if a rule retained it. */
  boolean inherit(Storage storage) {
    return retained.contains(storage) && inherited.add(storage);
  }

  /**
   * Gradients of a scalar with respect to every variable it depends on. They belong to the
   * innermost open scope. The tape stays open and may be asked again.
   *
   * @throws StaleException where a rule reads a parameter that was assigned since its use
   */
  public Gradients backward(Tensor loss) {
    if (closed) {
      throw new ClosedException("backward: the tape was closed; ask before closing it");
    }
    if (!loss.session().equals(session)) {
      throw new ShapeException("backward: the loss belongs to another session than the tape");
    }
    if (loss.shape().elements() != 1) {
      throw new ShapeException("backward: a scalar loss wanted, got " + loss.type());
    }
    session.pauseRecording(true);
    try {
      GradientSlots slots = new GradientSlots(session, tracked, watched);
      Tensor seed = session.one(new Constant(loss.type(), 1)); // d loss / d loss
      slots.add(loss.id(), seed);
      for (int i = entries.size() - 1; i >= 0; i--) {
        entries.get(i).pull(slots);
      }
      return slots.finish(variables, wanted);
    } finally {
      session.pauseRecording(false);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    session.tapeClosed();
    closed = true;
    inherited.forEach(session.backend().memory()::release);
    inherited.clear();
    retained.clear();
    entries.clear();
  }

  /** One recorded operator: ids and types of all its tensors, the retained tensors themselves. */
  private static final class Entry implements Saved {
    private final Op op;
    private final Gradient.Rule rule;
    private final long[] inputIds;
    private final long[] outputIds;
    private final List<TensorType> inputTypes;
    private final Map<Integer, Tensor> keptInputs = new HashMap<>();
    private final Map<Integer, Tensor> keptOutputs = new HashMap<>();

    /** The parameters among the retained tensors and what these are views of. */
    private final IdentityHashMap<Storage, Used> used = new IdentityHashMap<>();

    /** A parameter and the version that the operator used. */
    private record Used(Parameter parameter, long version) {}

    Entry(
        Op op,
        Gradient.Rule rule,
        List<Tensor> in,
        List<Tensor> out,
        Map<Storage, Parameter> parameters) {
      this.op = op;
      this.rule = rule;
      inputIds = in.stream().mapToLong(Tensor::id).toArray();
      outputIds = out.stream().mapToLong(Tensor::id).toArray();
      inputTypes = in.stream().map(Tensor::type).toList();
      rule.retain().inputs().stream()
          .filter(i -> i < in.size())
          .forEach(i -> keptInputs.put(i, in.get(i)));
      rule.retain().outputs().forEach(i -> keptOutputs.put(i, out.get(i)));
      for (Tensor t : kept()) {
        used.computeIfAbsent(
            t.operand().storage(),
            storage ->
                Optional.ofNullable(parameters.get(storage))
                    .map(p -> new Used(p, p.version()))
                    .orElse(null));
      }
    }

    List<Tensor> kept() {
      List<Tensor> all = new ArrayList<>(keptInputs.values());
      all.addAll(keptOutputs.values());
      return all;
    }

    void pull(GradientSlots slots) {
      List<Optional<Tensor>> dOut = new ArrayList<>(outputIds.length);
      for (long id : outputIds) {
        dOut.add(slots.get(id));
      }
      if (dOut.stream().allMatch(Optional::isEmpty)) {
        return;
      }
      BitSet need = new BitSet();
      for (int i = 0; i < inputIds.length; i++) {
        need.set(i, slots.wants(inputIds[i]));
      }
      slots.pull(
          op.name(), inputIds, need, inputTypes, () -> rule.pullback().apply(this, dOut, need));
      for (long id : outputIds) {
        slots.drop(id);
      }
    }

    @Override
    public int inputs() {
      return inputIds.length;
    }

    @Override
    public Tensor input(int position) {
      return kept(keptInputs, position, "input");
    }

    @Override
    public Tensor output(int position) {
      return kept(keptOutputs, position, "output");
    }

    private Tensor kept(Map<Integer, Tensor> from, int position, String what) {
      Tensor t = from.get(position);
      if (t == null) {
        throw new IllegalStateException(
            op.name()
                + ": its gradient reads "
                + what
                + " "
                + position
                + " but does not retain it");
      }
      Used parameter = used.get(t.operand().storage());
      if (parameter != null) {
        checkUnchanged(parameter.parameter(), parameter.version());
      }
      return t;
    }

    private void checkUnchanged(Parameter parameter, long version) {
      if (parameter.version() != version) {
        throw new StaleException(
            "backward: parameter "
                + parameter.name()
                + " was assigned after "
                + op.name()
                + " used it, expected version "
                + version
                + ", got "
                + parameter.version()
                + "; go backward first, or run forward again on a new tape");
      }
    }

    @Override
    public TensorType inputType(int position) {
      return inputTypes.get(position);
    }
  }
}
