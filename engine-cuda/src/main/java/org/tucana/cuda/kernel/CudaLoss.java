package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Arguments.address;
import static org.tucana.cuda.kernel.Arguments.number;

import java.util.Optional;
import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Loss;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.DType;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.binding.KernelArgument.Address;
import org.tucana.cuda.launch.KernelFile;

/**
 * Losses: terms and all sums in double, in pieces of fixed size that are summed in a fixed tree.
 */
final class CudaLoss implements Loss {
  /** Elements that a block of {@link #SUM_THREADS} sums; PIECE in loss.cu. */
  private static final int PIECE = 4096;

  private static final int SUM_THREADS = 256;

  private final Device device;
  private final CudaPointwise pointwise;

  CudaLoss(Device device) {
    this.device = device;
    pointwise = new CudaPointwise(device);
  }

  /** Waits for the device: whether a target is no class is known there only. */
  @Override
  public void crossEntropy(
      LossReduction reduction,
      int ignoreIndex,
      Operand x,
      Operand target,
      Optional<Operand> classWeights,
      Operand loss) {
    String type = floating("cross entropy", x, loss);
    classWeights.ifPresent(w -> KernelChecks.sameType("cross entropy", x, w));
    refuseOtherClasses(ignoreIndex, target, x.dim(1));
    int rows = x.dim(0);
    try (Scratch scratch = device.scratch("cross entropy")) {
      Address losses = scratch.address(DType.FLOAT64, rows);
      Address weights = scratch.address(DType.FLOAT64, rows);
      each(
          "cross_entropy_rows" + type,
          rows,
          number(rows),
          number(x.dim(1)),
          number(ignoreIndex),
          address(x),
          address(target),
          address(classWeights),
          losses,
          weights);
      Address sum = sum(losses, rows, scratch);
      Address divisor =
          switch (reduction) {
            case MEAN -> sum(weights, rows, scratch);
            case SUM -> Arguments.NULL;
          };
      finish(type, sum, divisor, loss);
    }
  }

  private void refuseOtherClasses(int ignoreIndex, Operand target, int classes) {
    new IndexCheck(device, "cross entropy")
        .firstOutside(target, classes, ignoreIndex)
        .ifPresent(outside -> {
          throw KernelChecks.noClass(outside.index(), outside.position(), classes, ignoreIndex);
        });
  }

  /** A row whose target is no class has no gradient: the loss that this belongs to refused it. */
  @Override
  public void crossEntropyGradient(
      LossReduction reduction,
      int ignoreIndex,
      Operand x,
      Operand target,
      Optional<Operand> classWeights,
      Operand dLoss,
      Operand dx) {
    String type = floating("cross entropy gradient", x, dLoss, dx);
    classWeights.ifPresent(w -> KernelChecks.sameType("cross entropy gradient", x, w));
    ElementTypes.INDICES.require("cross entropy gradient", target);
    KernelArgument rows = number(x.dim(0));
    KernelArgument classes = number(x.dim(1));
    try (Scratch scratch = device.scratch("cross entropy gradient")) {
      Address divisor = Arguments.NULL;
      if (reduction == LossReduction.MEAN) {
        Address weights = scratch.address(DType.FLOAT64, x.dim(0));
        each(
            "cross_entropy_weights" + type,
            x.dim(0),
            rows,
            classes,
            number(ignoreIndex),
            address(target),
            address(classWeights),
            weights);
        divisor = sum(weights, x.dim(0), scratch);
      }
      each(
          "cross_entropy_gradient" + type,
          x.dim(0),
          rows,
          classes,
          number(ignoreIndex),
          address(x),
          address(target),
          address(classWeights),
          address(dLoss),
          divisor,
          address(dx));
    }
  }

  @Override
  public void binaryCrossEntropy(LossReduction reduction, Operand x, Operand target, Operand loss) {
    String type = floating("binary cross entropy", x, target, loss);
    try (Scratch scratch = device.scratch("binary cross entropy")) {
      Address pieces = pieces(x.elements(), scratch);
      inPieces(
          "binary_cross_entropy" + type,
          x.elements(),
          number((long) x.elements()),
          address(x),
          address(target),
          pieces);
      Address sum = sumOfPieces(pieces, x.elements(), scratch);
      finish(type, sum, elements(reduction, x, scratch), loss);
    }
  }

