package org.tucana.app.trace;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.config.TransformConfig;
import org.tucana.detection.structure.PictureSize;
import org.tucana.detection.transform.PictureTransform;
import org.tucana.nn.report.ChannelMosaic;
import org.tucana.nn.report.FeatureMaps;
import org.tucana.nn.report.HeatMap;
import org.tucana.nn.report.PictureImage;

/** The picture as the network takes it. */
final class TransformPage implements StagePage {
  TransformPage() {}

  @Override
  public String title() {
    return "Transform";
  }

  @Override
  public String slug() {
    return "transform";
  }

  @Override
  public void describe(TraceSubject subject, StageReport report) {
    TransformConfig config = subject.config().transform();
    PictureSize original = subject.trace().batch().originals().getFirst();
    PictureSize size = subject.size();
    PictureSize padded = subject.trace().batch().padded();
    HostTensor pixels = subject.trace().batch().pixels().read();
    FeatureMaps maps = FeatureMaps.of(pixels);
    report
        .words(
            """
            A network works best on numbers around zero, and on objects of the sizes it was trained
            on. So each channel's mean brightness is subtracted and the rest divided by its
            deviation, and the picture is resized by one factor. Zeros at the right and below make
            both sides multiples of %d, because the backbone halves them five times. From here to
            the masks, all boxes are in pixels of this resized picture.
            """
                .formatted(TransformConfig.SIZE_DIVISOR))
        .formula(
            """
            x' = (x − mean) / deviation          for each channel
            factor = min(%d / shorter side, %d / longer side)
            """
                .formatted(config.minSize(), config.maxSize()))
        .words(
            String.format(
                Locale.ROOT,
                "Here: %s pixels became %s, padded to %s.",
                of(original),
                of(size),
                of(padded)))
        .table(
            List.of("channel", "mean", "deviation", "least after", "largest after"),
            rows(config, maps))
        .figures(pictures(subject, maps))
        .computedBy(PictureTransform.class)
        .tensor("pixels", pixels)
        .number("original_size", List.of(original.height(), original.width()))
        .number("resized_size", List.of(size.height(), size.width()))
        .number("padded_size", List.of(padded.height(), padded.width()))
        .number("mean", config.imageMean())
        .number("deviation", config.imageStd());
  }

  private static String of(PictureSize size) {
    return size.width() + " x " + size.height();
  }

  private static List<List<String>> rows(TransformConfig config, FeatureMaps maps) {
    List<List<String>> rows = new ArrayList<>();
    for (int c = 0; c < maps.channels(); c++) {
      HeatMap range = HeatMap.spanning(maps.channel(c), maps.rows(), maps.columns());
      rows.add(
          List.of(
              Integer.toString(c),
              Text.three(config.imageMean().get(c)),
              Text.three(config.imageStd().get(c)),
              Text.two(range.low()),
              Text.two(range.high())));
    }
    return rows;
  }

  private static List<StageBlock.Figure> pictures(TraceSubject subject, FeatureMaps maps) {
    BufferedImage given = Sketch.of(PictureImage.of(subject.picture())).image();
    List<StageBlock.Figure> figures = new ArrayList<>();
    figures.add(new StageBlock.Figure("picture", "What was given.", given));
    figures.add(
        new StageBlock.Figure(
            "first-channel",
            "What the network takes, channel 0: blue below the mean, red above it.",
            enlarged(HeatMap.aroundZero(maps.channel(0), maps.rows(), maps.columns()))));
    if (maps.channels() > 1) {
      int[] all = IntStream.range(0, maps.channels()).toArray();
      figures.add(
          new StageBlock.Figure(
              "channels",
              "All channels, each from its least (dark) to its largest number (bright).",
              ChannelMosaic.of(maps, all, Math.min(all.length, 3), 2 * Sketch.SIDE)));
    }
    return figures;
  }

  private static BufferedImage enlarged(HeatMap map) {
    return map.withBar(Sketch.of(map.image(1)).image());
  }
}
