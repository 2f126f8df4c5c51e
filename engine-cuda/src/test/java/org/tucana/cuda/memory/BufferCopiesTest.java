package org.tucana.cuda.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.core.HostBuffer;
import org.tucana.core.host.HostMemory;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.testing.FakeContext;

/**
 * The order of copies and computation, on a device that does nothing before it must: what one
 * stream does too early or the other does not wait for shows as garbage.
 */
class BufferCopiesTest {
  private static final int BYTES = 4;
  private static final TensorType TYPE = new TensorType(Shape.of(BYTES), DType.UINT8);

  private final FakeContext device = new FakeContext(1 << 20);
  private final PinnedMemory pinned = new PinnedMemory(device);
  private final CudaStream compute = device.stream();
  private final DeviceMemory memory = new DeviceMemory(device, compute, pinned);

  private Operand operand() {
    return Operand.rowMajor(TYPE, memory.allocate(TYPE, "tensor"));
  }

  private HostBuffer buffer(int value) {
    HostBuffer buffer = memory.hostBuffer(TYPE, "picture");
    buffer.segment().fill((byte) value);
    return buffer;
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[BYTES];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] values(HostBuffer buffer) {
    return buffer.segment().toArray(JAVA_BYTE);
  }

  private byte[] download(Operand operand) {
    return (byte[]) memory.download(operand).array();
  }

  private void compute(Operand from, Operand to) {
    compute.copy(DeviceStorage.address(from), DeviceStorage.address(to), BYTES);
  }

  @Test
  void computationWaitsForTheCopyWhoseValuesItTakes() {
    Operand x = operand();
    Operand y = operand();
    try (HostBuffer buffer = buffer(1)) {
      memory.upload(buffer, x);
      compute(x, y);
    }
    assertArrayEquals(filled(1), download(y));
  }

  @Test
  void aCopyDoesNotWaitForComputationQueuedBeforeIt() {
    Operand x = operand();
    try (HostBuffer buffer = buffer(1);
        PinnedBuffer sign = pinned.allocate(BYTES, "sign")) {
      byte[] before = sign.segment().toArray(JAVA_BYTE);
      compute.download(DeviceStorage.address(x), sign.segment());
      sign.segment().fill((byte) 9);
      memory.upload(buffer, x);
      buffer.awaitIdle();
      assertArrayEquals(filled(9), sign.segment().toArray(JAVA_BYTE), "computation was waited for");
      assertFalse(Arrays.equals(filled(9), before));
      compute.synchronize();
    }
  }

  @Test
  void aBufferWrittenAgainLeavesWhatWasUploadedBefore() {
    Operand x = operand();
    Operand y = operand();
    try (HostBuffer buffer = buffer(1)) {
      memory.upload(buffer, x);
      buffer.awaitIdle();
      buffer.segment().fill((byte) 2);
      memory.upload(buffer, y);
      buffer.awaitIdle();
      assertArrayEquals(filled(1), download(x));
      assertArrayEquals(filled(2), download(y));
    }
  }

  @Test
  void theRoomIsNotWrittenWhileEarlierWorkUsesItsBlock() {
    Operand x = operand();
    Operand y = operand();
    memory.upload(HostTensor.ofBytes(TYPE.shape(), DType.UINT8, filled(3)), x);
    compute(x, y);
    memory.release(x.storage());
    try (HostBuffer buffer = buffer(1)) {
      Operand z = operand();
      memory.upload(buffer, z);
      buffer.awaitIdle();
      assertArrayEquals(filled(3), download(y));
      assertArrayEquals(filled(1), download(z));
    }
  }

  @Test
  void aTargetsBlockIsWrittenAfterEarlierWorkWithIt() {
    Operand x = operand();
    Operand y = operand();
    memory.upload(HostTensor.ofBytes(TYPE.shape(), DType.UINT8, filled(3)), x);
    try (HostBuffer buffer = buffer(1)) {
      compute(x, y);
      memory.upload(buffer, x);
      buffer.awaitIdle();
      assertArrayEquals(filled(3), download(y));
      assertArrayEquals(filled(1), download(x));
    }
  }

