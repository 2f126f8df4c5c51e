package org.tucana.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.tucana.bench.Comparison.Outcome;
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
    public OptionalDouble aim(MatrixProduct work) {
      return OptionalDouble.of(2);
    }

    @Override
    public double convolutionAim() {
      return 1;
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
            suite, suite.pace(false), withPeers, longest, () -> seconds * 1_000_000_000)
        .of(WORKS);
  }

  @Test
  void ratiosAreOurSpeedOverThePeers() throws InterruptedException {
    List<Comparison> rows = measured(size -> 2, size -> 3 * size, true, 100);
    assertEquals(Outcome.absent("not installed"), rows.get(0).other());
    assertEquals(OptionalDouble.empty(), rows.get(0).relativeSpeed());
    assertEquals(OptionalDouble.of(3), rows.get(1).relativeSpeed());
    assertEquals(OptionalDouble.of(4.5), rows.get(2).relativeSpeed());
    assertEquals(OptionalDouble.of(2), rows.get(2).aim());
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
    assertEquals(OptionalDouble.of(1), rows.get(2).relativeSpeed());
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
    assertEquals(Outcome.of(1), rows.get(1).own());
    assertEquals(Outcome.absent("the process ended"), rows.get(1).other());
    assertEquals(OptionalDouble.of(1), rows.get(2).relativeSpeed());
  }

  @Test
  void noWorkBeginsWhenTheTimeIsOver() throws InterruptedException {
    assertEquals(1, measured(size -> 1, size -> 1, false, 1).size());
  }

  @Test
  void nobodyIsNamedUnlessAsked() throws InterruptedException {
    Comparison row = measured(size -> 1, size -> 1, false, 100).getLast();
    assertEquals("", row.peer());
    assertEquals(OptionalDouble.empty(), row.aim());
  }
}
