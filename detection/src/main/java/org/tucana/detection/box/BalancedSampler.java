package org.tucana.detection.box;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tucana.core.type.RandomKey;

/**
 * Draws candidates to train on: objects up to a share of the batch, background for the rest.
 *
 * @param batch candidates of one picture
 * @param positiveFraction largest share of objects among them
 */
public record BalancedSampler(int batch, double positiveFraction) {
  public BalancedSampler {
    if (batch < 1 || !(positiveFraction >= 0 && positiveFraction <= 1)) {
      throw new IllegalArgumentException(
          "sampler: the batch must be positive and the fraction lie in [0,1], got "
              + batch
              + " and "
              + positiveFraction);
    }
  }

  /**
   * What was drawn, as rising positions.
   *
   * @param positives candidates that stand for objects
   * @param negatives background
   */
  public record Sample(int[] positives, int[] negatives) {
    public int size() {
      return positives.length + negatives.length;
    }

    /** Objects and background together, as rising positions. */
    public int[] all() {
      int[] all = Arrays.copyOf(positives, size());
      System.arraycopy(negatives, 0, all, positives.length, negatives.length);
      Arrays.sort(all);
      return all;
    }
  }

  /**
   * Draws from matches as {@link Matcher} gives them; undecided candidates are never drawn.
   *
   * @param key the same key draws the same
   */
  public Sample draw(int[] matches, RandomKey key) {
    int[] positive = IntStream.range(0, matches.length).filter(i -> matches[i] >= 0).toArray();
    int[] negative =
        IntStream.range(0, matches.length).filter(i -> matches[i] == Matcher.BACKGROUND).toArray();
    int positives = Math.min(positive.length, (int) (batch * positiveFraction));
    int negatives = Math.min(negative.length, batch - positives);
    return new Sample(
        choose(positive, positives, key.forPurpose(key.purpose() + " objects")),
        choose(negative, negatives, key.forPurpose(key.purpose() + " background")));
  }

  private static int[] choose(int[] from, int count, RandomKey key) {
    if (count == from.length) {
      return from;
    }
    int[] order = key.stream().permutation(from.length);
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      chosen[i] = from[order[i]];
    }
    Arrays.sort(chosen);
    return chosen;
  }
}