  @Test
  void aDownloadTakesWhatIsThereInTheOrderOfComputation() {
    Operand x = operand();
    Operand y = operand();
    memory.upload(HostTensor.ofBytes(TYPE.shape(), DType.UINT8, filled(3)), x);
    try (HostBuffer first = buffer(1);
        HostBuffer second = buffer(2)) {
      compute(x, y);
      memory.download(y, first);
      memory.upload(second, y);
      first.awaitIdle();
      assertArrayEquals(filled(3), values(first));
      memory.download(y, first);
      memory.release(y.storage());
      memory.upload(HostTensor.ofBytes(TYPE.shape(), DType.UINT8, filled(5)), operand());
      first.awaitIdle();
      assertArrayEquals(filled(2), values(first));
    }
  }

  @Test
  void twoDownloadsIntoOneBufferDoNotMeet() {
    Operand x = operand();
    Operand y = operand();
    memory.upload(HostTensor.ofBytes(TYPE.shape(), DType.UINT8, filled(3)), x);
    memory.upload(HostTensor.ofBytes(TYPE.shape(), DType.UINT8, filled(4)), y);
    try (HostBuffer buffer = buffer(1)) {
      memory.download(x, buffer);
      memory.download(y, buffer);
      compute.synchronize();
      assertArrayEquals(filled(3), values(buffer), "the second moved its values into used room");
      buffer.awaitIdle();
      assertArrayEquals(filled(4), values(buffer));
    }
  }

  @Test
  void closingWaitsAndGivesEverythingBack() {
    Operand x = operand();
    HostBuffer buffer = buffer(1);
    assertEquals(List.of("picture"), pinned.liveLabels());
    assertEquals(List.of("picture", "tensor"), memory.liveLabels());
    memory.upload(buffer, x);
    buffer.close();
    // The next buffer has the same page-locked block.
    try (HostBuffer next = buffer(2)) {
      assertEquals(TYPE, next.type());
      assertArrayEquals(filled(1), download(x));
    }
    assertEquals(0, pinned.liveBytes());
    assertEquals(0, device.openEvents());
    memory.release(x.storage());
    memory.close();
    pinned.close();
    assertEquals(0, device.held());
  }

  @Test
  void aBufferThatDoesNotFitLeavesNothing() {
    TensorType half = new TensorType(Shape.of(1 << 19), DType.UINT8);
    memory.allocate(half, "weights");
    memory.allocate(TYPE, "bias");
    BackendException e =
        assertThrows(BackendException.class, () -> memory.hostBuffer(half, "film"));
    assertTrue(
        e.getMessage().startsWith("device memory: 524288 bytes for film are not to be had"),
        e.getMessage());
    assertEquals(0, pinned.liveBytes());
    TensorType twice = new TensorType(Shape.of(1 << 21), DType.UINT8);
    e = assertThrows(BackendException.class, () -> memory.hostBuffer(twice, "film"));
    assertTrue(
        e.getMessage().startsWith("page-locked memory: 2 MiB for film are not to be had"),
        e.getMessage());
  }

  @Test
  void buffersOfOtherMemoriesAreRefused() {
    Operand x = operand();
    DeviceMemory another = new DeviceMemory(device, compute, pinned);
    for (HostBuffer foreign :
        List.of(new HostMemory().hostBuffer(TYPE, "host"), another.hostBuffer(TYPE, "another"))) {
      BackendException e = assertThrows(BackendException.class, () -> memory.upload(foreign, x));
      assertEquals(
          "cuda: it was given a buffer of another memory; ask the backend's memory for one",
          e.getMessage());
      assertThrows(BackendException.class, () -> memory.download(x, foreign));
    }
  }
}
