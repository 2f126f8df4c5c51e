package org.tucana.app.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedRoomTest {
  private static final long PART = 10;
  private static final long WHOLE = 40;

  @Test
  void whoNeedsMoreIsAlone() throws IOException {
    SharedRoom room = new SharedRoom(PART, WHOLE);
    AtomicInteger working = new AtomicInteger();
    List<Integer> together = Collections.synchronizedList(new ArrayList<>());
    OrderedWork.run(
        IntStream.range(0, 40).boxed().toList(),
        4,
        item ->
            room.give(samples -> {
              int others = working.getAndIncrement();
              try {
                if (item % 5 == 0 && samples == PART) {
                  throw new OutOfMemoryError("as if");
                }
                if (samples == WHOLE) {
                  assertEquals(0, item % 5);
                  together.add(others + working.get() - 1);
                }
                return item;
              } finally {
                working.getAndDecrement();
              }
            }),
        item -> assertTrue(item < 40));
    assertEquals(Collections.nCopies(8, 0), together);
  }

  @Test
  void whoseNeedIsLargerThanAllIsTold() {
    SharedRoom room = new SharedRoom(PART, WHOLE);
    List<Long> asked = new ArrayList<>();
    assertThrows(
        OutOfMemoryError.class,
        () ->
            room.give(samples -> {
              asked.add(samples);
              throw new OutOfMemoryError("as if");
            }));
    assertEquals(List.of(PART, WHOLE), asked);
  }
}
