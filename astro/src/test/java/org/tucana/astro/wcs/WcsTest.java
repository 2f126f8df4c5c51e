package org.tucana.astro.wcs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.astro.io.FitsHeader;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.astro.io.Pictures;
import org.tucana.core.testing.SharedData;
import org.tucana.core.type.FormatException;
import org.tucana.nn.data.Picture;

class WcsTest {
  private static final double ARC_SECONDS = 1e-4;

  static FitsHeader header(String cards) {
    return new FitsHeader(
        Arrays.stream(cards.split(";"))
            .map(card -> card.strip().split("="))
            .map(card -> String.format("%-8s= %s", card[0], card[1]))
            .toList());
  }

  private static FitsHeader tangent(String cards) {
    return header("CTYPE1='RA---TAN';CTYPE2='DEC--TAN';CRPIX1=20;CRPIX2=5.5;" + cards);
  }

  /** Counted from 1, at pixel centres. */
  private static PlanePosition fits(double x, double y) {
    return new PlanePosition(x - 0.5, y - 0.5);
  }

  private static void assertPlace(Wcs wcs, PlanePosition pixel, SkyPosition expected) {
    SkyPosition sky = wcs.sky(pixel);
    assertTrue(sky.separation(expected) < ARC_SECONDS, sky + " is not " + expected);
    PlanePosition back = wcs.pixel(sky).orElseThrow();
    assertEquals(pixel.x(), back.x(), 1e-7);
    assertEquals(pixel.y(), back.y(), 1e-7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tan", "tansip"})
  void sharedFilesAgreeWithAstropy(String name) throws IOException {
    JsonNode expected =
        new ObjectMapper().readTree(SharedData.require("oracles/astro.json").toFile()).get("wcs");
    LoadedPicture loaded = Pictures.load(SharedData.require("oracles/float_" + name + ".fits"));
    Wcs wcs = Wcs.of("a.fits", loaded.header()).orElseThrow();
    JsonNode pixels = expected.get("pixels_1based_xy");
    assertEquals(4, pixels.size());
    for (int i = 0; i < pixels.size(); i++) {
      JsonNode sky = expected.get(name + "_radec").get(i);
      assertPlace(
          wcs,
          fits(pixels.get(i).get(0).asDouble(), pixels.get(i).get(1).asDouble()),
          new SkyPosition(sky.get(0).asDouble(), sky.get(1).asDouble()));
    }
  }

  /** Places of the pixels (1, 1) and (37.25, 80.5), by astropy 8.0.1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CRVAL1=0.01;CRVAL2=-45;CDELT1=-2E-3;CDELT2=2D-3;PC1_1=0.9;PC1_2=-0.3;PC2_1=0.31;PC2_2=0.95;CRPIX2=-5.5 | 0.063880984814633 | -44.99941733257068 | 0.038974047688494544 | -44.82590187286189
          CRVAL1=359.99;CRVAL2=70;CDELT1=-2E-3;CDELT2=2.5E-3;CROTA2=33 | 0.10115471777635321 | 70.01122660249914 | 359.6042685835601 | 70.13804551077345
          CTYPE1='DEC--TAN';CTYPE2='RA---TAN';CRVAL1=12;CRVAL2=200;CD1_1=2E-4;CD1_2=1E-5;CD2_1=-1E-5;CD2_2=-2E-4 | 200.00111433535312 | 11.996154997802696 | 199.98448829601227 | 12.004199572830428
          CRVAL1=30;CRVAL2=90;CDELT1=-0.02;CDELT2=0.02 | 286.6754687381092 | 89.60949356301214 | 42.95276451337551 | 88.4612063497204
          CRVAL1=30;CRVAL2=-20;CDELT1=-0.02;CDELT2=0.02;LONPOLE=150 | 30.39780831958655 | -19.887500655890733 | 28.891981409904176 | -18.870327701616834
          CRVAL1=108000;CRVAL2=-72000;CDELT1=-0.5;CDELT2=0.5;CUNIT1='arcsec';CUNIT2='arcsec' | 30.00280825804696 | -20.000624977880737 | 29.99745057612139 | -19.989583315226742
          """)
  void everyFormOfTheMatrixAgreesWithAstropy(
      String cards, double ra, double dec, double farRa, double farDec) {
    Wcs wcs =
        Wcs.of(
                "a.fits",
                header(cards + ";CTYPE1='RA---TAN';CTYPE2='DEC--TAN';CRPIX1=20;CRPIX2=5.5"))
            .orElseThrow();
    assertPlace(wcs, fits(1, 1), new SkyPosition(ra, dec));
    assertPlace(wcs, fits(37.25, 80.5), new SkyPosition(farRa, farDec));
  }

  @Test
  void strongDistortionsAreUndone() {
    Wcs wcs =
        Wcs.of(
                "a.fits",
                tangent(
                    "CRVAL1=10;CRVAL2=10;CD1_1=1E-4;CD2_2=1E-4;A_ORDER=3;A_2_0=1E-5;A_0_3=-4E-9;"
                        + "B_ORDER=2;B_1_1=-2E-5"))
            .orElseThrow();
    for (int x = -1000; x <= 2000; x += 250) {
      PlanePosition pixel = new PlanePosition(x, 0.7 * x);
      PlanePosition back = wcs.pixel(wcs.sky(pixel)).orElseThrow();
      assertEquals(pixel.x(), back.x(), 1e-6);
      assertEquals(pixel.y(), back.y(), 1e-6);
    }
    assertEquals(Optional.empty(), wcs.pixel(new SkyPosition(190, -10)));
  }

  @Test
  void othersAreNotReadAndNamed() {
    assertEquals(Optional.empty(), Wcs.of("a.fits", FitsHeader.EMPTY));
    assertEquals(Optional.empty(), Wcs.unread("a.fits", FitsHeader.EMPTY));
    FitsHeader sfl = header("CTYPE1='RA---SFL';CTYPE2='DEC--SFL'");
    assertEquals(Optional.empty(), Wcs.of("a.fits", sfl));
    assertEquals(Optional.of("RA---SFL, DEC--SFL"), Wcs.unread("a.fits", sfl));
    FitsHeader bent = tangent("CRVAL1=1;CRVAL2=1;CDELT1=1;CDELT2=1;PV2_5=0.1");
    assertEquals(Optional.of("RA---TAN, DEC--TAN with PV cards"), Wcs.unread("a.fits", bent));
    assertEquals(Optional.empty(), Wcs.unread("a.fits", tangent("CDELT1=1;CDELT2=1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CRVAL1='x';CDELT1=1;CDELT2=1 | CRVAL1 is "x", expected a number
          CD1_1=1;CD1_2=1;CD2_1=1;CD2_2=1 | has no inverse
          CRVAL2=91;CDELT1=1;CDELT2=1 | has the declination 91.0
          CDELT1=1;CDELT2=1;A_ORDER=12 | A_ORDER is 12.0, expected 0 to 9
          CDELT1=1;CDELT2=1;CUNIT1='parsec' | CUNIT1 is "parsec", expected deg
          """)
  void damageIsNamed(String cards, String expected) {
    FormatException fault =
        assertThrows(FormatException.class, () -> Wcs.of("a.fits", tangent(cards)));
    assertTrue(fault.getMessage().startsWith("a.fits: coordinates: "), fault.getMessage());
    assertTrue(fault.getMessage().contains(expected), fault.getMessage());
  }

  @Test
  void bandsAreStackedIfTheyLieOnOneGrid() {
    FitsHeader here = tangent("CRVAL1=10;CRVAL2=10;CDELT1=-1E-3;CDELT2=1E-3");
    FitsHeader beside = tangent("CRVAL1=10.003;CRVAL2=10;CDELT1=-1E-3;CDELT2=1E-3");
    BandStack.Band red =
        band("r", false, new Picture(1, 1, 2, new float[] {1, 2}), FitsHeader.EMPTY);
    BandStack.Band green = band("g", false, new Picture(2, 1, 2, new float[] {3, 4, 5, 6}), here);
    LoadedPicture both = BandStack.of(List.of(red, green));
    assertEquals(3, both.picture().channels());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, both.picture().pixels());
    assertEquals(here, both.header());
    Picture small = new Picture(1, 1, 2, new float[2]);
    assertRefused(
        "g lies elsewhere on the sky, b is 3.0 pixels", green, band("b", false, small, beside));
    assertRefused("r is a FITS image, b is a display picture", red, band("b", true, small, here));
    assertRefused(
        "r has 2x1 pixels, b has 1x2",
        red,
        band("b", false, new Picture(1, 2, 1, new float[2]), here));
  }

  private static BandStack.Band band(
      String name, boolean display, Picture picture, FitsHeader header) {
    return new BandStack.Band(name, new LoadedPicture(picture, display, header));
  }

  private static void assertRefused(String expected, BandStack.Band... bands) {
    FormatException fault = assertThrows(FormatException.class, () -> BandStack.of(List.of(bands)));
    assertTrue(fault.getMessage().startsWith("bands: " + expected), fault.getMessage());
  }
}