  @Override
  public void binaryCrossEntropyGradient(
      LossReduction reduction, Operand x, Operand target, Operand dLoss, Operand dx) {
    String type = floating("binary cross entropy gradient", x, target, dLoss, dx);
    try (Scratch scratch = device.scratch("binary cross entropy gradient")) {
      each(
          "binary_cross_entropy_gradient" + type,
          x.elements(),
          number((long) x.elements()),
          address(x),
          address(target),
          address(dLoss),
          elements(reduction, x, scratch),
          address(dx));
    }
  }

  @Override
  public void smoothL1(
      LossReduction reduction, double beta, Operand x, Operand target, Operand loss) {
    String type = floating("smooth L1", x, target, loss);
    try (Scratch scratch = device.scratch("smooth L1")) {
      Address pieces = pieces(x.elements(), scratch);
      inPieces(
          "smooth_l1" + type,
          x.elements(),
          number((long) x.elements()),
          number(beta),
          address(x),
          address(target),
          pieces);
      Address sum = sumOfPieces(pieces, x.elements(), scratch);
      finish(type, sum, elements(reduction, x, scratch), loss);
    }
  }

  @Override
  public void smoothL1Gradient(
      LossReduction reduction, double beta, Operand x, Operand target, Operand dLoss, Operand dx) {
    String type = floating("smooth L1 gradient", x, target, dLoss, dx);
    try (Scratch scratch = device.scratch("smooth L1 gradient")) {
      each(
          "smooth_l1_gradient" + type,
          x.elements(),
          number((long) x.elements()),
          number(beta),
          address(x),
          address(target),
          address(dLoss),
          elements(reduction, x, scratch),
          address(dx));
    }
  }

  /** The ending of kernels for operands of one floating-point type. */
  private static String floating(String operation, Operand first, Operand... others) {
    for (Operand other : others) {
      KernelChecks.sameType(operation, first, other);
    }
    ElementTypes.FLOATING.require(operation, first);
    return Arguments.suffix(first.dtype());
  }

  private void each(String kernel, long elements, KernelArgument... arguments) {
    device.launcher().each(KernelFile.LOSS, kernel, elements, arguments);
  }

  /** A block for each piece of some elements. */
  private void inPieces(String kernel, int elements, KernelArgument... arguments) {
    device.launcher().blocks(KernelFile.LOSS, kernel, pieceCount(elements), SUM_THREADS, arguments);
  }

  private static int pieceCount(int elements) {
    return Math.ceilDiv(elements, PIECE);
  }

  private static Address pieces(int elements, Scratch scratch) {
    return scratch.address(DType.FLOAT64, pieceCount(elements));
  }

  /** Where the sum of some doubles is going to be. */
  private Address sum(Address values, int count, Scratch scratch) {
    Address pieces = pieces(count, scratch);
    inPieces("sum_values", count, number((long) count), values, pieces);
    return sumOfPieces(pieces, count, scratch);
  }

  /** Where the sum of the pieces of some elements is going to be; 0 of none. */
  private Address sumOfPieces(Address pieces, int elements, Scratch scratch) {
    Address sum = scratch.address(DType.FLOAT64, 1);
    device
        .launcher()
        .blocks(
            KernelFile.LOSS,
            "sum_pieces",
            1,
            SUM_THREADS,
            number((long) pieceCount(elements)),
            pieces,
            sum);
    return sum;
  }

  /** Where the number of elements is, for a mean. */
  private Address elements(LossReduction reduction, Operand x, Scratch scratch) {
    return switch (reduction) {
      case MEAN -> {
        Operand count = scratch.operand(DType.FLOAT64, 1);
        pointwise.fill(x.elements(), count);
        yield address(count);
      }
      case SUM -> Arguments.NULL;
    };
  }

  private void finish(String type, Address sum, Address divisor, Operand loss) {
    each("loss_finish" + type, 1, sum, divisor, address(loss));
  }
}
