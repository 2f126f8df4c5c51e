package org.tucana.app.trace;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.CategoryStyler;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Softmax;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.config.BoxConfig;
import org.tucana.detection.roi.BoxHead;
import org.tucana.detection.roi.BoxPrediction;
import org.tucana.detection.roi.BoxSelection;

/** What the box head says of classes. */
final class ClassPage implements StagePage {
  private static final int WIDTH = 512;
  private static final int HEIGHT = 300;

  /** Names of more classes than this would cover each other. */
  private static final int MOST_BARS = 7;

  private static final String FORMULA =
      """
      features = relu(W7 · relu(W6 · region))
      z = W · features          p(c) = e^z(c) / Σ e^z(k) over all classes k and background
      """;

  private static final String CLASS_LAYER_WORDS =
      """
       Of these numbers only two things are kept: that of background, and how much all
      classes have together. How the classes share it is said by a layer of its own, which reads
      the features and also the mean and the largest number of each channel of the region. So
      classes can be taught anew without a change of what is taken for an object.
      """
          .stripTrailing();

  private static final String CLASS_LAYER_FORMULA =
      """
      features = relu(W7 · relu(W6 · region))
      z = W · features                                  all classes k and background
      g = V · (features, means of channels, maxima of channels)       classes k alone
      logit(background) = z(background)
      logit(c) = log Σ e^z(k) + g(c) − log Σ e^g(k)     sums over the classes k
      p(c) = e^logit(c) / Σ e^logit = (1 − p(background)) · e^g(c) / Σ e^g(k)
      """;

  ClassPage() {}

  @Override
  public String title() {
    return "Classes";
  }

  @Override
  public String slug() {
    return "classes";
  }

  @Override
  public void describe(TraceSubject subject, StageReport report) {
    BoxConfig config = subject.config().box();
    BoxPrediction prediction = subject.trace().boxPrediction();
    HostTensor probabilities = Activations.softmax(prediction.classLogits(), 1).read();
    report
        .words(
            """
            Each region is flattened and passes two layers of %d features, then one that gives a
            number for every class and for background.%s Softmax turns these numbers into
            probabilities that add up to 1.
            """
                .formatted(config.headWidth(), config.classLayer() ? CLASS_LAYER_WORDS : ""))
        .formula(config.classLayer() ? CLASS_LAYER_FORMULA : FORMULA)
        .words(
            String.format(
                Locale.ROOT,
                config.oneLabel()
                    ? """
                    This detector takes the likeliest class of each region as its label and scores
                    it by the probability that it is any object at all, 1 − p(background); it keeps
                    what scores above %.2f.
                    """
                    : """
                    Every class of a region whose probability is above %.2f becomes a detection of
                    that class, with this probability as its score.
                    """,
                config.scoreThreshold()))
        .computedBy(BoxHead.class, BoxPrediction.class, Softmax.class, BoxSelection.class)
        .tensor("class_logits", prediction.classLogits().read())
        .tensor("probabilities", probabilities)
        .number("classes", names(subject));
    List<TraceSubject.Example> examples = subject.examples();
    if (examples.isEmpty()) {
      report.words("There is no proposal to follow.");
      return;
    }
    List<StageBlock.Figure> figures = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      List<Double> own = of(probabilities, examples.get(i).region());
      figures.add(
          new StageBlock.Figure(
              "scores-" + (i + 1),
              "Probabilities of the proposal of " + examples.get(i).name() + ".",
              chart(names(subject), own)));
      if (names(subject).size() > MOST_BARS) {
        continue;
      }
      List<String> row = new ArrayList<>(List.of(examples.get(i).name()));
      own.forEach(p -> row.add(Text.three(p)));
      rows.add(row);
    }
    List<String> headings = new ArrayList<>(List.of("proposal of"));
    headings.addAll(names(subject));
    report.figures(figures);
    if (!rows.isEmpty()) {
      report.table(headings, rows);
    }
  }

  private static List<String> names(TraceSubject subject) {
    return IntStream.range(0, subject.config().labels()).mapToObj(subject::className).toList();
  }

  private static List<Double> of(HostTensor probabilities, int region) {
    int labels = probabilities.shape().dim(1);
    return IntStream.range(0, labels)
        .mapToObj(label -> probabilities.get(region * labels + label))
        .toList();
  }

  /** One bar a class; of many classes the likeliest. */
  private static BufferedImage chart(List<String> names, List<Double> values) {
    int[] shown = IntStream.range(0, names.size()).toArray();
    if (shown.length > MOST_BARS) {
      shown =
          IntStream.of(shown)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer i) -> -values.get(i)))
              .limit(MOST_BARS)
              .mapToInt(Integer::intValue)
              .toArray();
    }
    CategoryChart chart =
        new CategoryChartBuilder().width(WIDTH).height(HEIGHT).yAxisTitle("probability").build();
    CategoryStyler style = chart.getStyler();
    style.setChartBackgroundColor(Color.WHITE);
    style.setLegendVisible(false);
    style.setYAxisMin(0.0);
    style.setYAxisMax(1.0);
    style.setYAxisDecimalPattern("0.0");
    style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    style.setPlotGridVerticalLinesVisible(false);
    chart
        .addSeries(
            "probability",
            IntStream.of(shown).mapToObj(names::get).toList(),
            IntStream.of(shown).mapToObj(values::get).toList())
        .setFillColor(new Color(0x1F5F9F));
    return BitmapEncoder.getBufferedImage(chart);
  }
}
