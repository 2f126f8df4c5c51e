package org.tucana.app;

import org.tucana.app.batch.SharedRoom;
import org.tucana.astro.io.Pictures;
import org.tucana.core.type.FormatException;
import org.tucana.detection.detector.DetectorMemory;
import org.tucana.detection.detector.TeamSize;

/**
 * How a run of {@code tucana detect} shares out memory: {@value #RUNTIME_MIB} MiB for the program,
 * what {@link DetectorMemory} says for the network, and {@value #BYTES_A_SAMPLE} bytes for each
 * sample of the pictures that are read, searched or written at a time.
 *
 * @param team how many detectors work
 * @param pictures how many pictures are worked on at a time
 * @param room for their samples
 */
record DetectMemory(TeamSize team, int pictures, SharedRoom room) {
  private static final int RUNTIME_MIB = 96;

  /** As read, as the network takes it, as it is drawn, and as its objects' masks. */
  static final int BYTES_A_SAMPLE = 40;

  /** Room that a picture has at least: three channels of 512x512. */
  private static final long LEAST_SAMPLES = 3L << 18;

  /** While a thread computes, others read and write: writing mostly waits for the disk. */
  private static final int PICTURES_A_THREAD = 4;

  private static final long RUNTIME_BYTES = (long) RUNTIME_MIB << 20;

  /**
   * The most threads, then the most sizes of tiles, with which the network takes no more than half
   * of the memory; one thread and one size where none do.
   *
   * @param asked value of --max-memory; may be null: then the heap bounds threads, but no picture
   *     is refused; no more than the heap counts
   * @param network of no bytes where there is none
   * @param threads how many might work on pictures of their own
   * @param several whether there are several pictures
   * @throws FormatException where one thread does not fit into what was asked for
   */
  static DetectMemory share(String asked, DetectorMemory network, int threads, boolean several) {
    long heap = Runtime.getRuntime().maxMemory();
    long bytes =
        asked == null
            ? heap
            : Math.min(heap, MemoryAmount.parse("detect: --max-memory", asked).bytes());
    TeamSize team = team(bytes / 2, network, threads);
    long room = (bytes - RUNTIME_BYTES - network.bytes(team)) / BYTES_A_SAMPLE;
    if (room >= LEAST_SAMPLES || asked == null) {
      return of(asked, team, Math.max(room, LEAST_SAMPLES), several);
    }
    long needed = RUNTIME_BYTES + network.bytes(team) + LEAST_SAMPLES * BYTES_A_SAMPLE;
    throw new FormatException(
        "detect: --max-memory "
            + asked
            + " is too little ("
            + new MemoryAmount(bytes)
            + " with this heap), one thread and a picture of 512x512 pixels may need "
            + new MemoryAmount(needed)
            + "; give that much, and TUCANA_JAVA_OPTS=-Xmx with it, or leave the option out");
  }

  private static TeamSize team(long bytes, DetectorMemory network, int threads) {
    for (int detectors = threads; detectors > 0; detectors--) {
      for (int sizes = TeamSize.SIZES; sizes > 0; sizes--) {
        TeamSize team = new TeamSize(detectors, sizes);
        if (network.bytes(team) <= bytes) {
          return team;
        }
      }
    }
    return new TeamSize(1, 1);
  }

  private static DetectMemory of(String asked, TeamSize team, long room, boolean several) {
    int wanted = several ? PICTURES_A_THREAD * team.detectors() : 1;
    int pictures = Math.clamp(room / LEAST_SAMPLES, 1, wanted);
    return new DetectMemory(
        team,
        pictures,
        new SharedRoom(
            room / pictures,
            asked == null ? Pictures.MOST_SAMPLES : Math.min(room, Pictures.MOST_SAMPLES)));
  }
}
