package org.tucana.app.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tucana.core.kernel.SampleGrid;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.roi.BoxHead;
import org.tucana.nn.report.FeatureMaps;

/** One number of one region, computed again step by step from the cells that it is made of. */
final class WorkedBin {
  /** The bin in the middle. */
  private static final int BIN = BoxHead.REGION_SIDE / 2;

  private static final int CORNERS = 4;

  private final TraceSubject subject;
  private final SampleGrid grid;
  private final TraceSubject.Example example;
  private final FeatureMaps maps;

  WorkedBin(TraceSubject subject, SampleGrid grid, TraceSubject.Example example) {
    this.subject = subject;
    this.grid = grid;
    this.example = example;
    maps = FeatureMaps.of(subject.trace().pyramid().levels().get(grid.level()).read());
  }

  void addTo(StageReport report) {
    HostTensor region =
        subject.trace().boxRegions().slice(0, example.region(), example.region() + 1).read();
    FeatureMaps bins = FeatureMaps.of(region);
    int channel = bins.liveliest(1)[0];
    float pooled = bins.channel(channel)[BIN * BoxHead.REGION_SIDE + BIN];
    List<SampleGrid.Corner> corners = grid.corners(BIN, BIN);
    float[] cells = maps.channel(channel);
    double sum = 0;
    List<List<String>> rows = new ArrayList<>();
    for (int first = 0; first < corners.size(); first += CORNERS) {
      List<String> row = new ArrayList<>();
      double point = 0;
      double share = 0;
      for (SampleGrid.Corner corner : corners.subList(first, first + CORNERS)) {
        share += corner.share();
      }
      for (SampleGrid.Corner corner : corners.subList(first, first + CORNERS)) {
        double value = cells[corner.row() * maps.columns() + corner.column()];
        point += corner.share() / share * value;
        sum += corner.share() * value;
        row.add(
            String.format(
                Locale.ROOT,
                "%.3f · f[%d, %d], which is %.3f",
                corner.share() / share,
                corner.row(),
                corner.column(),
                value));
      }
      row.add(Text.three(point));
      rows.add(row);
    }
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("proposal", example.region());
    numbers.put("level", TraceSubject.level(grid.level()));
    numbers.put("channel", channel);
    numbers.put("row", BIN);
    numbers.put("column", BIN);
    numbers.put("mean_of_points", sum);
    numbers.put("pooled", pooled);
    report
        .words(
            String.format(
                Locale.ROOT,
                """
                One number worked out: bin (row %1$d, column %1$d) of %2$s, channel %3$d. Each row
                is one point, the four cells around it with their weights, and the point's value;
                the bin is the mean of the points, %4$.4f. The detector's own number is %5$.4f.
                """,
                BIN,
                example.name(),
                channel,
                sum,
                pooled))
        .table(List.of("upper left", "upper right", "lower left", "lower right", "point"), rows)
        .number("worked_bin", numbers);
  }
}
