package org.tucana.detection.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The pictures to show.
 *
 * @param best indices of pictures, the best first
 * @param worst indices of other pictures, the worst first
 */
record PictureRanking(List<Integer> best, List<Integer> worst) {

  /**
   * By quality; of equal ones the picture with more objects is the better one where all is well and
   * the worse one where nothing is.
   *
   * @param most how many of either
   */
  static PictureRanking of(List<PictureQuality> qualities, int most) {
    Comparator<Integer> better =
        Comparator.comparingDouble((Integer i) -> qualities.get(i).quality())
            .thenComparingInt(i -> qualities.get(i).found() - qualities.get(i).missed())
            .reversed();
    List<Integer> ranked =
        IntStream.range(0, qualities.size())
            .boxed()
            .filter(i -> !Double.isNaN(qualities.get(i).quality()))
            .sorted(better)
            .toList();
    int best = Math.min(most, (ranked.size() + 1) / 2);
    int worst = Math.min(most, ranked.size() - best);
    return new PictureRanking(
        ranked.subList(0, best), ranked.subList(ranked.size() - worst, ranked.size()).reversed());
  }
}
