package org.tucana.core;

import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.tucana.core.kernel.Storage;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/**
 * The gradients of one backward pass, by value. A gradient's memory is given back as soon as no
 * slot needs it; several slots may share one storage through views.
 */
final class GradientSlots {
  private final EagerSession session;
  private final Scope scope;
  private final Set<Long> tracked;
  private final Set<Long> watched;
  private final Map<Long, Tensor> slots = new HashMap<>();
  private final IdentityHashMap<Storage, Integer> users = new IdentityHashMap<>();

  GradientSlots(EagerSession session, Set<Long> tracked, Set<Long> watched) {
    this.session = session;
    this.scope = session.innermost();
    this.tracked = tracked;
    this.watched = watched;
  }

  boolean wants(long id) {
    return tracked.contains(id);
  }

  Optional<Tensor> get(long id) {
    return Optional.ofNullable(slots.get(id));
  }

  /** Runs a pullback, whose temporaries vanish at once, and adds what it returns to the slots. */
  void pull(
      String operator,
      long[] ids,
      BitSet need,
      List<TensorType> types,
      Supplier<List<Optional<Tensor>>> pullback) {
    try (Scope temporaries = session.scope()) {
      List<Optional<Tensor>> gradients = pullback.get();
      for (int i = need.nextSetBit(0); i >= 0; i = need.nextSetBit(i + 1)) {
        if (gradients.get(i).isEmpty()) {
          continue;
        }
        Tensor g = gradients.get(i).get();
        if (!g.type().equals(types.get(i))) {
          throw new ShapeException(
              operator
                  + ": the gradient of input "
                  + i
                  + " is "
                  + g.type()
                  + " but the input is "
                  + types.get(i));
        }
        add(ids[i], g);
      }
      slots.values().forEach(temporaries::keep);
    }
  }

  /** Adds to a slot. */
  void add(long id, Tensor gradient) {
    Tensor before = slots.get(id);
    Tensor after = before == null ? gradient : session.one(new Accumulate(), before, gradient);
    if (before != null) {
      forget(before);
    }
    slots.put(id, after);
    users.merge(after.operand().storage(), 1, Integer::sum);
  }

  /** Gives a slot up, unless it is watched: its value has been pulled through. */
  void drop(long id) {
    if (watched.contains(id)) {
      return;
    }
    Tensor gone = slots.remove(id);
    if (gone != null) {
      forget(gone);
    }
  }

  private void forget(Tensor gradient) {
    Storage storage = gradient.operand().storage();
    if (users.merge(storage, -1, Integer::sum) == 0) {
      users.remove(storage);
      scope.release(storage);
    }
  }

  Gradients finish(Map<Parameter, Tensor> variables, Set<Parameter> wanted) {
    Map<Parameter, Tensor> byParameter = new LinkedHashMap<>();
    variables.forEach((p, variable) -> {
      Tensor g = slots.get(variable.id());
      if (g != null && wanted.contains(p)) {
        byParameter.put(p, g);
      }
    });
    return new Gradients(byParameter, Map.copyOf(slots));
  }
}
