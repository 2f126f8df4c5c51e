package org.tucana.bench.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.bench.work.BoxSuppression;
import org.tucana.bench.work.DeviceWork;
import org.tucana.bench.work.MaskRcnnTraining;
import org.tucana.bench.work.ReadableWork;
import org.tucana.bench.work.SmallWorks;
import org.tucana.bench.work.TensorDecomposition;
import org.tucana.bench.work.TuckerLayer;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.HostTensor;

/** torch on the processor: both sides must do the same work before times may be compared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TorchPeersTest {
  private static final Tolerance TOLERANCE = Tolerance.of(8, 4096);

  private Backend backend;
  private TorchPeers torch;

  @BeforeAll
  void start() {
    backend = Backends.open("cpu", BackendOptions.threads(1));
    torch = TorchPeers.onProcessor(backend, 1);
    String versions = torch.versions();
    assumeFalse(versions.startsWith("not available"), versions);
    assertTrue(versions.matches("torch \\S+, torchvision \\S+.*"), versions);
  }

  @AfterAll
  void stop() {
    torch.close();
    backend.close();
  }

  /** Works whose peer is torch. */
  static Stream<DeviceWork> works() {
    return SmallWorks.all().stream()
        .filter(work -> !(work instanceof TensorDecomposition) && !(work instanceof TuckerLayer));
  }

  @ParameterizedTest
  @MethodSource("works")
  void computesWhatWeCompute(DeviceWork work) throws PeerUnavailableException {
    List<HostTensor> expected;
    try (ReadableWork own = work.open(backend)) {
      expected = own.results();
    }
    try (Contestant peer = torch.open(work)) {
      compare(work, expected, torch.result());
      double millis = peer.meanMillis(1);
      assertTrue(millis > 0 && millis < 600_000, millis + " ms");
    }
  }

  private static void compare(DeviceWork work, List<HostTensor> expected, HostTensor got) {
    switch (work) {
      // Ours are filled up with -1; their number comes second.
      case BoxSuppression _ -> {
        int kept = (int) expected.get(1).get(0);
        assertTrue(kept > 1 && kept < expected.getFirst().shape().elements(), kept + " kept");
        assertArrayEquals(Arrays.copyOf(expected.getFirst().toFloats(), kept), got.toFloats());
      }
      // Both draw the anchors and regions that they learn from.
      case MaskRcnnTraining _ -> {
        double ratio = got.get(0) / expected.getFirst().get(0);
        assertTrue(ratio > 0.5 && ratio < 2, "losses " + expected.getFirst() + " and " + got);
      }
      default -> TOLERANCE.check(work.name(), expected.getFirst(), got);
    }
  }

  @Test
  void torchHasNoDecompositions() {
    DeviceWork work = SmallWorks.all().getLast();
    PeerUnavailableException e =
        assertThrows(PeerUnavailableException.class, () -> torch.open(work));
    assertEquals("torch has no " + work.name(), e.getMessage());
  }

  @Test
  void aProcessThatEndedIsFollowedByAnother() throws PeerUnavailableException {
    DeviceWork work = SmallWorks.all().getFirst();
    torch.open(work).close();
    torch.close();
    try (Contestant peer = torch.open(work)) {
      assertFalse(Double.isNaN(peer.meanMillis(1)));
    }
  }
}
