package org.tucana.decomposition.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.tucana.decomposition.rank.ModeEstimate;
import org.tucana.decomposition.rewrite.Alteration;
import org.tucana.decomposition.rewrite.Footprint;
import org.tucana.decomposition.rewrite.LayerChange;
import org.tucana.decomposition.rewrite.RewriteReport;
import org.tucana.decomposition.rewrite.StageChange;
import org.tucana.decomposition.rewrite.Treatment;
import org.tucana.decomposition.rewrite.WeightChange;
import org.tucana.nn.module.LayerForm;

class ReportTest {
  private static final Pattern PICTURE = Pattern.compile("data:image/png;base64,([^\"]+)");

  private static Footprint cost(long parameters, long macs, long bytes, double millis) {
    return new Footprint(
        parameters, macs, bytes, millis < 0 ? OptionalDouble.empty() : OptionalDouble.of(millis));
  }

  private static RewriteReport report(String rule, double error, double millis) {
    return new RewriteReport(
        "a<b>.safetensors",
        Treatment.FACTORS,
        rule,
        "all",
        "cpu",
        List.of(
            new LayerChange(
                new WeightChange(
                    "body.conv2",
                    "3x3 64 to 64",
                    new Alteration.Factors(new LayerForm.Tucker2(23, 22)),
                    List.of(
                        new ModeEstimate("in", 64, 23, 23, OptionalDouble.of(0.25)),
                        new ModeEstimate("out", 64, 0, 22, OptionalDouble.of(0.5))),
                    List.of(
                        new ModeEstimate("in", 64, 10, 10, OptionalDouble.of(0.25)),
                        new ModeEstimate("out", 64, 12, 12, OptionalDouble.of(0.5))),
                    "in 23 of 64, out 22 of 64",
                    error,
                    36_864,
                    7_434),
                cost(36_864, 115_605_504, 1_753_088, millis),
                cost(7_434, 23_313_024, 3_000_000, millis / 2)),
            new LayerChange(
                new WeightChange(
                    "body.fc",
                    "64 to 8",
                    new Alteration.Factors(new LayerForm.Svd(2)),
                    List.of(),
                    List.of(),
                    "rank 2 of 8",
                    error,
                    512,
                    144),
                cost(512, 512, 2_000, millis),
                cost(144, 144, 1_000, millis / 2))),
        List.of("body.conv1: no ranks save anything"),
        List.of(),
        List.of(
            new StageChange(
                "whole",
                2 * error,
                cost(40_000, 120_000_000, 2_000_000, millis),
                cost(8_000, 30_000_000, 4_000_000, millis / 2))));
  }

  @Test
  void csvHasARowALayerANetworkAndTheTotal() {
    List<String> lines = CompressionCsv.of(report("evbmf", 0.5, 4)).lines().toList();
    assertEquals(5, lines.size());
    int columns = lines.getFirst().split(",", -1).length;
    assertTrue(lines.stream().allMatch(line -> line.split(",", -1).length == columns));
    assertEquals(
        "layer,body.conv2,3x3 64 to 64,tucker2,23 22,23 0,true,2.50000000e-01 5.00000000e-01,10 12,"
            + "0.50000000,36864,7434,115605504,23313024,1753088,3000000,4.000000,2.000000",
        lines.get(1));
    assertTrue(lines.get(4).startsWith("total,,,,,,,,,0.50000000,40000,8000,"), lines.get(4));
    assertTrue(CompressionCsv.of(report("evbmf", 0.5, -1)).contains(",3000000,,\n"));
  }

  @Test
  void textShowsEveryLayerAndWhatWasLeft() {
    String text = CompressionText.of(report("evbmf", 0.5, 4));
    for (String part :
        List.of("body.conv2", "23, 22 clamped", "0.5000", "body.fc", "whole", "total")) {
      assertTrue(text.contains(part), part + " in " + text);
    }
    assertTrue(text.endsWith("left as it is: body.conv1: no ranks save anything\n"), text);
  }

  @Test
  void htmlIsOnePageWithItsPictures() throws IOException {
    String html = CompressionHtml.of(report("macs:0.5", 0.5, 4));
    assertFalse(html.contains("a<b>"), "names are escaped");
    assertTrue(html.contains("a&lt;b&gt;.safetensors"));
    assertTrue(html.contains("<b>25 %</b>MACs left"), html.substring(0, 2000));
    assertTrue(html.contains("body.conv1: no ranks save anything"));
    assertTrue(html.contains("noise variance 2.50e-01, 5.00e-01"));
    assertFalse(html.contains("src=\"http") || html.contains("<link"), "needs no other file");
    assertTrue(html.contains("<td>10, 12</td>"), "EVBMF's ranks");
    assertEquals(4, pictures(html));
    assertEquals(3, pictures(CompressionHtml.of(report("macs:0.5", 0.5, -1))));
  }

  private static int pictures(String html) throws IOException {
    Matcher matcher = PICTURE.matcher(html);
    int count = 0;
    while (matcher.find()) {
      byte[] png = Base64.getDecoder().decode(matcher.group(1));
      assertTrue(ImageIO.read(new ByteArrayInputStream(png)).getWidth() > 500);
      count++;
    }
    return count;
  }

  @Test
  void aSweepIsATableAndItsPlots() throws IOException {
    List<RewriteReport> points = new ArrayList<>();
    points.add(report("ratio:0.2", 0.5, 4));
    points.add(report("ratio:0.4", 0.25, 6));
    SweepReport sweep = new SweepReport(points);
    List<String> lines = sweep.csv().lines().toList();
    assertEquals("rule,layers,weight_error,output_error,params,macs,bytes,ms", lines.get(0));
    assertEquals("original,0,0.0000000,0.0000000,40000,120000000,2000000,4.000000", lines.get(1));
    assertEquals("ratio:0.4,2,0.25000000,0.50000000,8000,30000000,4000000,3.000000", lines.get(3));
    assertTrue(ImageIO.read(new ByteArrayInputStream(sweep.errorOverMacs())).getHeight() > 200);
    assertTrue(sweep.errorOverMillis().isPresent());
    points.add(report("ratio:0.6", 0.1, -1));
    assertTrue(new SweepReport(points).errorOverMillis().isEmpty());
  }
}
