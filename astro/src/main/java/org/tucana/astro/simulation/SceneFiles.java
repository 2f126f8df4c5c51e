package org.tucana.astro.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.io.FitsHeader;
import org.tucana.astro.io.FitsWriter;
import org.tucana.astro.io.PictureFormat;
import org.tucana.core.io.WholeFile;

/**
 * Writes a scene: the display picture, raw counts of all bands, the segmentation map and the
 * catalogue, each whole or not at all.
 */
public final class SceneFiles {
  /** Where on the sky scenes are put, degrees. */
  private static final double RIGHT_ASCENSION = 150;

  private static final double DECLINATION = 2;

  private static final String COLUMNS =
      "id,class,x,y,u,g,r,i,z,effective_radius,axis_ratio,angle,sersic_index,redshift,isophote,area";

  private SceneFiles() {}

  /**
   * Writes {@code NAME-bands.fits}, {@code NAME-segmentation.fits}, {@code NAME-catalog.csv} and
   * the display picture, {@code NAME.png} or {@code NAME.jpg}.
   *
   * @param folder must exist
   * @param display format of the display picture
   * @return name of the display picture's file
   */
  public static String write(Path folder, String name, SimulatedScene scene, PictureFormat display)
      throws IOException {
    int side = scene.counts().height();
    String shown = name + display.extension();
    display.write(folder.resolve(shown), scene.picture());
    FitsWriter.writeImage(
        folder.resolve(name + "-bands.fits"), scene.counts(), header(scene, true));
    FitsWriter.writeSegmentation(
        folder.resolve(name + "-segmentation.fits"),
        side,
        side,
        scene.segmentation(),
        header(scene, false));
    byte[] catalogue = catalogue(scene.catalogue()).getBytes(StandardCharsets.UTF_8);
    WholeFile.write(folder.resolve(name + "-catalog.csv"), stream -> stream.write(catalogue));
    return shown;
  }

  /** A row for each galaxy and star; what an object does not have is empty. */
  static String catalogue(List<CatalogueEntry> entries) {
    StringBuilder text = new StringBuilder(COLUMNS).append('\n');
    for (CatalogueEntry e : entries) {
      List<String> cells = new ArrayList<>();
      cells.add(Integer.toString(e.id()));
      cells.add(e.kind().map(GalaxyClass::title).orElse("star"));
      cells.add(number("%.3f", e.x()));
      cells.add(number("%.3f", e.y()));
      for (Band band : Band.values()) {
        cells.add(number("%.4f", e.magnitudes().get(band)));
      }
      cells.add(number("%.4f", e.effectiveRadius()));
      cells.add(number("%.4f", e.axisRatio()));
      cells.add(number("%.2f", e.angle()));
      cells.add(number("%.3f", e.index()));
      cells.add(number("%.5f", e.redshift()));
      cells.add(number("%.4f", e.isophote()));
      cells.add(Integer.toString(e.area()));
      text.append(String.join(",", cells)).append('\n');
    }
    return text.toString();
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }

  /** A tangential projection about the middle, and, for counts, what they were taken with. */
  private static FitsHeader header(SimulatedScene scene, boolean counts) {
    List<String> cards = new ArrayList<>();
    double scale = scene.exposure().pixelScale() / 3600;
    double middle = scene.counts().width() / 2.0 + 0.5;
    cards.add(card("WCSAXES", "2"));
    cards.add(card("CTYPE1", "'RA---TAN'"));
    cards.add(card("CTYPE2", "'DEC--TAN'"));
    cards.add(card("CUNIT1", "'deg     '"));
    cards.add(card("CUNIT2", "'deg     '"));
    cards.add(card("CRPIX1", number("%.1f", middle)));
    cards.add(card("CRPIX2", number("%.1f", middle)));
    cards.add(card("CRVAL1", number("%.6f", RIGHT_ASCENSION)));
    cards.add(card("CRVAL2", number("%.6f", DECLINATION)));
    cards.add(card("CD1_1", number("%.12E", -scale)));
    cards.add(card("CD1_2", "0.0"));
    cards.add(card("CD2_1", "0.0"));
    cards.add(card("CD2_2", number("%.12E", scale)));
    cards.add(card("RADESYS", "'ICRS    '"));
    if (counts) {
      Exposure exposure = scene.exposure();
      cards.add(card("BUNIT", "'count   '"));
      cards.add(card("GAIN", number("%.6f", exposure.gain())));
      cards.add(card("FILTERS", "'" + perBand(Band::title) + "'"));
      cards.add(card("MAGZERO", "'" + perBand(b -> number("%.4f", exposure.zeroPoint(b))) + "'"));
      cards.add(
          card("FWHM", "'" + perBand(b -> number("%.3f", exposure.in(b).seeing().fwhm())) + "'"));
      cards.add(
          card(
              "SKY",
              "'" + perBand(b -> number("%.2f", exposure.in(b).sky() / exposure.gain())) + "'"));
    }
    return new FitsHeader(cards);
  }

  private static String perBand(Function<Band, String> value) {
    return List.of(Band.values()).stream().map(value).collect(Collectors.joining(" "));
  }

  private static String card(String keyword, String value) {
    return String.format(Locale.ROOT, "%-80s", String.format("%-8s= %20s", keyword, value));
  }
}
