package org.tucana.core.reference;

import java.util.Optional;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Loss;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.Operand;

/** Losses to one number. */
final class ReferenceLoss implements Loss {
  /** A weighted sum over a divisor, 0 where there is nothing to divide by. */
  private static double reduced(LossReduction reduction, double sum, double divisor) {
    return switch (reduction) {
      case SUM -> sum;
      case MEAN -> divisor == 0 ? 0 : sum / divisor;
    };
  }

  /** The targets of the rows of x [N,C] and their weights. */
  private record Targets(Cells target, Optional<Cells> weights, int ignoreIndex, int classes) {
    Targets(Operand x, Operand target, Optional<Operand> weights, int ignoreIndex) {
      this(Cells.of(target), weights.map(Cells::of), ignoreIndex, x.dim(1));
    }

    int of(int row) {
      return target.index(row);
    }

    /** Weight of a row: 0 where it is ignored. */
    double weight(int row) {
      int t = of(row);
      if (t == ignoreIndex) {
        return 0;
      }
      if (t < 0 || t >= classes) {
        throw KernelChecks.noClass(t, row, classes, ignoreIndex);
      }
      return weights.isPresent() ? weights.get().get(t) : 1;
    }

    double weightSum() {
      double sum = 0;
      for (int row = 0; row < target.size(); row++) {
        sum += weight(row);
      }
      return sum;
    }
  }

  /** -log softmax(x)[t]. */
  @Override
  public void crossEntropy(
      LossReduction reduction,
      int ignoreIndex,
      Operand x,
      Operand target,
      Optional<Operand> classWeights,
      Operand loss) {
    Cells logits = Cells.of(x);
    Targets targets = new Targets(x, target, classWeights, ignoreIndex);
    int classes = x.dim(1);
    double sum = 0;
    for (int row = 0; row < x.dim(0); row++) {
      double weight = targets.weight(row);
      if (targets.of(row) != ignoreIndex) {
        Exponentials exponentials = Exponentials.of(logits, row * classes, classes, 1);
        sum -= weight * exponentials.logShare(logits.at(row, targets.of(row)));
      }
    }
    Cells.of(loss).set(0, reduced(reduction, sum, targets.weightSum()));
  }

  /** dx[c] = w[t] * (softmax(x)[c] - (1 if c is t, else 0)). */
  @Override
  public void crossEntropyGradient(
      LossReduction reduction,
      int ignoreIndex,
      Operand x,
      Operand target,
      Optional<Operand> classWeights,
      Operand dLoss,
      Operand dx) {
    Cells logits = Cells.of(x);
    Cells to = Cells.of(dx);
    Targets targets = new Targets(x, target, classWeights, ignoreIndex);
    int classes = x.dim(1);
    double outer = reduced(reduction, Cells.of(dLoss).get(0), targets.weightSum());
    for (int row = 0; row < x.dim(0); row++) {
      double weight = targets.weight(row);
      Exponentials exponentials = Exponentials.of(logits, row * classes, classes, 1);
      for (int c = 0; c < classes; c++) {
        double error = exponentials.share(logits.at(row, c)) - (c == targets.of(row) ? 1 : 0);
        to.put(targets.of(row) == ignoreIndex ? 0 : outer * weight * error, row, c);
      }
    }
  }

  @Override
  public void binaryCrossEntropy(LossReduction reduction, Operand x, Operand target, Operand loss) {
    Cells logits = Cells.of(x);
    Cells targets = Cells.of(target);
    double sum = 0;
    for (int i = 0; i < logits.size(); i++) {
      double v = logits.get(i);
      sum += Math.max(v, 0) - v * targets.get(i) + StrictMath.log1p(StrictMath.exp(-Math.abs(v)));
    }
    Cells.of(loss).set(0, reduced(reduction, sum, logits.size()));
  }

  /** sigmoid(x) - t. */
  @Override
  public void binaryCrossEntropyGradient(
      LossReduction reduction, Operand x, Operand target, Operand dLoss, Operand dx) {
    Cells logits = Cells.of(x);
    Cells targets = Cells.of(target);
    Cells to = Cells.of(dx);
    double outer = reduced(reduction, Cells.of(dLoss).get(0), logits.size());
    for (int i = 0; i < logits.size(); i++) {
      double sigmoid = 1 / (1 + StrictMath.exp(-logits.get(i)));
      to.set(i, outer * (sigmoid - targets.get(i)));
    }
  }

  @Override
  public void smoothL1(
      LossReduction reduction, double beta, Operand x, Operand target, Operand loss) {
    Cells values = Cells.of(x);
    Cells targets = Cells.of(target);
    double sum = 0;
    for (int i = 0; i < values.size(); i++) {
      double d = Math.abs(values.get(i) - targets.get(i));
      sum += d < beta ? d * d / (2 * beta) : d - beta / 2;
    }
    Cells.of(loss).set(0, reduced(reduction, sum, values.size()));
  }

  /** d / beta within beta of the target, else the sign of d. */
  @Override
  public void smoothL1Gradient(
      LossReduction reduction, double beta, Operand x, Operand target, Operand dLoss, Operand dx) {
    Cells values = Cells.of(x);
    Cells targets = Cells.of(target);
    Cells to = Cells.of(dx);
    double outer = reduced(reduction, Cells.of(dLoss).get(0), values.size());
    for (int i = 0; i < values.size(); i++) {
      double d = values.get(i) - targets.get(i);
      to.set(i, outer * (Math.abs(d) < beta ? d / beta : Math.signum(d)));
    }
  }
}
