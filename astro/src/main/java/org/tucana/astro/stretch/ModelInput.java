package org.tucana.astro.stretch;

import java.util.Optional;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.core.type.TucanaException;
import org.tucana.nn.data.Picture;

/**
 * Makes of any picture what a model takes: brightness in [0, 1] in its number of channels.
 *
 * @param asked what to map pictures with; where empty, display pictures stay as they are and
 *     physical values take the stretch that the model was trained with
 * @param trained the model's stretch, as {@link Stretch#ofModel} reads it
 * @param channels number of channels of the model
 */
public record ModelInput(Optional<Stretch> asked, Stretch trained, int channels) {
  /**
   * Stretches and repeats.
   *
   * @param source file name, for messages
   * @param loaded a picture from a file
   * @throws TucanaException where the picture has neither one channel nor the model's number
   */
  public Picture of(String source, LoadedPicture loaded) {
    Picture picture = loaded.picture();
    if (picture.channels() != 1 && picture.channels() != channels) {
      throw new TucanaException(
          "picture "
              + source
              + ": has "
              + picture.channels()
              + " channels, but the model takes "
              + channels
              + "; give it one plane or "
              + channels
              + ", as in 'cube.fits[planes=3,2,1]'");
    }
    Picture brightness =
        asked.isEmpty() && loaded.display() ? picture : asked.orElse(trained).apply(picture);
    return repeated(brightness, channels);
  }

  /** A grey picture in so many channels; any other as it is. */
  public static Picture repeated(Picture picture, int channels) {
    if (picture.channels() != 1 || channels == 1) {
      return picture;
    }
    int size = picture.height() * picture.width();
    float[] pixels = new float[Math.multiplyExact(channels, size)];
    for (int c = 0; c < channels; c++) {
      System.arraycopy(picture.pixels(), 0, pixels, c * size, size);
    }
    return new Picture(channels, picture.height(), picture.width(), pixels);
  }
}
