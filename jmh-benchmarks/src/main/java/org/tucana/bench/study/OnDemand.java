package org.tucana.bench.study;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Something that is opened when it is first wanted: a study whose results are all stored needs no
 * backend and no torch. For one thread.
 */
final class OnDemand<T> implements Supplier<T>, AutoCloseable {
  private final Supplier<T> opening;
  private final Consumer<T> closing;
  private Optional<T> opened = Optional.empty();

  /**
   * @param opening opens it, once
   * @param closing closes it, where it was opened
   */
  OnDemand(Supplier<T> opening, Consumer<T> closing) {
    this.opening = opening;
    this.closing = closing;
  }

  @Override
  public T get() {
    if (opened.isEmpty()) {
      opened = Optional.of(opening.get());
    }
    return opened.get();
  }

  @Override
  public void close() {
    opened.ifPresent(closing);
    opened = Optional.empty();
  }
}
