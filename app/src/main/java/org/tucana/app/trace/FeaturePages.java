package org.tucana.app.trace;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.tucana.core.Tensor;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.report.ChannelMosaic;
import org.tucana.nn.report.FeatureMaps;
import org.tucana.nn.report.HeatMap;

/** Feature maps as pictures and numbers: what the pages of backbone and pyramid share. */
final class FeaturePages {
  /** Channels of a mosaic: four in a row. */
  private static final int SHOWN = 16;

  private static final int ACROSS = 4;

  private FeaturePages() {}

  /**
   * Adds a table of all maps, for each its mean over the channels and its liveliest channels, and
   * the numbers.
   *
   * @param maps tensors [1,C,H,W], finest first
   * @param name of a map
   */
  static void add(
      StageReport report, TraceSubject subject, List<Tensor> maps, IntFunction<String> name) {
    List<List<String>> rows = new ArrayList<>();
    List<StageBlock.Figure> means = new ArrayList<>();
    List<StageBlock.Figure> mosaics = new ArrayList<>();
    int paddedWidth = subject.trace().batch().padded().width();
    for (int i = 0; i < maps.size(); i++) {
      HostTensor tensor = maps.get(i).read();
      FeatureMaps features = FeatureMaps.of(tensor);
      HeatMap range = HeatMap.spanning(features.values(), features.values().length, 1);
      int stride = paddedWidth / features.columns();
      rows.add(
          List.of(
              name.apply(i),
              stride + " pixels",
              features.columns() + " x " + features.rows(),
              Integer.toString(features.channels()),
              Text.three(range.low()),
              Text.three(range.high())));
      means.add(
          new StageBlock.Figure(
              name.apply(i) + "-mean",
              name.apply(i) + ": mean over its " + features.channels() + " channels.",
              mean(features, stride)));
      mosaics.add(mosaic(name.apply(i), features));
      report.tensor(name.apply(i), tensor);
    }
    report
        .table(List.of("map", "a cell covers", "cells", "channels", "least", "largest"), rows)
        .figures(means)
        .figures(mosaics);
  }

  /** As large as the picture is drawn, so that places compare. */
  private static BufferedImage mean(FeatureMaps features, int stride) {
    int longest = stride * Math.max(features.rows(), features.columns());
    int side = Math.max(1, stride * Math.max(1, Sketch.SIDE / longest));
    return HeatMap.spanning(features.mean(), features.rows(), features.columns())
        .imageWithBar(side);
  }

  private static StageBlock.Figure mosaic(String name, FeatureMaps features) {
    int[] channels = features.liveliest(SHOWN);
    List<String> numbers = new ArrayList<>();
    for (int c : channels) {
      numbers.add(Integer.toString(c));
    }
    return new StageBlock.Figure(
        name + "-channels",
        name
            + ": the channels that vary most, each in its own range of colours: "
            + String.join(", ", numbers)
            + ".",
        ChannelMosaic.of(features, channels, ACROSS, Sketch.SIDE));
  }
}
