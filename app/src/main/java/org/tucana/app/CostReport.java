package org.tucana.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ways in which costs are printed. */
sealed interface CostReport permits TorchstatReport, OperatorsReport {
  /** Totals and every layer; keys are those of the published tables. */
  Map<String, Object> json();

  /** Every layer and the totals. */
  String csv();

  /** What the figures leave out, a line each. */
  List<String> notes();

  /** For people: totals and, if wanted, every layer. */
  String text(boolean layers);

  /** What all figures of a row have in common. */
  static Map<String, Object> figures(
      long parameters, long multiplyAdds, long flops, long bytesRead, long bytesWritten) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("params", parameters);
    figures.put("madd", multiplyAdds);
    figures.put("flops", flops);
    figures.put("memread", bytesRead);
    figures.put("memwrite", bytesWritten);
    figures.put("memrw", bytesRead + bytesWritten);
    return figures;
  }

  /** In powers of 1,000. */
  static String millions(long count) {
    return String.format(Locale.ROOT, "%.2f M", count / 1e6);
  }

  static String billions(long count) {
    return String.format(Locale.ROOT, "%.2f G", count / 1e9);
  }

  /** In powers of 1,024, as the published tables have it. */
  static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f MB", bytes / (double) (1 << 20));
  }

  /** A whole number with separators between thousands. */
  static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
