package org.tucana.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.decomposition.rank.Evbmf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Estimates the rank of a matrix, or of each mode of a tensor, under noise. */
@Command(
    name = "rank",
    description = "Estimates the rank of a matrix under noise (EVBMF, Nakajima et al. 2013).",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A tensor of more than two axes is unfolded along the mode that --mode names, or along each",
      "in turn. sigma2 is the noise variance of an element. Where all is noise the estimate is 0;",
      "the rank is then 1, and clamped says so.",
      "",
      "Example: tucana rank --input matrix.npy --json",
      "Example: tucana rank --input weights.safetensors:layer2.0.conv2.weight --mode 1"
    })
final class RankCommand implements Callable<Integer> {
  private static final int VALUES_SHOWN = 64;

  @Option(
      names = "--input",
      required = true,
      description = "The tensor: FILE.npy, or FILE.safetensors:NAME; .npz, .pt, .pth and .th too.")
  private String input;

  @Option(
      names = "--mode",
      description = "Unfold along this axis, from 0 (default: all axes of a tensor).")
  private Integer mode;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  RankCommand() {}

  @Override
  public Integer call() throws IOException {
    HostTensor tensor = TensorInput.read(input);
    boolean all = mode == null && tensor.shape().rank() > 2;
    if (!all) {
      ModeRank found = estimate(tensor, checkedMode(tensor));
      print(found.report(), found.toString());
      return 0;
    }
    List<ModeRank> found = new ArrayList<>();
    for (int axis = 0; axis < tensor.shape().rank(); axis++) {
      found.add(estimate(tensor, axis));
    }
    print(
        Map.of("modes", found.stream().map(ModeRank::report).toList()),
        found.stream().map(ModeRank::toString).collect(Collectors.joining("\n")));
    return 0;
  }

  private void print(Map<String, Object> report, String text) {
    if (json) {
      JsonOutput.print(report);
    } else {
      System.out.println(text);
    }
  }

  private int checkedMode(HostTensor tensor) {
    if (mode == null) {
      return 0;
    }
    // What has no two axes is refused as such, whatever the mode.
    if (tensor.shape().rank() > 1 && (mode < 0 || mode >= tensor.shape().rank())) {
      throw new FormatException(
          input
              + ": --mode is "
              + mode
              + " but the tensor "
              + tensor.shape()
              + " has axes 0 to "
              + (tensor.shape().rank() - 1)
              + "; name one of these");
    }
    return mode;
  }

  private ModeRank estimate(HostTensor tensor, int axis) {
    try {
      Evbmf found = Evbmf.of(tensor, axis);
      return new ModeRank(axis, tensor.shape().dim(axis), found);
    } catch (FormatException e) {
      throw new FormatException(input + ": " + e.getMessage(), e);
    }
  }

  /**
   * The estimate for an unfolding.
   *
   * @param size of the axis
   */
  private record ModeRank(int axis, int size, Evbmf found) {
    int rank() {
      return Math.max(1, found.rank());
    }

    boolean clamped() {
      return rank() != found.rank();
    }

    Map<String, Object> report() {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("mode", axis);
      report.put("size", size);
      report.put("rank", rank());
      report.put("estimate", found.rank());
      report.put("clamped", clamped());
      report.put("sigma2", found.noiseVariance());
      report.put("threshold", found.threshold());
      if (found.rank() <= VALUES_SHOWN) {
        report.put("singular_values", values(Evbmf.Component::singularValue));
        report.put("shrunk_singular_values", values(Evbmf.Component::shrunk));
      }
      return report;
    }

    private List<Double> values(Function<Evbmf.Component, Double> value) {
      return found.components().stream().map(value).toList();
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "mode %d of size %d: rank %d%s, sigma2 %.6g, signals above %.6g",
          axis,
          size,
          rank(),
          clamped() ? " (all is noise: estimate 0, clamped)" : "",
          found.noiseVariance(),
          found.threshold());
    }
  }
}
