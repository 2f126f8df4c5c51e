package org.tucana.cuda.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tucana.core.host.HostMemory;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.testing.FakeContext;

class DeviceMemoryTest {
  private static final long MIB = 1 << 20;

  private final FakeContext device = new FakeContext(16 * MIB);
  private final PinnedMemory pinned = new PinnedMemory(device);
  private final DeviceMemory memory = new DeviceMemory(device, device.stream(), pinned);

  private static TensorType bytes(long count) {
    return new TensorType(Shape.of(Math.toIntExact(count)), DType.UINT8);
  }

  private Operand operand(TensorType type) {
    return Operand.rowMajor(type, memory.allocate(type, "x"));
  }

  @Test
  void blocksAreReusedByTensorsOfNearlyTheirSize() {
    Storage first = memory.allocate(TensorType.float32(1000), "first");
    long address = DeviceStorage.address(Operand.rowMajor(TensorType.float32(1000), first));
    memory.release(first);
    assertEquals(address, DeviceStorage.address(operand(TensorType.int32(990))));
    assertNotEquals(address, DeviceStorage.address(operand(TensorType.int32(990))));
    assertEquals(2, device.allocations());
  }

  @Test
  void binsWasteAnEighthAtMost() {
    for (long bytes : new long[] {0, 1, 512, 513, 4095, 4096, 4097, 1_000_003, (1L << 33) + 1}) {
      long bin = BlockPool.bin(bytes);
      assertTrue(bin >= bytes && bin - bytes <= Math.max(512, bytes / 8), bytes + " in " + bin);
      assertEquals(0, bin % 512);
      assertEquals(bin, BlockPool.bin(bin));
    }
  }

  @Test
  void theAccountCountsWhatIsOpen() {
    Storage a = memory.allocate(TensorType.float32(100), "a");
    Storage b = memory.allocate(TensorType.int32(0), "b");
    assertEquals(400, memory.liveBytes());
    assertEquals(List.of("a", "b"), memory.liveLabels());
    memory.release(a);
    memory.release(b);
    memory.allocate(TensorType.float32(10), "c");
    assertEquals(40, memory.liveBytes());
    assertEquals(400, memory.peakBytes());
    assertEquals(List.of("c"), memory.liveLabels());
  }

  @Test
  void aStorageIsReleasedOnceAndRefusesToBeUsedAfterwards() {
    Operand x = operand(TensorType.float32(3));
    memory.release(x.storage());
    assertTrue(x.storage().closed());
    for (ClosedException e :
        List.of(
            assertThrows(ClosedException.class, () -> memory.release(x.storage())),
            assertThrows(ClosedException.class, () -> memory.download(x)),
            assertThrows(ClosedException.class, () -> DeviceStorage.address(x)))) {
      assertEquals("storage x: used after it was given back", e.getMessage());
    }
    assertEquals(0, memory.liveBytes());
  }

  @Test
  void storagesOfOthersAreRefused() {
    Storage host = new HostMemory().allocate(TensorType.float32(1), "picture");
    BackendException e = assertThrows(BackendException.class, () -> memory.release(host));
    assertTrue(e.getMessage().contains("picture, which does not lie in device memory; upload"));
    try (DeviceMemory other = new DeviceMemory(device, device.stream(), pinned)) {
      Storage mine = memory.allocate(TensorType.float32(1), "mine");
      e = assertThrows(BackendException.class, () -> other.release(mine));
      assertTrue(e.getMessage().contains("mine: it is none of this device memory"), e.getMessage());
      assertEquals(List.of("mine"), memory.liveLabels());
    }
  }

  @Test
  void idleBlocksGoBeforeMemoryRunsOut() {
    memory.release(memory.allocate(bytes(10 * MIB), "once"));
    assertEquals(10 * MIB, device.held());
    memory.allocate(bytes(12 * MIB), "now");
    assertEquals(12 * MIB, device.held());
  }

  @Test
  void whoHoldsTheMemoryIsNamedWhenItRunsOut() {
    device.allocate(MIB);
    memory.allocate(bytes(6 * MIB), "weights");
    memory.allocate(bytes(4 * MIB), "activations");
    memory.allocate(bytes(1000), "bias");
    memory.allocate(bytes(10), "mean");
    BackendException e =
        assertThrows(BackendException.class, () -> memory.allocate(bytes(9 * MIB), "conv2d"));
    assertEquals(
        "device memory: 9 MiB for conv2d are not to be had: 4 MiB of 16 MiB are free, 1 MiB are held"
            + " by other programs and libraries, 10 MiB by this backend, in use by weights 6 MiB,"
            + " activations 4 MiB, bias 1000 bytes and 1 more; use smaller pictures or batches, or"
            + " close what is not needed",
        e.getMessage());
    assertEquals(4, memory.liveLabels().size());
  }

