package org.tucana.core.cpu;

import java.util.Optional;
import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Loss;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.Operand;

/**
 * Losses of float32 values, each term and all sums in double: terms are summed in blocks of fixed
 * size, the blocks in their order.
 */
final class CpuLoss implements Loss {
  private static final int BLOCK = 1 << 12;

  private final Workers workers;

  CpuLoss(Workers workers) {
    this.workers = workers;
  }

  /** The sum of consecutive terms. */
  @FunctionalInterface
  private interface Terms {
    double sum(int from, int to);
  }

  private double total(int items, int block, Terms terms) {
    int blocks = (items + block - 1) / block;
    double[] partial = workers.scratch().doubles(Scratch.Purpose.PARTIAL_SUMS, blocks);
    Ranges.run(
        workers, items, block, (from, to, scratch) -> partial[from / block] = terms.sum(from, to));
    double sum = 0;
    for (int i = 0; i < blocks; i++) {
      sum += partial[i];
    }
    return sum;
  }

  /** What a sum, or the gradient of one, becomes under a reduction; 0 over nothing. */
  private static double reduced(LossReduction reduction, double sum, double divisor) {
    return switch (reduction) {
      case SUM -> sum;
      case MEAN -> divisor == 0 ? 0 : sum / divisor;
    };
  }

  private static void put(Operand loss, double value) {
    HostStorage.floats(loss)[loss.offset()] = (float) value;
  }

  private static double scalar(Operand dLoss) {
    return HostStorage.floats(dLoss)[dLoss.offset()];
  }

  /** Rows of logits with a class each; rows of class {@code ignoreIndex} weigh nothing. */
  private static final class Rows {
    private final float[] logits;
    private final int at;
    private final int classes;
    private final int[] targets;
    private final int targetsAt;
    private final int ignoreIndex;
    private final float[] weights;
    private final int weightsAt;
    private final double weightSum;

    Rows(Operand x, Operand target, Optional<Operand> classWeights, int ignoreIndex) {
      logits = HostStorage.floats(x);
      at = x.offset();
      classes = x.dim(1);
      targets = HostStorage.ints(target);
      targetsAt = target.offset();
      this.ignoreIndex = ignoreIndex;
      weights = classWeights.map(HostStorage::floats).orElse(null);
      weightsAt = classWeights.map(Operand::offset).orElse(0);
      double sum = 0;
      for (int row = 0; row < x.dim(0); row++) {
        sum += weight(row);
      }
      weightSum = sum;
    }

    int target(int row) {
      return targets[targetsAt + row];
    }

    /** Weight of a row; refuses a class that does not exist. */
    double weight(int row) {
      int t = target(row);
      if (t == ignoreIndex) {
        return 0;
      }
      if (t < 0 || t >= classes) {
        throw KernelChecks.noClass(t, row, classes, ignoreIndex);
      }
      return weights == null ? 1 : weights[weightsAt + t];
    }

    double logit(int row, int c) {
      return logits[at + row * classes + c];
    }

