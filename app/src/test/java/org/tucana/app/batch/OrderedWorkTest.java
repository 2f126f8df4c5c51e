package org.tucana.app.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedWorkTest {
  private static final List<Integer> ITEMS = IntStream.range(0, 100).boxed().toList();

  @Test
  void resultsComeInTheOrderOfTheItems() throws IOException {
    CountDownLatch second = new CountDownLatch(1);
    List<Integer> taken = new ArrayList<>();
    OrderedWork.run(
        ITEMS,
        2,
        item -> {
          if (item == 0) {
            await(second);
          } else {
            second.countDown();
          }
          return item;
        },
        taken::add);
    assertEquals(ITEMS, taken);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFailureIsThrownAfterTheResultsBeforeIt() {
    List<Integer> taken = new ArrayList<>();
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                OrderedWork.run(
                    ITEMS,
                    1,
                    item -> {
                      if (item == 3) {
                        throw new IOException("disk full");
                      }
                      return item;
                    },
                    taken::add));
    assertEquals("disk full", thrown.getMessage());
    assertEquals(List.of(0, 1, 2), taken);
  }
}
