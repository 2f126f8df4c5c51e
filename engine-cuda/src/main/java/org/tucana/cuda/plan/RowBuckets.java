package org.tucana.cuda.plan;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.Node;
import org.tucana.core.Permute;
import org.tucana.core.Program;
import org.tucana.core.Reshape;
import org.tucana.core.op.AdaptiveAveragePool2d;
import org.tucana.core.op.Affine;
import org.tucana.core.op.BatchNorm;
import org.tucana.core.op.Bilinear;
import org.tucana.core.op.BinaryOp;
import org.tucana.core.op.Cast;
import org.tucana.core.op.Clamp;
import org.tucana.core.op.Concat;
import org.tucana.core.op.Conv2d;
import org.tucana.core.op.ConvTranspose2d;
import org.tucana.core.op.Linear;
import org.tucana.core.op.LogSoftmax;
import org.tucana.core.op.MaxPool2d;
import org.tucana.core.op.Nearest;
import org.tucana.core.op.RoundToLevels;
import org.tucana.core.op.Softmax;
import org.tucana.core.op.UnaryOp;
import org.tucana.core.type.TensorType;

/**
 * Sizes of the leading axis that graphs are captured for. A graph has fixed sizes, so a run of
 * fewer rows is filled up to the next bucket; where rows touch each other, every size has a graph
 * of its own.
 */
record RowBuckets(boolean rowByRow) {
  private static final List<Integer> SIZES = List.of(16, 64, 256, 1000);

  static RowBuckets of(Program program) {
    return new RowBuckets(program.nodes().stream().allMatch(RowBuckets::isRowByRow));
  }

  /** Whether a result's row is computed from that row of the inputs and from parameters. */
  private static boolean isRowByRow(Node node) {
    return switch (node.op()) {
      case UnaryOp _, BinaryOp _, Affine _, Clamp _, RoundToLevels _, Cast _ -> true;
      case Conv2d _, ConvTranspose2d _, Linear _, BatchNorm _ -> true;
      case MaxPool2d _, AdaptiveAveragePool2d _, Nearest _, Bilinear _ -> true;
      case Softmax softmax -> softmax.axis() > 0;
      case LogSoftmax softmax -> softmax.axis() > 0;
      case Concat concat -> concat.axis() > 0;
      case Permute permute -> permute.axes().getFirst() == 0;
      case Reshape reshape -> reshape.dims().getFirst() == -1;
      default -> false;
    };
  }

  /** The types to run inputs of these types at. */
  List<TensorType> sized(List<TensorType> given, List<TensorType> traced) {
    List<TensorType> sized = new ArrayList<>(given.size());
    for (int i = 0; i < given.size(); i++) {
      TensorType type = given.get(i);
      boolean partly = rowByRow && !type.equals(traced.get(i)) && type.shape().elements() > 0;
      sized.add(
          partly
              ? type.withShape(
                  type.shape().with(0, size(type.shape().dim(0), traced.get(i).shape().dim(0))))
              : type);
    }
    return sized;
  }

  /** The smallest bucket that holds the rows; up to 16 rows every number is one. */
  static int size(int rows, int traced) {
    if (traced <= SIZES.getFirst()) {
      return rows;
    }
    return SIZES.stream().filter(size -> size >= rows && size < traced).findFirst().orElse(traced);
  }
}
