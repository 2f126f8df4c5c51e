package org.tucana.cuda.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.ClosedException;

/**
 * Blocks of some memory, reused: to allocate and free stops a device. Sizes share bins at steps of
 * an eighth of a power of two. What is given back stays until the memory runs out; then all of it
 * goes and the request is tried once more.
 *
 * @param <B> a block
 */
final class BlockPool<B> implements AutoCloseable {
  private static final long SMALLEST = 512;
  private static final int HOLDERS_NAMED = 3;

  /**
   * The memory that blocks are made of.
   *
   * @param <B> a block
   */
  interface Source<B> {
    /** A new block; empty where there is not enough memory. */
    Optional<B> allocate(long bytes);

    void free(B block);

    /** What is free and who else holds memory, for the message when it runs out. */
    String room(long liveBytes);
  }

  /**
   * A block in use.
   *
   * @param <B> a block
   */
  static final class Lease<B> {
    private final B block;
    private final long bytes;
    private final long bin;
    private final String label;
    private boolean closed;

    private Lease(B block, long bytes, long bin, String label) {
      this.block = block;
      this.bytes = bytes;
      this.bin = bin;
      this.label = label;
    }

    /** The block, which may be longer than was asked for. */
    B block() {
      checkOpen();
      return block;
    }

    void checkOpen() {
      if (closed) {
        throw new ClosedException("storage " + label + ": used after it was given back");
      }
    }

    long bytes() {
      return bytes;
    }

    String label() {
      return label;
    }

    boolean closed() {
      return closed;
    }
  }

  private final String name;
  private final Source<B> source;
  private final Map<Long, Deque<B>> idle = new HashMap<>();
  private final Set<Lease<B>> live = Collections.newSetFromMap(new IdentityHashMap<>());
  private long liveBytes;
  private long peakBytes;
  private long blocksMade;
  private boolean keepsIdle;
  private boolean closed;

  BlockPool(String name, Source<B> source) {
    this.name = name;
    this.source = source;
  }

  synchronized Lease<B> take(long bytes, String label) {
    if (closed) {
      throw new ClosedException(name + ": it was closed; open another backend");
    }
    long bin = bin(bytes);
    Lease<B> lease = new Lease<>(block(bin, bytes, label), bytes, bin, label);
    live.add(lease);
    liveBytes += bytes;
    peakBytes = Math.max(peakBytes, liveBytes);
    return lease;
  }

  private B block(long bin, long bytes, String label) {
    Deque<B> reusable = idle.get(bin);
    if (reusable != null && !reusable.isEmpty()) {
      return reusable.removeLast();
    }
    Optional<B> made = source.allocate(bin);
    if (made.isEmpty() && !keepsIdle) {
      freeIdle();
      made = source.allocate(bin);
    }
    B block = made.orElseThrow(() -> outOfMemory(bytes, label));
    blocksMade++;
    return block;
  }

  /** Rounds up to a step of an eighth of the power of two below. */
  static long bin(long bytes) {
    if (bytes <= SMALLEST) {
      return SMALLEST;
    }
    long step = Math.max(SMALLEST, Long.highestOneBit(bytes - 1) >>> 3);
    return Math.ceilDiv(bytes, step) * step;
  }

  /** Takes a block back; work already queued with it is done before work queued later. */
  synchronized void giveBack(Lease<B> lease) {
    B block = lease.block();
    if (!live.remove(lease)) {
      throw new BackendException(
          "storage "
              + lease.label
              + ": it is none of this "
              + name
              + "; release it where it was"
              + " allocated");
    }
    lease.closed = true;
    liveBytes -= lease.bytes;
    idle.computeIfAbsent(lease.bin, b -> new ArrayDeque<>()).addLast(block);
  }

  /** Whether blocks that nobody has taken stay even where memory runs out. */
  synchronized void keepIdle(boolean keep) {
    keepsIdle = keep;
  }

  /** How many blocks were made so far, those since freed included. */
  synchronized long blocksMade() {
    return blocksMade;
  }

  synchronized long liveBytes() {
    return liveBytes;
  }

  synchronized long peakBytes() {
    return peakBytes;
  }

  synchronized List<String> liveLabels() {
    return live.stream().map(Lease::label).sorted().toList();
  }

  /**
   * Frees everything.
   *
   * @throws BackendException where blocks are still in use; they are freed too
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    String leaked = live.isEmpty() ? "" : holders();
    for (Lease<B> lease : new ArrayList<>(live)) {
      giveBack(lease);
    }
    freeIdle();
    if (!leaked.isEmpty()) {
      throw new BackendException(
          name + ": closed while in use by " + leaked + "; close sessions and parameters first");
    }
  }

  private void freeIdle() {
    idle.values().forEach(blocks -> blocks.forEach(source::free));
    idle.clear();
  }

  private OutOfMemoryException outOfMemory(long bytes, String label) {
    return new OutOfMemoryException(
        name
            + ": "
            + size(bytes)
            + " for "
            + label
            + " are not to be had: "
            + source.room(liveBytes)
            + (live.isEmpty() ? "" : ", in use by " + holders())
            + "; use smaller pictures or batches, or close what is not needed");
  }

  private String holders() {
    String largest =
        live.stream()
            .sorted(
                Comparator.comparingLong((Lease<B> lease) -> -lease.bytes)
                    .thenComparing(Lease::label))
            .limit(HOLDERS_NAMED)
            .map(lease -> lease.label + " " + size(lease.bytes))
            .collect(Collectors.joining(", "));
    int more = live.size() - HOLDERS_NAMED;
    return more > 0 ? largest + " and " + more + " more" : largest;
  }

  static String size(long bytes) {
    return bytes < 1 << 20 ? bytes + " bytes" : (bytes >> 20) + " MiB";
  }
}
