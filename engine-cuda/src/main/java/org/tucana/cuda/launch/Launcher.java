package org.tucana.cuda.launch;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaEvent;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.DeviceLimits;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.binding.LaunchShape;

/**
 * Queues kernels of our own in one stream. The driver compiles a file's kernels when one of them is
 * first wanted.
 */
public final class Launcher implements AutoCloseable {
  /** Threads of a block where a kernel leaves the choice; see native/README.md. */
  public static final int THREADS = 256;

  /** Blocks that a multiprocessor has room for, and twice that: what is more only waits. */
  private static final int BLOCKS_A_PROCESSOR = 16;

  private final CudaContext context;
  private final CudaStream stream;
  private final DeviceLimits limits;
  private final Map<KernelFile, KernelModule> modules = new EnumMap<>(KernelFile.class);

  public Launcher(CudaContext context, CudaStream stream) {
    this.context = context;
    this.stream = stream;
    limits = context.limits();
  }

  /** What the device has. */
  public DeviceLimits limits() {
    return limits;
  }

  /** A thread for each of some elements, as far as the device has room; of none, no launch. */
  public void each(KernelFile file, String kernel, long elements, KernelArgument... arguments) {
    blocks(file, kernel, Math.ceilDiv(elements, THREADS), THREADS, arguments);
  }

  /**
   * Some blocks of some threads, fewer where the device has no room; of none, no launch. Kernels
   * walk by grid strides, so any number of blocks does all the work.
   */
  public void blocks(
      KernelFile file, String kernel, long blocks, int threads, KernelArgument... arguments) {
    blocks(file, kernel, blocks, threads, 0, arguments);
  }

  /** The same with some bytes of shared memory for each block beyond what the kernel declares. */
  public void blocks(
      KernelFile file,
      String kernel,
      long blocks,
      int threads,
      int sharedBytes,
      KernelArgument... arguments) {
    if (blocks > 0) {
      int room = (int) Math.min(blocks, (long) limits.processors() * BLOCKS_A_PROCESSOR);
      LaunchShape shape = new LaunchShape(room, threads, sharedBytes);
      module(file).launch(stream, kernel, shape, List.of(arguments));
    }
  }

  /** How long the device takes for what is queued meanwhile; waits for it. */
  public float milliseconds(Runnable work) {
    try (CudaEvent start = context.event();
        CudaEvent end = context.event()) {
      stream.record(start);
      work.run();
      stream.record(end);
      end.synchronize();
      return end.millisecondsSince(start);
    }
  }

  private synchronized KernelModule module(KernelFile file) {
    return modules.computeIfAbsent(file, f -> new KernelModule(context, f.title(), f.ptx()));
  }

  @Override
  public synchronized void close() {
    modules.values().forEach(KernelModule::close);
    modules.clear();
  }
}
