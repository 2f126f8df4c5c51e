package org.tucana.core.testing;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.tucana.core.HostBuffer;
import org.tucana.core.Memory;
import org.tucana.core.host.HostMemory;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.UnaryFunction;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

class StrictReferenceTest {
  private final StrictReference strict = new StrictReference();
  private final Memory memory = strict.memory();
  private final TensorType type = TensorType.float32(2, 3);

  private Operand allocate() {
    return Operand.rowMajor(type, memory.allocate(type, "test"));
  }

  @Test
  void hostKernelsDoNotReachItsMemory() {
    Operand x = allocate();
    BackendException e = assertThrows(BackendException.class, () -> HostStorage.floats(x));
    assertTrue(e.getMessage().contains("does not lie in Java memory"), e.getMessage());
  }

  @Test
  void itsKernelsComputeAndADownloadReads() {
    Operand x = allocate();
    Operand y = allocate();
    memory.upload(HostTensor.of(type.shape(), 1f, -2, 3, -4, 5, -6), x);
    strict.kernels().pointwise().unary(UnaryFunction.RELU, x, y);
    assertArrayEquals(new float[] {1, 0, 3, 0, 5, 0}, memory.download(y).toFloats());
  }

  @Test
  void memoryIsPoisonedWhenAllocated() {
    Operand x = allocate();
    strict.kernels().pointwise().fill(1, x);
    memory.release(x.storage());
    for (float v : memory.download(allocate()).toFloats()) {
      assertTrue(Float.isNaN(v));
    }
  }

  @Test
  void releasedMemoryRefusesWithItsLabel() {
    Operand x = allocate();
    memory.release(x.storage());
    ClosedException e = assertThrows(ClosedException.class, () -> memory.download(x));
    assertTrue(e.getMessage().contains("test"), e.getMessage());
    assertThrows(ClosedException.class, () -> memory.release(x.storage()));
    assertThrows(ClosedException.class, () -> strict.kernels().pointwise().fill(0, x));
    assertEquals(0, memory.liveBytes());
  }

  @Test
  void kernelsThatWantRowMajorOperandsRefuseOthers() {
    Operand x = allocate().permute(1, 0);
    Operand index =
        Operand.rowMajor(TensorType.int32(1), memory.allocate(TensorType.int32(1), "i"));
    BackendException e =
        assertThrows(
            BackendException.class, () -> strict.kernels().indexing().select(0, x, index, x));
    assertTrue(e.getMessage().startsWith("Indexing.select: a row-major operand"), e.getMessage());
  }

  private HostBuffer buffer(float... values) {
    HostBuffer buffer = memory.hostBuffer(type, "picture");
    MemorySegment.copy(values, 0, buffer.segment(), JAVA_FLOAT, 0, values.length);
    return buffer;
  }

  @Test
  void aBufferWrittenBeforeItsUploadIsDoneIsFoundOut() {
    HostBuffer buffer = buffer(1, 2, 3, 4, 5, 6);
    Operand x = allocate();
    memory.upload(buffer, x);
    buffer.segment().setAtIndex(JAVA_FLOAT, 5, 7);
    BackendException e = assertThrows(BackendException.class, () -> memory.download(x));
    assertEquals(
        "host buffer picture: it was written while its upload was going on; call awaitIdle first",
        e.getMessage());
  }

  @Test
  void aBufferReadBeforeItsDownloadIsDoneHoldsNothing() {
    Operand x = allocate();
    strict.kernels().pointwise().fill(3, x);
    HostBuffer buffer = buffer(1, 2, 3, 4, 5, 6);
    memory.download(x, buffer);
    strict.kernels().pointwise().fill(4, x);
    assertTrue(Float.isNaN(buffer.segment().getAtIndex(JAVA_FLOAT, 0)));
    buffer.awaitIdle();
    assertEquals(3, buffer.segment().getAtIndex(JAVA_FLOAT, 0));
  }

  @Test
  void buffersOfOthersAndOtherTypesAreRefused() {
    Operand x = allocate();
    HostBuffer other = new HostMemory().hostBuffer(type, "picture");
    BackendException e = assertThrows(BackendException.class, () -> memory.upload(other, x));
    assertTrue(e.getMessage().contains("ask this one's memory for a buffer"), e.getMessage());
    HostBuffer longer = memory.hostBuffer(TensorType.float32(7), "longer");
    assertThrows(ShapeException.class, () -> memory.upload(longer, x));
    assertThrows(ShapeException.class, () -> memory.download(x, longer));
  }
}
