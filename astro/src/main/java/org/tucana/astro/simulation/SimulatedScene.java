package org.tucana.astro.simulation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.Example;
import org.tucana.nn.data.Picture;

/**
 * A simulated sky with its truth.
 *
 * @param name seed and number
 * @param exposure how it was observed
 * @param style how its display picture was made
 * @param counts raw counts with sky, one channel a band from u to z
 * @param picture the display picture: red, green and blue in [0, 1], 256 levels
 * @param annotations objects large enough to be outlined
 * @param segmentation for each pixel the number of its annotated object in the catalogue, or 0
 * @param catalogue all galaxies and stars
 */
public record SimulatedScene(
    String name,
    Exposure exposure,
    DisplayStyle style,
    Picture counts,
    Picture picture,
    List<Annotation> annotations,
    int[] segmentation,
    List<CatalogueEntry> catalogue) {
  public SimulatedScene {
    annotations = List.copyOf(annotations);
    catalogue = List.copyOf(catalogue);
  }

  /** Display picture and annotations, as training and evaluation take them. */
  public Example example() {
    return new Example(name, picture, annotations);
  }

  /** The counts of each band, a picture of one channel. */
  public Map<Band, Picture> bands() {
    int size = counts.height() * counts.width();
    Map<Band, Picture> bands = new EnumMap<>(Band.class);
    int offset = 0;
    for (Band band : Band.values()) {
      float[] plane = Arrays.copyOfRange(counts.pixels(), offset, offset + size);
      offset += size;
      bands.put(band, new Picture(1, counts.height(), counts.width(), plane));
    }
    return bands;
  }
}
