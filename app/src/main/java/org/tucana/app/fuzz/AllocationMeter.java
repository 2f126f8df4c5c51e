package org.tucana.app.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * Counts bytes that the virtual machine hands out: on the heap to all threads together, whether
 * still in use or not, and what direct buffers have grown by. Files that are mapped are not
 * counted, nor is native memory that is given back before the measurement ends.
 */
final class AllocationMeter {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final BufferPoolMXBean direct =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
          .filter(pool -> pool.getName().equals("direct"))
          .findFirst()
          .orElseThrow();
  private long heapAtStart;
  private long directAtStart;

  void start() {
    directAtStart = direct.getMemoryUsed();
    heapAtStart = threads.getTotalThreadAllocatedBytes();
  }

  /** Bytes since the start. */
  long bytes() {
    long heap = threads.getTotalThreadAllocatedBytes() - heapAtStart;
    return heap + Math.max(0, direct.getMemoryUsed() - directAtStart);
  }
}
