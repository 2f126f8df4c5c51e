package org.tucana.astro.augment;

import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.structure.Example;
import org.tucana.detection.structure.Orientation;
import org.tucana.nn.data.Picture;

/**
 * The augmentation of the published study: mirrored left and right and up and down with probability
 * one half each, turned by 90, 180 or 270 degrees, and noise on each sample.
 *
 * @param noise samples change by a uniform number up to this; 0 for none
 */
public record Augmentation(float noise) {
  /** Noise of five levels of 256. */
  public static final Augmentation PUBLISHED = new Augmentation(5 / 255f);

  private static final int TURNS = 3;

  public Augmentation {
    if (!(noise >= 0 && noise <= 1)) {
      throw new IllegalArgumentException("augmentation: expected noise in [0, 1], got " + noise);
    }
  }

  /** An example changed as the key says; the same key gives the same example. */
  public Example apply(Example example, RandomKey key) {
    Example turned = orientation(key).apply(example);
    return new Example(turned.name(), noisy(turned.picture(), key), turned.annotations());
  }

  /** A picture changed as the key says, like that of an example. */
  public Picture apply(Picture picture, RandomKey key) {
    return noisy(orientation(key).apply(picture), key);
  }

  private static Orientation orientation(RandomKey key) {
    Philox random = key.forPurpose("augment-orientation").stream();
    return new Orientation(
        random.nextInt(2) == 1, random.nextInt(2) == 1, 1 + random.nextInt(TURNS));
  }

  private Picture noisy(Picture picture, RandomKey key) {
    if (noise == 0) {
      return picture;
    }
    Philox random = key.forPurpose("augment-noise").stream();
    float[] pixels = picture.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      float changed = pixels[i] + noise * (float) random.nextDouble(-1, 1);
      pixels[i] = Math.min(1, Math.max(0, changed));
    }
    return new Picture(picture.channels(), picture.height(), picture.width(), pixels);
  }
}
