package org.tucana.core.testing;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.tucana.core.HostBuffer;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.TensorType;

/**
 * A buffer of {@link StrictReference} that copies as late as it may: in when something touches the
 * target, out when somebody waits. So who writes or reads too early is found out.
 */
final class StrictBuffer implements HostBuffer {
  private final HostBuffer values;
  private final String label;
  private Optional<Copy> latest = Optional.empty();

  /** A copy that happens once, when it is first asked for. */
  static final class Copy {
    private Runnable work;

    private Copy(Runnable work) {
      this.work = work;
    }

    synchronized void happen() {
      Runnable once = work;
      work = () -> {};
      once.run();
    }
  }

  StrictBuffer(HostBuffer values, String label) {
    this.values = values;
    this.label = label;
    poison();
  }

  private void poison() {
    segment().fill((byte) -1); // NaN in every floating-point type
  }

  private byte[] bytes() {
    return segment().toArray(ValueLayout.JAVA_BYTE);
  }

  private Copy later(Runnable work) {
    Copy copy = new Copy(work);
    latest = Optional.of(copy);
    return copy;
  }

  /** Copies in when the result is told to, at the latest when somebody waits. */
  Copy upload(MemorySegment target) {
    awaitIdle();
    MemorySegment promised = MemorySegment.ofArray(bytes());
    return later(() -> {
      if (segment().mismatch(promised) >= 0) {
        throw new BackendException(
            "host buffer "
                + label
                + ": it was written while its upload was going on; call awaitIdle first");
      }
      target.copyFrom(promised);
    });
  }

  /** Takes the values at once and shows them when somebody waits. */
  void download(MemorySegment source) {
    awaitIdle();
    MemorySegment taken = MemorySegment.ofArray(source.toArray(ValueLayout.JAVA_BYTE));
    poison();
    later(() -> segment().copyFrom(taken));
  }

  @Override
  public TensorType type() {
    return values.type();
  }

  @Override
  public MemorySegment segment() {
    return values.segment();
  }

  @Override
  public void awaitIdle() {
    latest.ifPresent(Copy::happen);
  }

  @Override
  public void close() {
    awaitIdle();
    poison();
    values.close();
  }
}
