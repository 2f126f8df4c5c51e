package org.tucana.bench.study;

import java.io.IOException;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.evaluation.LabelledPicture;
import org.tucana.detection.evaluation.LabelledPictures;
import org.tucana.nn.data.Picture;

/**
 * Pictures of known truth, under a name and a key.
 *
 * @param name fit for names of files
 * @param key of all that decides about the pictures
 * @param pictures the pictures
 */
record PictureSource(String name, String key, LabelledPictures pictures) {
  /** Samples of 0..255 in [0, 1]. */
  private static final double FULL_SCALE = 255;

  /**
   * Some of the pictures, evenly spread over all.
   *
   * @param most how many at most
   */
  PictureSource some(int most) {
    LabelledPictures all = pictures;
    int count = Math.min(most, all.size());
    return new PictureSource(
        name + "-some-" + count,
        StudyKey.of(key, count),
        new LabelledPictures() {
          @Override
          public String title() {
            return all.title();
          }

          @Override
          public int size() {
            return count;
          }

          @Override
          public LabelledPicture picture(int index) throws IOException {
            return all.picture((int) ((long) index * all.size() / count));
          }
        });
  }

  /**
   * The same pictures with independent Gaussian noise on every sample, clipped to [0, 1].
   *
   * @param sigma its deviation, of samples in 0..255
   * @param seed draws it, for every picture anew
   */
  PictureSource noisy(double sigma, long seed) {
    LabelledPictures clean = pictures;
    return new PictureSource(
        name + "-noise-" + sigma,
        StudyKey.of(key, sigma, seed),
        new LabelledPictures() {
          @Override
          public String title() {
            return clean.title() + ", sigma " + sigma;
          }

          @Override
          public int size() {
            return clean.size();
          }

          @Override
          public LabelledPicture picture(int index) throws IOException {
            LabelledPicture own = clean.picture(index);
            RandomKey drawing = new RandomKey(seed, "noise of a study", index);
            return new LabelledPicture(
                own.name(), noisy(own.picture(), sigma / FULL_SCALE, drawing), own.truth());
          }
        });
  }

  private static Picture noisy(Picture clean, double deviation, RandomKey key) {
    Philox random = key.stream();
    float[] samples = clean.pixels().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) Math.clamp(samples[i] + deviation * random.nextGaussian(), 0, 1);
    }
    return new Picture(clean.channels(), clean.height(), clean.width(), samples);
  }
}
