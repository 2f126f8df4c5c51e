package org.tucana.nn.classifier;

import org.tucana.core.type.RandomKey;
import org.tucana.nn.data.Picture;

/** Changes a picture at random without changing its class or size. */
@FunctionalInterface
public interface Augmentation {
  Picture apply(Picture picture, RandomKey key);

  static Augmentation none() {
    return (picture, key) -> picture;
  }
}
