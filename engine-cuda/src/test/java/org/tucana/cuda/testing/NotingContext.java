package org.tucana.cuda.testing;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaEvent;
import org.tucana.cuda.binding.CudaFunction;
import org.tucana.cuda.binding.CudaModule;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.DeviceLimits;

/**
 * A context that notes the names of the kernels that are taken out of its modules, which a launcher
 * does when it first launches one.
 */
record NotingContext(CudaContext context, Set<String> launched) implements CudaContext {
  private record NotingModule(CudaModule module, Set<String> launched) implements CudaModule {
    @Override
    public CudaFunction function(String name) {
      launched.add(name);
      return module.function(name);
    }

    @Override
    public void close() {
      module.close();
    }
  }

  @Override
  public CudaModule load(String ptx) {
    return new NotingModule(context.load(ptx), launched);
  }

  @Override
  public Room room() {
    return context.room();
  }

  @Override
  public DeviceLimits limits() {
    return context.limits();
  }

  @Override
  public OptionalLong allocate(long bytes) {
    return context.allocate(bytes);
  }

  @Override
  public void free(long address) {
    context.free(address);
  }

  @Override
  public Optional<MemorySegment> allocatePinned(long bytes) {
    return context.allocatePinned(bytes);
  }

  @Override
  public void freePinned(MemorySegment block) {
    context.freePinned(block);
  }

  @Override
  public CudaStream stream() {
    return context.stream();
  }

  @Override
  public CudaEvent event() {
    return context.event();
  }

  @Override
  public void close() {
    context.close();
  }
}
