package org.tucana.detection.roi;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.box.BalancedSampler;
import org.tucana.detection.box.BoxCoder;
import org.tucana.detection.box.Matcher;
import org.tucana.detection.config.BoxConfig;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.transform.PictureTruth;

/**
 * The regions of one picture that the heads are trained on: drawn from its proposals and true
 * boxes.
 *
 * @param regions boxes in pixels of the resized picture
 * @param matches for each region the position of its object, or {@link Matcher#BACKGROUND}
 * @param truth the picture's objects
 */
public record RoiSamples(Boxes regions, int[] matches, PictureTruth truth) {
  /** Label of background. */
  public static final int BACKGROUND_LABEL = 0;

  /** Draws regions of one picture. */
  public static RoiSamples draw(
      BoxConfig config, Boxes proposals, PictureTruth truth, RandomKey key) {
    Matcher matcher =
        new Matcher((float) config.foregroundIou(), (float) config.backgroundIou(), false);
    Boxes candidates = Boxes.concat(List.of(proposals, truth.boxes()));
    int[] matches = matcher.match(truth.boxes(), candidates);
    BalancedSampler sampler =
        new BalancedSampler(config.batchSizePerImage(), config.positiveFraction());
    int[] drawn = sampler.draw(matches, key).all();
    return new RoiSamples(
        candidates.select(drawn), IntStream.of(drawn).map(i -> matches[i]).toArray(), truth);
  }

  /** Draws regions of each picture of a batch. */
  public static List<RoiSamples> draw(
      BoxConfig config, List<Boxes> proposals, List<PictureTruth> truth, RandomKey key) {
    List<RoiSamples> samples = new ArrayList<>(truth.size());
    for (int n = 0; n < truth.size(); n++) {
      RandomKey ofPicture = key.forPurpose(key.purpose() + " regions of picture " + n);
      samples.add(draw(config, proposals.get(n), truth.get(n), ofPicture));
    }
    return samples;
  }

  public int size() {
    return matches.length;
  }

  /** Regions that stand for objects. */
  public int[] objects() {
    return IntStream.range(0, size()).filter(i -> matches[i] >= 0).toArray();
  }

  /** Boxes of the regions that stand for objects. */
  public Boxes objectRegions() {
    return regions.select(objects());
  }

  /**
   * The label of a region: {@link #BACKGROUND_LABEL}, a class from 1 on, or {@link
   * PictureTruth#UNKNOWN_CLASS}.
   */
  public int label(int region) {
    return matches[region] < 0 ? BACKGROUND_LABEL : truth.labels()[matches[region]];
  }

  /** Offsets [n,4] from the given regions, which stand for objects, to the objects' boxes. */
  float[] offsets(BoxCoder coder, int... objects) {
    int[] matched = IntStream.of(objects).map(i -> matches[i]).toArray();
    return coder.encode(truth.boxes().select(matched), regions.select(objects));
  }
}
