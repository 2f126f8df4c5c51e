package org.tucana.core;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.tucana.core.kernel.Storage;
import org.tucana.core.type.ClosedException;

/**
 * Owns the memory of what is made while it is the innermost open scope of its session; closing
 * gives it back. Scopes close in the reverse order of opening.
 */
public final class Scope implements AutoCloseable {
  private final EagerSession session;
  private final Optional<Scope> parent;
  private final Set<Storage> owned = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean closed;

  Scope(EagerSession session, Optional<Scope> parent) {
    this.session = session;
    this.parent = parent;
  }

  Optional<Scope> parent() {
    return parent;
  }

  void own(Storage storage) {
    owned.add(storage);
  }

  /** Gives one storage back now, if this scope owns it. */
  void release(Storage storage) {
    if (owned.remove(storage)) {
      session.release(storage);
    }
  }

  /** Hands a tensor's memory to the parent scope, so that it outlives this one. */
  public Tensor keep(Tensor tensor) {
    Scope heir =
        parent.orElseThrow(
            () -> new ClosedException("scope: the session's own scope has no parent to keep in"));
    Storage storage = tensor.operand().storage();
    if (owned.remove(storage)) {
      heir.own(storage);
    }
    return tensor;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    session.leave(this);
    closed = true;
    owned.forEach(session::release);
    owned.clear();
  }
}
