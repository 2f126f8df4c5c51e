package org.tucana.nn.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.tucana.core.type.Shape;

/** A network's torchstat counts as comma-separated values: a line a layer, then the totals. */
public final class TorchstatCsv {
  private static final String HEADER =
      "name,type,in_shape,out_shape,params,MAdd,Flops,MemRead_B,MemWrite_B,MemRW_B,out_memory_MB";
  private static final int MEMORY_DIGITS = 6;
  private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1 << 20);

  private TorchstatCsv() {}

  /** The text, with a line feed after every line. */
  public static String of(NetworkCost cost) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    long outputs = 0;
    for (LayerCost layer : cost.layers()) {
      String place =
          String.join(",", layer.name(), layer.type(), sizes(layer.in()), sizes(layer.out()));
      long out = (long) layer.out().elements() * Counts.ELEMENT_BYTES;
      append(text, place, layer.counts(), out);
      outputs += out;
    }
    append(text, "TOTAL,,,", cost.total(), outputs);
    return text.toString();
  }

  /** Sizes as the tool writes them: {@code 64x56x56}. */
  public static String sizes(Shape shape) {
    return Arrays.stream(shape.dims()).mapToObj(Integer::toString).collect(Collectors.joining("x"));
  }

  private static void append(StringBuilder text, String place, Counts counts, long outputBytes) {
    text.append(place)
        .append(',')
        .append(counts.parameters())
        .append(',')
        .append(counts.multiplyAdds())
        .append(',')
        .append(counts.flops())
        .append(',')
        .append(counts.bytesRead())
        .append(',')
        .append(counts.bytesWritten())
        .append(',')
        .append(counts.bytesMoved())
        .append(',')
        .append(mebibytes(outputBytes))
        .append('\n');
  }

  /** Rounded as the tool does, ties to even: the quotient has a finite binary expansion. */
  private static String mebibytes(long bytes) {
    return BigDecimal.valueOf(bytes)
        .divide(MEBIBYTE, MathContext.UNLIMITED)
        .setScale(MEMORY_DIGITS, RoundingMode.HALF_EVEN)
        .toPlainString();
  }
}
