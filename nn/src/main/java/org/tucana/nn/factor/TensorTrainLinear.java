package org.tucana.nn.factor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tucana.core.Parameter;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Products;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.ParameterSpace;

/**
 * A linear layer whose weight is a train of cores (Novikov et al., "Tensorizing neural networks",
 * NeurIPS 2015, section 4): parameters {@code core0}, {@code core1} ... [r_k, o_k, i_k, r_{k+1}]
 * with r_0 = r_d = 1, and {@code bias} [o_0 * ... * o_{d-1}]. With row-major multi-indices of
 * outputs and inputs, the weight it stands for is the matrix product {@code W[(o_0..),(i_0..)] =
 * G_0[:,o_0,i_0,:] G_1[:,o_1,i_1,:] ...}.
 */
public final class TensorTrainLinear extends FactorisedLayer {
  private final List<Core> cores;
  private final Parameter bias;
  private final int outFeatures;

  /**
   * One core, and what surrounds it.
   *
   * @param outputsBefore product of the output sizes of the cores before
   * @param inputsAfter product of the input sizes of the cores after
   */
  private record Core(Parameter values, int outputsBefore, int inputsAfter) {
    /** [r_k, o_k, i_k, r_{k+1}] as the matrix [o_k * r_{k+1}, r_k * i_k]. */
    Tensor matrix(Tensor like) {
      Tensor core = values.in(like.session());
      return core.permute(1, 3, 0, 2).reshape(core.dim(1) * core.dim(3), core.dim(0) * core.dim(2));
    }

    /**
     * Takes the inputs i_k out of x [N, o_0 * ... * o_{k-1} * r_k * i_k * ...] and puts the outputs
     * o_k in their place.
     */
    Tensor forward(Tensor x) {
      Tensor matrix = matrix(x);
      return inputsAfter == 1
          ? Products.linear(x.reshape(-1, matrix.dim(1)), matrix, Optional.empty())
          : Products.matmul(matrix, x.reshape(-1, outputsBefore, matrix.dim(1), inputsAfter));
    }
  }

  /**
   * @param initializer first values of the last core; the others keep the variance of what goes
   *     through
   * @throws org.tucana.core.type.FormatException where the sizes do not multiply to the layer's or
   *     a rank is beyond them
   */
  public TensorTrainLinear(
      ParameterSpace space,
      int inFeatures,
      int outFeatures,
      LayerForm.TensorTrain form,
      Initializer initializer) {
    check(space, form, inFeatures, outFeatures);
    super(space, form);
    this.outFeatures = outFeatures;
    List<Core> made = new ArrayList<>();
    int last = form.in().size() - 1;
    int outputsBefore = 1;
    int inputsAfter = inFeatures;
    for (int k = 0; k <= last; k++) {
      inputsAfter /= form.in().get(k);
      Shape shape = Shape.of(rank(form, k), form.out().get(k), form.in().get(k), rank(form, k + 1));
      Initializer first = k == last ? initializer : Initializer.kaimingUniformFanIn(1);
      made.add(new Core(parameter("core" + k, shape, ofMatrix(first)), outputsBefore, inputsAfter));
      outputsBefore *= form.out().get(k);
    }
    cores = List.copyOf(made);
    bias = parameter("bias", Shape.of(outFeatures), Initializer.constant(0));
  }

  /** r_k, with 1 at both ends. */
  private static int rank(LayerForm.TensorTrain form, int k) {
    return k == 0 || k == form.in().size() ? 1 : form.ranks().get(k - 1);
  }

  /** Draws a core [r_k, o_k, i_k, r_{k+1}] like the weight of the linear layer that it acts as. */
  private static Initializer ofMatrix(Initializer initializer) {
    return (shape, key) -> {
      Shape matrix = Shape.of(shape.dim(1) * shape.dim(3), shape.dim(0) * shape.dim(2));
      return HostTensor.of(shape, initializer.values(matrix, key).toFloats());
    };
  }

  private static void check(
      ParameterSpace space, LayerForm.TensorTrain form, int inFeatures, int outFeatures) {
    if (form.inFeatures() != inFeatures) {
      throw otherSizes(space, form, "input", form.in(), inFeatures);
    }
    if (form.outFeatures() != outFeatures) {
      throw otherSizes(space, form, "output", form.out(), outFeatures);
    }
    Refusal.unlessRanks(space, form, Shape.of(outFeatures, inFeatures), 1);
  }

  private static FormatException otherSizes(
      ParameterSpace space, LayerForm form, String side, List<Integer> sizes, int expected) {
    return Refusal.of(
        space,
        form,
        String.format(
            "%s sizes %s do not multiply to the layer's %d %ss", side, sizes, expected, side),
        "choose sizes that do or leave the layer out");
  }

  /** x [N,in] to [N,out]. */
  @Override
  public Tensor forward(Tensor x) {
    try (var _ = enter(x.session())) {
      Tensor y = x;
      for (Core core : cores) {
        y = core.forward(y);
      }
      return Arithmetic.add(y.reshape(-1, outFeatures), bias.in(x.session()));
    }
  }
}