  @Test
  void whatIsKeptIdleStaysThoughMemoryRunsOut() {
    memory.release(memory.allocate(bytes(9 * MIB), "scratch of a graph"));
    memory.keepIdle(true);
    assertThrows(OutOfMemoryException.class, () -> memory.allocate(bytes(10 * MIB), "conv2d"));
    assertEquals(1, memory.blocksMade());
    memory.release(memory.allocate(bytes(9 * MIB), "scratch of a graph"));
    assertEquals(1, memory.blocksMade());
    memory.keepIdle(false);
    memory.release(memory.allocate(bytes(10 * MIB), "conv2d"));
    assertEquals(2, memory.blocksMade());
  }

  @Test
  void closingNamesWhatLeaksAndFreesIt() {
    memory.release(memory.allocate(TensorType.float32(3), "closed"));
    memory.allocate(TensorType.float32(100_000), "forgotten");
    BackendException e = assertThrows(BackendException.class, memory::close);
    assertEquals(
        "device memory: closed while in use by forgotten 400000 bytes; close sessions and parameters"
            + " first",
        e.getMessage());
    memory.close();
    pinned.close();
    assertEquals(0, device.held());
    assertThrows(ClosedException.class, () -> memory.allocate(TensorType.float32(3), "late"));
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void valuesComeBack(DType dtype) {
    TensorType type = new TensorType(Shape.of(2, 3), dtype);
    HostTensor values =
        switch (dtype) {
          case FLOAT32 -> HostTensor.of(type.shape(), 1f, 2, 3, 4, 5, -6);
          case FLOAT64 -> HostTensor.of(type.shape(), 1d, 2, 3, 4, 5, -6);
          case INT32 -> HostTensor.of(type.shape(), 1, 2, 3, 4, 5, -6);
          case INT64 -> HostTensor.of(type.shape(), 1L, 2, 3, 4, 5, -6);
          case UINT8, BOOL ->
              HostTensor.ofBytes(type.shape(), dtype, new byte[] {1, 0, 1, 0, 0, 1});
          case FLOAT16, BFLOAT16 ->
              HostTensor.ofShorts(type.shape(), dtype, new short[] {1, 2, 3, 4, 5, 6});
        };
    Operand x = operand(type);
    memory.upload(values, x);
    HostTensor back = memory.download(x);
    assertEquals(type, back.type());
    assertArrayEquals(doubles(values), doubles(back));
    assertArrayEquals(
        new double[] {values.get(1), values.get(4), values.get(2), values.get(5)},
        doubles(memory.download(x.slice(1, 1, 3).permute(1, 0))));
  }

  private static double[] doubles(HostTensor tensor) {
    return IntStream.range(0, tensor.shape().elements()).mapToDouble(tensor::get).toArray();
  }

  @Test
  void partsRepeatedAndEmptyViewsAreReadAndWritten() {
    Operand x = operand(TensorType.float32(2, 3));
    memory.upload(HostTensor.of(Shape.of(2, 3), 1f, 2, 3, 4, 5, 6), x);
    assertArrayEquals(new float[] {4, 5, 6}, memory.download(x.slice(0, 1, 2)).toFloats());
    memory.upload(HostTensor.of(Shape.of(1, 3), 7f, 8, 9), x.slice(0, 1, 2));
    assertArrayEquals(new float[] {1, 2, 3, 7, 8, 9}, memory.download(x).toFloats());
    assertArrayEquals(
        new float[] {1, 1, 7, 7},
        memory.download(x.slice(1, 0, 1).broadcastTo(Shape.of(2, 2))).toFloats());
    assertEquals(0, memory.download(x.slice(1, 2, 2)).toFloats().length);
    memory.upload(HostTensor.zeros(TensorType.float32(0, 3)), operand(TensorType.float32(0, 3)));
  }

  @Test
  void largeTensorsGoPieceByPiece() {
    int n = Math.toIntExact(StagedCopies.PIECE / 4 * 2 + 3);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = i;
    }
    Operand x = operand(TensorType.float32(n));
    memory.upload(HostTensor.of(Shape.of(n), values), x);
    assertArrayEquals(values, memory.download(x).toFloats());
    assertEquals(StagedCopies.PIECE, pinned.peakBytes());
    assertEquals(List.of(), pinned.liveLabels());
  }

  @Test
  void pinnedBuffersAreReusedAndHaveTheSizeAskedFor() {
    PinnedBuffer first = pinned.allocate(1000, "decoder");
    assertEquals(1000, first.segment().byteSize());
    assertEquals(List.of("decoder"), pinned.liveLabels());
    first.close();
    assertThrows(ClosedException.class, first::close);
    assertThrows(ClosedException.class, first::segment);
    try (PinnedBuffer second = pinned.allocate(990, "next")) {
      assertEquals(990, second.segment().byteSize());
      assertEquals(1024, device.held());
      assertEquals(990, pinned.liveBytes());
    }
    BackendException e =
        assertThrows(BackendException.class, () -> pinned.allocate(17 * MIB, "film"));
    assertTrue(
        e.getMessage().startsWith("page-locked memory: 17 MiB for film are not to be had: 0 bytes"),
        e.getMessage());
  }
}
