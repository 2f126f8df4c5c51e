package org.tucana.detection.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.ShapeException;
import org.tucana.detection.config.TransformConfig;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.data.Picture;

class PictureTransformTest {
  @ParameterizedTest
  @CsvSource({
    "150, 180, 160, 224, 160, 192",
    "180, 150, 160, 224, 192, 160",
    "100, 400, 160, 224, 56, 224",
    "256, 256, 256, 256, 256, 256",
    "480, 640, 800, 1333, 800, 1066",
    "1, 1, 800, 1333, 800, 800",
    "60000, 10, 800, 1333, 1332, 1"
  })
  void sidesAreScaledByOneFactorAndRoundedDown(
      int height, int width, int min, int max, int resizedHeight, int resizedWidth) {
    PictureTransform transform =
        new PictureTransform(new TransformConfig(min, max, List.of(0.0), List.of(1.0)));
    assertEquals(
        new PictureSize(resizedHeight, resizedWidth),
        transform.resized(new PictureSize(height, width)));
  }

  @Test
  void picturesAreNormalisedAndPaddedWithZeros() {
    PictureTransform transform =
        new PictureTransform(new TransformConfig(2, 3, List.of(1.0, 2.0), List.of(2.0, 4.0)));
    Picture small = new Picture(2, 2, 2, new float[] {1, 3, 5, 7, 2, 6, 10, 14});
    Picture wide = Picture.black(2, 2, 3);
    try (Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
        EagerSession session = new EagerSession(backend)) {
      PictureBatch batch = transform.batch(session, List.of(small, wide));
      assertEquals(new PictureSize(32, 32), batch.padded());
      assertEquals(new PictureSize(2, 3), batch.sizes().get(1));
      float[] pixels = batch.pixels().toFloats();
      assertArrayEquals(
          new float[] {0, 1, 0, 2, 3, 0},
          new float[] {pixels[0], pixels[1], pixels[2], pixels[32], pixels[33], pixels[64]});
      int secondChannel = 32 * 32;
      assertEquals(1, pixels[secondChannel + 1]);
    }
  }

  static Stream<String> backends() {
    return TestBackends.names();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void normalisationHasTheBitsOfTheBackendsArithmetic(String name) {
    PictureTransform transform =
        new PictureTransform(
            new TransformConfig(96, 96, List.of(0.485, 0.456), List.of(0.229, 0.224)));
    Philox random = new RandomKey(1, "pictures", 0).stream();
    float[] pixels = new float[2 * 96 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    Picture picture = new Picture(2, 96, 64, pixels);
    try (Backend backend = TestBackends.open(name)) {
      try (EagerSession session = new EagerSession(backend)) {
        Tensor mean = session.tensor(new float[] {0.485f, 0.456f}, 1, 2, 1, 1);
        Tensor deviation = session.tensor(new float[] {0.229f, 0.224f}, 1, 2, 1, 1);
        Tensor expected =
            Arithmetic.divide(
                Arithmetic.subtract(session.tensor(pixels, 1, 2, 96, 64), mean), deviation);
        PictureBatch batch = transform.batch(session, List.of(picture, picture));
        for (int n = 0; n < 2; n++) {
          assertArrayEquals(expected.toFloats(), batch.pixels().slice(0, n, n + 1).toFloats());
        }
      }
      assertEquals(List.of(), backend.memory().liveLabels());
    }
  }

  @Test
  void anotherNumberOfChannelsAndAnEmptyPictureAreRefused() {
    PictureTransform transform =
        new PictureTransform(new TransformConfig(2, 3, List.of(1.0, 2.0), List.of(2.0, 4.0)));
    try (Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
        EagerSession session = new EagerSession(backend)) {
      String message =
          assertThrows(
                  ShapeException.class,
                  () -> transform.batch(session, List.of(Picture.black(3, 4, 4))))
              .getMessage();
      assertTrue(
          message.startsWith(
              "transform: the picture has 3 channels but the network takes 2; choose the bands"),
          message);
      assertThrows(
          ShapeException.class, () -> transform.batch(session, List.of(Picture.black(2, 0, 4))));
    }
  }

  @Test
  void truthIsResizedWithThePicture() {
    BinaryMask mask = new BinaryMask(2, 2, new byte[] {0, 1, 0, 0});
    Annotation known = new Annotation(new Box(1, 0, 2, 1), OptionalInt.of(2), mask);
    Annotation unknown = new Annotation(new Box(0, 0, 2, 2), OptionalInt.empty(), mask);
    Annotation empty =
        new Annotation(new Box(0, 0, 0, 0), OptionalInt.of(1), BinaryMask.empty(2, 2));
    PictureTruth truth =
        PictureTruth.of(
            List.of(known, empty, unknown), 2, new PictureSize(2, 2), new PictureSize(4, 6));
    assertArrayEquals(new int[] {2, PictureTruth.UNKNOWN_CLASS}, truth.labels());
    assertEquals(new Box(3, 0, 6, 2), truth.boxes().get(0));
    assertArrayEquals(
        new byte[] {0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
        truth.masks().getFirst().pixels());
  }

  @Test
  void aLabelOrMaskThatDoesNotFitIsRefused() {
    Annotation label =
        new Annotation(new Box(0, 0, 1, 1), OptionalInt.of(3), BinaryMask.empty(2, 2));
    PictureSize size = new PictureSize(2, 2);
    assertEquals(
        "truth: label 3 does not exist, expected 1 to 2",
        assertThrows(
                IllegalArgumentException.class,
                () -> PictureTruth.of(List.of(label), 2, size, size))
            .getMessage());
    PictureSize other = new PictureSize(3, 2);
    assertThrows(
        IllegalArgumentException.class, () -> PictureTruth.of(List.of(label), 3, other, other));
  }
}
