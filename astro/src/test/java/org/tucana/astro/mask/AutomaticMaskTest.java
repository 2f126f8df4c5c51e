package org.tucana.astro.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.tucana.astro.mask.Components.Component;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.testing.SharedData;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.Box;
import org.tucana.nn.data.Picture;

class AutomaticMaskTest {
  private static final OptionalInt UNKNOWN = OptionalInt.empty();

  /** Thresholds and masks of scikit-image 0.19.3 on six stamps. */
  @Test
  void masksEqualThoseOfTheOracle() throws IOException {
    TensorFile tensors = Safetensors.read(SharedData.require("oracles/astro.safetensors"));
    JsonNode cases =
        new ObjectMapper().readTree(SharedData.require("oracles/astro.json").toFile()).get("otsu");
    for (JsonNode expected : cases) {
      String id = expected.get("id").asText();
      HostTensor stamp = tensors.tensors().get(id + ".u8");
      byte[] levels = (byte[]) stamp.array();
      assertEquals(expected.get("threshold_u8").asInt(), Otsu.threshold(levels), id);
      AutomaticMask found =
          AutomaticMask.of(grey(stamp.shape().dim(0), stamp.shape().dim(1), levels));
      assertArrayEquals(
          (byte[]) tensors.tensors().get(id + ".mask").array(), found.mask().pixels());
      assertEquals(expected.get("components").asInt(), found.components().count(), id);
      Component central = found.components().component(found.central());
      assertEquals(expected.get("central_area").asInt(), central.area(), id);
      JsonNode box = expected.get("bbox_yxyx");
      assertEquals(
          new Box(box.get(1).asInt(), box.get(0).asInt(), box.get(3).asInt(), box.get(2).asInt()),
          central.box(),
          id);
      JsonNode centroid = expected.get("centroid_yx");
      assertEquals(centroid.get(0).asDouble(), central.y(), 1e-12, id);
      assertEquals(centroid.get(1).asDouble(), central.x(), 1e-12, id);
    }
  }

  @Test
  void aCentreBesideTheObjectTakesTheNearestOne() {
    Picture sky = Picture.black(1, 100, 100);
    fill(sky, 52, 48, 62, 58);
    fill(sky, 5, 5, 15, 15);
    AutomaticMask found = AutomaticMask.of(sky);
    assertEquals(MaskQuality.GOOD, found.quality());
    Annotation annotation = found.annotation(OptionalInt.of(2));
    assertEquals(new Box(48, 52, 58, 62), annotation.box());
    assertEquals(100, annotation.mask().area());
  }

  @Test
  void anEmptyCentreHasNoObject() {
    Picture sky = Picture.black(1, 100, 100);
    fill(sky, 5, 5, 15, 15);
    AutomaticMask found = AutomaticMask.of(sky);
    assertEquals(MaskQuality.NO_OBJECT, found.quality());
    assertEquals(0, found.mask().area());
    assertThrows(IllegalStateException.class, () -> found.annotation(UNKNOWN));
    assertEquals(MaskQuality.NO_OBJECT, AutomaticMask.of(Picture.black(3, 9, 9)).quality());
    assertEquals(MaskQuality.NO_OBJECT, AutomaticMask.of(Picture.black(1, 1, 1)).quality());
  }

  @Test
  void doubtfulMasksAreSaidToBe() {
    assertEquals(MaskQuality.TOO_SMALL, quality(49, 49, 54, 54));
    assertEquals(MaskQuality.TOO_LARGE, quality(5, 5, 95, 95));
    assertEquals(MaskQuality.CUT_BY_BORDER, quality(40, 30, 100, 70));
    assertEquals(MaskQuality.GOOD, quality(40, 40, 100, 60));
  }

  @Test
  void aMaskOfThreadsIsRagged() {
    Picture sky = Picture.black(1, 100, 100);
    fill(sky, 30, 46, 70, 54);
    for (int row = 30; row < 70; row += 4) {
      fill(sky, row, 30, row + 2, 70);
    }
    assertEquals(MaskQuality.RAGGED, AutomaticMask.of(sky).quality());
    fill(sky, 30, 30, 70, 70);
    assertEquals(MaskQuality.GOOD, AutomaticMask.of(sky).quality());
  }

  @Test
  void openingKeepsWhatIsThreePixelsThick() {
    Picture sky = Picture.black(1, 100, 100);
    fill(sky, 48, 48, 51, 53);
    fill(sky, 49, 53, 51, 60);
    AutomaticMask found = AutomaticMask.of(sky);
    assertEquals(29, found.mask().area());
    assertEquals(15, Opening.of(found.mask()).area());
  }

  private static MaskQuality quality(int top, int left, int bottom, int right) {
    Picture sky = Picture.black(1, 100, 100);
    fill(sky, top, left, bottom, right);
    return AutomaticMask.of(sky).quality();
  }

  private static void fill(Picture picture, int top, int left, int bottom, int right) {
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        picture.pixels()[y * picture.width() + x] = 0.7f;
      }
    }
  }

  private static Picture grey(int height, int width, byte[] levels) {
    float[] pixels = new float[levels.length];
    for (int i = 0; i < levels.length; i++) {
      pixels[i] = Byte.toUnsignedInt(levels[i]) / 255f;
    }
    return new Picture(1, height, width, pixels);
  }
}