    double logSumExp(int row) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        largest = Math.max(largest, logit(row, c));
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Elementary.exp(logit(row, c) - largest);
      }
      return largest + Elementary.log(sum);
    }

    int block() {
      return Math.max(1, BLOCK / Math.max(1, classes));
    }
  }

  @Override
  public void crossEntropy(
      LossReduction reduction,
      int ignoreIndex,
      Operand x,
      Operand target,
      Optional<Operand> classWeights,
      Operand loss) {
    Rows rows = new Rows(x, target, classWeights, ignoreIndex);
    double sum =
        total(
            x.dim(0),
            rows.block(),
            (from, to) -> {
              double s = 0;
              for (int row = from; row < to; row++) {
                if (rows.target(row) != ignoreIndex) {
                  s += rows.weight(row) * (rows.logSumExp(row) - rows.logit(row, rows.target(row)));
                }
              }
              return s;
            });
    put(loss, reduced(reduction, sum, rows.weightSum));
  }

  @Override
  public void crossEntropyGradient(
      LossReduction reduction,
      int ignoreIndex,
      Operand x,
      Operand target,
      Optional<Operand> classWeights,
      Operand dLoss,
      Operand dx) {
    Rows rows = new Rows(x, target, classWeights, ignoreIndex);
    double outer = reduced(reduction, scalar(dLoss), rows.weightSum);
    float[] to = HostStorage.floats(dx);
    Ranges.run(
        workers,
        x.dim(0),
        rows.block(),
        (first, last, scratch) -> {
          for (int row = first; row < last; row++) {
            int t = rows.target(row);
            double factor = t == ignoreIndex ? 0 : outer * rows.weight(row);
            double logSum = factor == 0 ? 0 : rows.logSumExp(row);
            for (int c = 0; c < rows.classes; c++) {
              double g =
                  factor == 0
                      ? 0
                      : factor * (Elementary.exp(rows.logit(row, c) - logSum) - (c == t ? 1 : 0));
              to[dx.offset() + row * rows.classes + c] = (float) g;
            }
          }
        });
  }

  @Override
  public void binaryCrossEntropy(LossReduction reduction, Operand x, Operand target, Operand loss) {
    float[] logits = HostStorage.floats(x);
    float[] targets = HostStorage.floats(target);
    double sum =
        total(
            x.elements(),
            BLOCK,
            (from, to) -> {
              double s = 0;
              for (int i = from; i < to; i++) {
                double v = logits[x.offset() + i];
                s +=
                    Math.max(v, 0)
                        - v * targets[target.offset() + i]
                        + Elementary.logOnePlus(Elementary.exp(-Math.abs(v)));
              }
              return s;
            });
    put(loss, reduced(reduction, sum, x.elements()));
  }

  @Override
  public void binaryCrossEntropyGradient(
      LossReduction reduction, Operand x, Operand target, Operand dLoss, Operand dx) {
    float[] logits = HostStorage.floats(x);
    float[] targets = HostStorage.floats(target);
    float[] gradient = HostStorage.floats(dx);
    double outer = reduced(reduction, scalar(dLoss), x.elements());
    Ranges.run(
        workers,
        x.elements(),
        BLOCK,
        (from, to, scratch) -> {
          for (int i = from; i < to; i++) {
            double sigmoid = Elementary.sigmoid(logits[x.offset() + i]);
            gradient[dx.offset() + i] = (float) (outer * (sigmoid - targets[target.offset() + i]));
          }
        });
  }

  @Override
  public void smoothL1(
      LossReduction reduction, double beta, Operand x, Operand target, Operand loss) {
    float[] values = HostStorage.floats(x);
    float[] targets = HostStorage.floats(target);
    double sum =
        total(
            x.elements(),
            BLOCK,
            (from, to) -> {
              double s = 0;
              for (int i = from; i < to; i++) {
                double d = Math.abs((double) values[x.offset() + i] - targets[target.offset() + i]);
                s += d < beta ? d * d / (2 * beta) : d - beta / 2;
              }
              return s;
            });
    put(loss, reduced(reduction, sum, x.elements()));
  }

  @Override
  public void smoothL1Gradient(
      LossReduction reduction, double beta, Operand x, Operand target, Operand dLoss, Operand dx) {
    float[] values = HostStorage.floats(x);
    float[] targets = HostStorage.floats(target);
    float[] gradient = HostStorage.floats(dx);
    double outer = reduced(reduction, scalar(dLoss), x.elements());
    Ranges.run(
        workers,
        x.elements(),
        BLOCK,
        (from, to, scratch) -> {
          for (int i = from; i < to; i++) {
            double d = (double) values[x.offset() + i] - targets[target.offset() + i];
            gradient[dx.offset() + i] =
                (float) (outer * (Math.abs(d) < beta ? d / beta : Math.signum(d)));
          }
        });
  }
}
