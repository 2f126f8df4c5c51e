package org.tucana.astro.simulation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Draws a galaxy in all bands: each kind of stars once, then for each band their sum by colour,
 * dimmed by dust, scaled to the magnitude and seen through the atmosphere.
 */
final class GalaxyRenderer {
  /** Pixels nearer than this to a part's centre are sampled finely: profiles are steep there. */
  private static final double CORE = 2.5;

  private static final int CORE_SAMPLES = 6;

  /** Widths of the point-spread function that a footprint reaches beyond the galaxy. */
  private static final double MARGIN = 3.5;

  private final Galaxy galaxy;
  private final double x;
  private final double y;
  private final Exposure exposure;

  GalaxyRenderer(Galaxy galaxy, double x, double y, Exposure exposure) {
    this.galaxy = galaxy;
    this.x = x;
    this.y = y;
    this.exposure = exposure;
  }

  /** A drawn galaxy: its light, and its true magnitude in each band. */
  record Drawn(Footprint footprint, Map<Band, Double> magnitudes) {}

  Drawn draw(List<Band> bands) {
    double widest = 0;
    for (Band band : Band.values()) {
      widest = Math.max(widest, exposure.in(band).seeing().fwhm());
    }
    Footprint footprint = Footprint.around(x, y, galaxy.reach() + Math.ceil(MARGIN * widest) + 1);
    float[][] layers = layers(footprint);
    Map<Band, float[]> sharp = new EnumMap<>(Band.class);
    for (Band band : bands) {
      sharp.put(band, combined(layers, band));
    }
    double red = sum(sharp.containsKey(Band.R) ? sharp.get(Band.R) : combined(layers, Band.R));
    Map<Band, Double> magnitudes = new EnumMap<>(Band.class);
    sharp.forEach((band, plane) -> {
      Exposure.Conditions conditions = exposure.in(band);
      double scale = conditions.electronsOf(galaxy.magnitude()) / red;
      magnitudes.put(band, conditions.magnitudeOf(sum(plane) * scale));
      for (int i = 0; i < plane.length; i++) {
        plane[i] *= (float) scale;
      }
      footprint
          .light()
          .put(band, conditions.seeing().convolve(plane, footprint.height(), footprint.width()));
    });
    return new Drawn(footprint, magnitudes);
  }

  /** Light of each kind of stars, all parts together, and the optical depth of dust. */
  private float[][] layers(Footprint footprint) {
    float[][] layers = new float[Light.POPULATIONS + 1][footprint.size()];
    for (Galaxy.Part part : galaxy.parts()) {
      double centreX = x + part.x();
      double centreY = y + part.y();
      Footprint box = Footprint.around(centreX, centreY, part.light().reach());
      float[][] own = sampled(part.light(), box, centreX, centreY);
      double flux = sum(own[Light.OLD]) + sum(own[Light.DISC]) + sum(own[Light.YOUNG]);
      for (int layer = 0; layer <= Light.DUST; layer++) {
        float scale = layer == Light.DUST ? 1 : (float) (part.share() / flux);
        add(own[layer], scale, box, layers[layer], footprint);
      }
    }
    return layers;
  }

  private static void add(float[] from, float scale, Footprint box, float[] to, Footprint all) {
    for (int row = 0; row < box.height(); row++) {
      int source = row * box.width();
      int target = (box.row() - all.row() + row) * all.width() + box.column() - all.column();
      for (int i = 0; i < box.width(); i++) {
        to[target + i] += scale * from[source + i];
      }
    }
  }

  private static float[][] sampled(Light light, Footprint box, double centreX, double centreY) {
    float[][] layers = new float[Light.POPULATIONS + 1][box.size()];
    double[] sum = new double[Light.POPULATIONS + 1];
    // Small galaxies have structure within a pixel everywhere.
    int usual = light.reach() < 12 ? 3 : light.reach() < 40 ? 2 : 1;
    for (int row = 0; row < box.height(); row++) {
      double dy = box.row() + row + 0.5 - centreY;
      for (int column = 0; column < box.width(); column++) {
        double dx = box.column() + column + 0.5 - centreX;
        double distance = dx * dx + dy * dy;
        double edge = light.reach() + 1;
        if (distance > edge * edge) {
          continue;
        }
        int samples = distance < CORE * CORE ? CORE_SAMPLES : usual;
        Arrays.fill(sum, 0);
        for (int i = 0; i < samples; i++) {
          for (int j = 0; j < samples; j++) {
            light.addTo(dx + (j + 0.5) / samples - 0.5, dy + (i + 0.5) / samples - 0.5, sum);
          }
        }
        int pixel = row * box.width() + column;
        for (int layer = 0; layer <= Light.DUST; layer++) {
          layers[layer][pixel] = (float) (sum[layer] / (samples * samples));
        }
      }
    }
    return layers;
  }

  /** Relative flux in a band. */
  private float[] combined(float[][] layers, Band band) {
    float old = colour(Light.OLD, band);
    float disc = colour(Light.DISC, band);
    float young = colour(Light.YOUNG, band);
    float[] plane = new float[layers[0].length];
    float[] dust = layers[Light.DUST];
    double extinction = band.relativeExtinction();
    for (int i = 0; i < plane.length; i++) {
      plane[i] =
          old * layers[Light.OLD][i]
              + disc * layers[Light.DISC][i]
              + young * layers[Light.YOUNG][i];
    }
    for (int i = 0; i < plane.length; i++) {
      if (dust[i] > 0 && plane[i] > 0) {
        plane[i] *= (float) Math.exp(-extinction * dust[i]);
      }
    }
    return plane;
  }

  private float colour(int population, Band band) {
    return (float) galaxy.populations().get(population).flux(band, galaxy.redshift());
  }

  private static double sum(float[] plane) {
    double sum = 0;
    for (float v : plane) {
      sum += v;
    }
    return sum;
  }
}
