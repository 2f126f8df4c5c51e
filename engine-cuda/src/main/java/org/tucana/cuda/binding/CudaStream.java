package org.tucana.cuda.binding;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A queue of work on a device, done in order; every method but {@link #synchronize} only queues.
 * Any thread may use it; calls wait while another thread is inside {@link #exclusively} or {@link
 * #capture}.
 */
public interface CudaStream extends AutoCloseable {
  /** Copies page-locked host memory to the device; it must stay as it is until that is done. */
  void upload(MemorySegment pinned, long address);

  /** Fills page-locked host memory from the device. */
  void download(long address, MemorySegment pinned);

  /** Copies within the device. */
  void copy(long from, long to, long bytes);

  void launch(CudaFunction function, LaunchShape shape, List<KernelArgument> arguments);

  /** The event happens when all that is queued so far is done. */
  void record(CudaEvent event);

  /** What is queued from now on waits for the event. */
  void await(CudaEvent event);

  /** Does something during which no other thread queues anything here. */
  void exclusively(Runnable work);

  /**
   * Writes down what the work queues here instead of doing it. The work may neither wait for the
   * device nor allocate its memory.
   *
   * @return what was written down, ready to be queued again and again
   */
  CudaGraph capture(Runnable work);

  /** Returns when all is done; reports what failed on the way. */
  void synchronize();

  @Override
  void close();
}
