package org.tucana.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.tucana.bench.peak.MachinePeak;
import org.tucana.bench.peer.Contestant;
import org.tucana.bench.peer.PeerFailure;
import org.tucana.bench.peer.PeerUnavailableException;
import org.tucana.bench.work.MatrixProduct;

class MeasurementTest {
  private static final List<MatrixProduct> WORKS =
      List.of(new MatrixProduct(1), new MatrixProduct(2), new MatrixProduct(3));

  private final List<String> closed = new ArrayList<>();
  private long seconds;

  private interface Times {
    double of(int size) throws PeerUnavailableException;
  }

  /** Claims times by the size of a product; a side that throws fails in its run. */
  private final class ClaimingSuite implements Suite<MatrixProduct> {
    private final Times own;
    private final Times peers;

    ClaimingSuite(Times own, Times peers) {
      this.own = own;
      this.peers = peers;
    }

    @Override
    public List<MatrixProduct> works() {
      return WORKS;
    }

    @Override
    public boolean takesLong(MatrixProduct work) {
      return false;
    }

    @Override
    public Interleaving pace(boolean quick) {
      return new Interleaving(3, 0.001, 0, 0, 0, 1);
    }

    @Override
    public double longestSeconds(boolean quick) {
      return 100;
    }

    private Contestant claiming(String side, Times times, MatrixProduct work) {
      return new Contestant() {
        @Override
        public double meanMillis(int runs) {
          seconds++;
          try {
            return times.of(work.size());
          } catch (PeerUnavailableException e) {
            throw new AssertionError(e);
          }
        }

        @Override
        public void close() {
          closed.add(side + work.size());
        }
      };
    }

    @Override
    public Contestant own(MatrixProduct work) {
      return claiming("own", own, work);
    }

    @Override
    public String precision(MatrixProduct work) {
      return "float32";
    }

    @Override
    public String peerName(MatrixProduct work) {
      return "fake";
    }

    @Override
    public Contestant peer(MatrixProduct work) throws PeerUnavailableException {
      if (work.size() == 1) {
        throw new PeerUnavailableException("not installed");
      }
      return claiming("peer", peers, work);
    }

    @Override
    public Aim aim(MatrixProduct work) {
      return Aim.ofTime(0.5);
    }

    @Override
    public OptionalDouble convolutionAim() {
      return OptionalDouble.empty();
    }

    @Override
    public Optional<MachinePeak> peak() {
      return Optional.empty();
    }

    @Override
    public OptionalLong ownPeakBytes(MatrixProduct work) {
      return OptionalLong.of(work.size());
    }

    @Override
    public OptionalLong peerPeakBytes(MatrixProduct work) {
      return OptionalLong.of(2L * work.size());
    }

    @Override
    public OptionalDouble error(MatrixProduct work) {
      return OptionalDouble.of(1e-7);
    }

    @Override
    public Map<String, Object> machine(boolean withPeers) {
      return Map.of();
    }

    @Override
    public void close() {}
  }

  private List<Comparison> measured(Times own, Times peers, boolean withPeers, double longest)
      throws InterruptedException {
    Suite<MatrixProduct> suite = new ClaimingSuite(own, peers);
    return new Measurement<>(
            suite, suite.pace(false), withPeers, true, longest, () -> seconds * 1_000_000_000)
        .of(WORKS);
  }

  @Test
  void sharesAreOurTimeOverThePeers() throws InterruptedException {
    List<Comparison> rows = measured(size -> 2, size -> 3 * size, true, 100);
    assertEquals(Outcome.absent("not installed"), rows.get(0).other());
    assertEquals(Optional.empty(), rows.get(0).share());
    assertEquals(1.0 / 3, rows.get(1).share().orElseThrow().value(), 1e-12);
    assertEquals(2.0 / 9, rows.get(2).share().orElseThrow().value(), 1e-12);
    assertEquals(Optional.of(true), rows.get(2).isFastEnough());
    assertEquals(List.of("own1", "own2", "peer2", "own3", "peer3"), closed);
  }

  @Test
  void aWorkThatFailsLeavesTheOthers() throws InterruptedException {
    List<Comparison> rows =
        measured(
            size -> {
              if (size == 2) {
                throw new IllegalStateException("out of memory");
              }
              return 1;
            },
            size -> 1,
            true,
            100);
    assertEquals(Outcome.absent("out of memory"), rows.get(1).own());
    assertEquals(1, rows.get(2).share().orElseThrow().value());
    assertEquals(List.of("own1", "own2", "peer2", "own3", "peer3"), closed);
  }

  @Test
  void aPeerThatFailsLeavesOurTime() throws InterruptedException {
    List<Comparison> rows =
        measured(
            size -> 1,
            size -> {
              if (size == 2) {
                throw new PeerFailure("the process ended", null);
              }
              return 1;
            },
            true,
            100);
    assertEquals(OptionalDouble.of(1), rows.get(1).own().millis());
    assertEquals(Outcome.absent("the process ended"), rows.get(1).other());
    assertEquals(1, rows.get(2).share().orElseThrow().value());
  }

  @Test
  void noWorkBeginsWhenTheTimeIsOver() throws InterruptedException {
    assertEquals(1, measured(size -> 1, size -> 1, false, 1).size());
  }

  @Test
  void nobodyIsNamedUnlessAsked() throws InterruptedException {
    Comparison row = measured(size -> 1, size -> 1, false, 100).getLast();
    assertEquals("", row.peer());
    assertEquals(Aim.NONE, row.aim());
  }

  @Test
  void memoryAndErrorAreOfSidesThatRan() throws InterruptedException {
    List<Comparison> rows = measured(size -> 1, size -> 1, true, 100);
    assertEquals(OptionalLong.of(1), rows.get(0).own().peakBytes());
    assertEquals(OptionalLong.empty(), rows.get(0).other().peakBytes());
    assertEquals(OptionalDouble.of(0.5), rows.get(1).memoryShare());
    assertEquals(OptionalDouble.of(1e-7), rows.get(1).error());
  }
}
