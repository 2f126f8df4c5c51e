package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import org.tucana.core.cpu.blocked.BlockedMap;
import org.tucana.core.cpu.blocked.MapExtent;
import org.tucana.core.cpu.blocked.Reorder;
import org.tucana.core.cpu.threads.Workers;

/** Maps in blocks for the tests of this package. */
final class BlockedMaps {
  private BlockedMaps() {}

  /** A map at an offset, without a value behind it, so that whatever is read beyond it fails. */
  static BlockedMap map(Workers workers, float[] values, MapExtent extent) {
    BlockedMap map = new BlockedMap(filled(5 + extent.length()), 5, extent);
    Reorder.enter(workers, values, 0, map);
    return map;
  }

  static float[] filled(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  /** Halo and missing channels: what is left when the map's values are taken away. */
  static void assertRestIsZero(BlockedMap map, float[] values) {
    float[] sorted = map.values().clone();
    float[] expected = new float[sorted.length];
    System.arraycopy(values, 0, expected, 0, values.length);
    for (float[] array : List.of(sorted, expected)) {
      for (int i = 0; i < array.length; i++) {
        array[i] += 0f; // of two zeros the positive one
      }
      Arrays.sort(array);
    }
    assertArrayEquals(expected, sorted);
  }

  /** An empty map at an offset. */
  static BlockedMap empty(MapExtent extent) {
    return new BlockedMap(filled(3 + extent.length()), 3, extent);
  }

  /** The row-major values of a map, after its halo and missing channels were found to be zero. */
  static float[] values(Workers workers, BlockedMap map) {
    MapExtent extent = map.extent();
    float[] values =
        new float[extent.batch() * extent.channels() * extent.height() * extent.width()];
    Reorder.leave(workers, map, values, 0);
    float[] all = Arrays.copyOfRange(map.values(), map.offset(), map.values().length);
    assertRestIsZero(new BlockedMap(all, 0, extent), values);
    return values;
  }
}
