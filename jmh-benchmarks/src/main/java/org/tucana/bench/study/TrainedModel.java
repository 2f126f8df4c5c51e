package org.tucana.bench.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tucana.core.type.FormatException;
import org.tucana.nn.metric.Median;
import org.tucana.nn.train.TrainLog;
import org.tucana.nn.train.TrainStep;

/**
 * A detector that was trained for a while of some length.
 *
 * @param length the length's label, for example the number of epochs
 * @param kind what was trained: normal, or the name of a compact one
 * @param model the detector, under the name {@code kind-length}
 * @param seconds of its training, where its log lies beside it: each step as long as the middle one
 *     of its neighbours, so that short trouble of the machine does not count
 */
record TrainedModel(String length, String kind, StudyModel model, OptionalDouble seconds) {
  private static final Pattern LABELLED =
      Pattern.compile("([A-Za-z0-9.]{1,12}):([A-Za-z0-9.]{1,20})=(.+)");

  /** Where training writes, beside its model. */
  private static final String FOLDER = ".training";

  private static final String LOG = "log.jsonl";

  /** Steps of one stage of a training, mostly, which take equally long. */
  private static final int NEIGHBOURS = 25;

  /**
   * Reads a model that an option names.
   *
   * @param text {@code LABEL:NAME=FILE}
   * @throws FormatException where the text has another form, or as {@link StudyModel#read}
   */
  static TrainedModel read(String text) throws IOException {
    Matcher matcher = LABELLED.matcher(text);
    if (!matcher.matches()) {
      throw new FormatException(
          "study: --length is LABEL:NAME=FILE, label and name of letters, digits and dots, got '"
              + text
              + "'; write for example 3:normal=short.safetensors");
    }
    String length = matcher.group(1);
    String kind = matcher.group(2);
    StudyModel model = StudyModel.read("--length", kind + "-" + length + "=" + matcher.group(3));
    return new TrainedModel(length, kind, model, seconds(model.file()));
  }

  private static OptionalDouble seconds(Path model) throws IOException {
    Path log = model.resolveSibling(model.getFileName() + FOLDER).resolve(LOG);
    if (!Files.isRegularFile(log)) {
      return OptionalDouble.empty();
    }
    double[] steps = TrainLog.read(log).stream().mapToDouble(TrainStep::seconds).toArray();
    return steps.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(smoothSum(steps));
  }

  private static double smoothSum(double[] steps) {
    double sum = 0;
    for (int start = 0; start < steps.length; start += NEIGHBOURS) {
      int end = Math.min(steps.length, start + NEIGHBOURS);
      sum += (end - start) * Median.of(Arrays.copyOfRange(steps, start, end));
    }
    return sum;
  }
}
