package org.tucana.core.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;

class HostMemoryTest {
  private final HostMemory memory = new HostMemory();

  private static Object array(Storage storage) {
    return ((HostStorage) storage).array();
  }

  @Test
  void arraysAreReusedByTensorsOfNearlyTheirSize() {
    Storage first = memory.allocate(TensorType.float32(1000), "first");
    Object array = array(first);
    memory.release(first);
    assertNotSame(array, array(memory.allocate(TensorType.int32(990), "second")));
    assertSame(array, array(memory.allocate(TensorType.float32(990), "third")));
    assertNotSame(array, array(memory.allocate(TensorType.float32(990), "fourth")));
  }

  @Test
  void allThatOneStepUsedIsThereForTheNext() {
    Set<Object> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int step = 0; step < 3; step++) {
      List<Storage> storages = new ArrayList<>();
      for (int n = 50; n < 100_000; n *= 3) {
        storages.add(memory.allocate(TensorType.float32(n), "activation"));
        storages.add(memory.allocate(TensorType.int32(n), "indices"));
      }
      storages.forEach(s -> arrays.add(array(s)));
      assertEquals(storages.size(), arrays.size());
      storages.forEach(memory::release);
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
  void aStorageIsReleasedOnce() {
    Storage a = memory.allocate(TensorType.float32(3), "a");
    memory.release(a);
    ClosedException e = assertThrows(ClosedException.class, () -> memory.release(a));
    assertTrue(e.getMessage().contains("storage a"), e.getMessage());
    assertEquals(0, memory.liveBytes());
  }

  @Test
  void viewsAreReadInRowMajorOrder() {
    TensorType type = TensorType.float32(2, 3);
    Operand x = Operand.rowMajor(type, memory.allocate(type, "x"));
    memory.upload(HostTensor.of(type.shape(), 1f, 2, 3, 4, 5, 6), x);
    assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, memory.download(x.permute(1, 0)).toFloats());
    assertArrayEquals(new float[] {2, 3, 5, 6}, memory.download(x.slice(1, 1, 3)).toFloats());
    assertArrayEquals(new float[] {4, 5, 6}, memory.download(x.slice(0, 1, 2)).toFloats());
  }

  @Test
  void anArrayOfAnotherKindIsRefused() {
    TensorType type = TensorType.int32(3);
    Operand x = Operand.rowMajor(type, memory.allocate(type, "picture"));
    BackendException e = assertThrows(BackendException.class, () -> HostStorage.floats(x));
    assertTrue(
        e.getMessage().contains("float[] wanted, but picture holds INT32; cast"), e.getMessage());
  }
}
