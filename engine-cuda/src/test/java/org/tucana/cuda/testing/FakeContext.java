package org.tucana.cuda.testing;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaEvent;
import org.tucana.cuda.binding.CudaFunction;
import org.tucana.cuda.binding.CudaGraph;
import org.tucana.cuda.binding.CudaModule;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.DeviceLimits;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.binding.LaunchShape;

/**
 * A pretended device of a few bytes. Its streams do nothing before something is waited for, and
 * then no more than that wants, so that who forgets to wait reads garbage; freeing twice and
 * addresses of nobody are errors.
 */
public final class FakeContext implements CudaContext {
  /** One launch as it arrived. */
  public record Launch(CudaFunction function, LaunchShape shape, List<KernelArgument> arguments) {}

  /** A kernel of the fake. */
  public record Function(String name) implements CudaFunction {}

  private static final byte GARBAGE = 0x5A;
  private static final long FIRST_ADDRESS = 1L << 40;

  private final long capacity;
  private final TreeMap<Long, byte[]> device = new TreeMap<>();
  private final IdentityHashMap<MemorySegment, byte[]> pinned = new IdentityHashMap<>();
  private final List<Launch> launches = new ArrayList<>();
  private long nextAddress = FIRST_ADDRESS;
  private int allocations;
  private int openEvents;
  private boolean closed;

  public FakeContext(long capacity) {
    this.capacity = capacity;
  }

  public int allocations() {
    return allocations;
  }

  public int openEvents() {
    return openEvents;
  }

  public boolean closed() {
    return closed;
  }

  public List<Launch> launches() {
    return launches;
  }

  /** Bytes of the device and of the host that were not freed. */
  public long held() {
    return heldOnDevice() + pinned.values().stream().mapToLong(b -> b.length).sum();
  }

  private long heldOnDevice() {
    return device.values().stream().mapToLong(b -> b.length).sum();
  }

  @Override
  public Room room() {
    return new Room(capacity - heldOnDevice(), capacity);
  }

  @Override
  public DeviceLimits limits() {
    return new DeviceLimits(2, 227 * 1024, 90);
  }

  @Override
  public OptionalLong allocate(long bytes) {
    if (bytes > room().free()) {
      return OptionalLong.empty();
    }
    allocations++;
    long address = nextAddress;
    nextAddress += bytes + 256;
    device.put(address, garbage(bytes));
    return OptionalLong.of(address);
  }

  @Override
  public void free(long address) {
    if (device.remove(address) == null) {
      throw new IllegalStateException("freed twice or never allocated: " + address);
    }
  }

  @Override
  public Optional<MemorySegment> allocatePinned(long bytes) {
    if (bytes > capacity) {
      return Optional.empty();
    }
    byte[] block = garbage(bytes);
    MemorySegment segment = MemorySegment.ofArray(block);
    pinned.put(segment, block);
    return Optional.of(segment);
  }

  @Override
  public void freePinned(MemorySegment block) {
    if (pinned.remove(block) == null) {
      throw new IllegalStateException("freed twice or never allocated: " + block);
    }
  }

  private static byte[] garbage(long bytes) {
    byte[] block = new byte[Math.toIntExact(bytes)];
    Arrays.fill(block, GARBAGE);
    return block;
  }

  private MemorySegment at(long address, long bytes) {
    Map.Entry<Long, byte[]> block = device.floorEntry(address);
    if (block == null) {
      throw new IllegalStateException("an address of nobody: " + address);
    }
    return MemorySegment.ofArray(block.getValue()).asSlice(address - block.getKey(), bytes);
  }

  @Override
  public CudaStream stream() {
    return new Stream();
  }

  @Override
  public CudaEvent event() {
    openEvents++;
    return new Event();
  }

  @Override
  public CudaModule load(String ptx) {
    return new CudaModule() {
      @Override
      public CudaFunction function(String name) {
        return new Function(name);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {
    closed = true;
  }

  /** So much of a stream's work; nothing where the event was never recorded. */
  private final class Event implements CudaEvent {
    private Optional<Stream> stream = Optional.empty();
    private int end;
    private boolean closed;

    void record(Stream by, int upTo) {
      checkOpen();
      stream = Optional.of(by);
      end = upTo;
    }

    /** Work that waits for what is recorded now, whatever is recorded later. */
    Runnable waiting() {
      checkOpen();
      int upTo = end;
      return stream.<Runnable>map(s -> () -> s.workUpTo(upTo)).orElse(() -> {});
    }

    private void checkOpen() {
      if (closed) {
        throw new IllegalStateException("an event was used after it was closed");
      }
    }

    @Override
    public void synchronize() {
      waiting().run();
    }

    @Override
    public float millisecondsSince(CudaEvent earlier) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      checkOpen();
      closed = true;
      openEvents--;
    }
  }

  private final class Stream implements CudaStream {
    private final List<Runnable> queue = new ArrayList<>();
    private int done;

    void workUpTo(int end) {
      while (done < end) {
        queue.get(done++).run();
      }
    }

    @Override
    public void upload(MemorySegment from, long address) {
      queue.add(() -> at(address, from.byteSize()).copyFrom(from));
    }

    @Override
    public void download(long address, MemorySegment to) {
      queue.add(() -> to.copyFrom(at(address, to.byteSize())));
    }

    @Override
    public void copy(long from, long to, long bytes) {
      queue.add(() -> at(to, bytes).copyFrom(at(from, bytes)));
    }

    @Override
    public void launch(CudaFunction function, LaunchShape shape, List<KernelArgument> arguments) {
      launches.add(new Launch(function, shape, arguments));
    }

    @Override
    public void record(CudaEvent event) {
      ((Event) event).record(this, queue.size());
    }

    @Override
    public void await(CudaEvent event) {
      queue.add(((Event) event).waiting());
    }

    @Override
    public void exclusively(Runnable work) {
      work.run();
    }

    @Override
    public CudaGraph capture(Runnable work) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void synchronize() {
      workUpTo(queue.size());
    }

    @Override
    public void close() {}
  }
}
