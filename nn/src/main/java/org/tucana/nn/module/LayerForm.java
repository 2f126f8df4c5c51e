package org.tucana.nn.module;

import java.util.List;

/**
 * How a convolution or a linear layer is stored when it is not stored as one weight: as the factors
 * of a decomposition, each a small layer of its own.
 */
public sealed interface LayerForm {
  /** The decomposition's short name, as files say it. */
  String method();

  /**
   * A convolution as three: 1x1 from the input channels to {@code in}, the kernel from {@code in}
   * to {@code out}, 1x1 from {@code out} to the output channels (Kim et al., ICLR 2016). With
   * groups, both ranks are those of each group.
   */
  record Tucker2(int in, int out) implements LayerForm {
    public Tucker2 {
      positive("tucker2", List.of(in, out));
    }

    @Override
    public String method() {
      return "tucker2";
    }
  }

  /** A layer as two of inner width {@code rank}, the first of which has the kernel. */
  record Svd(int rank) implements LayerForm {
    public Svd {
      positive("svd", List.of(rank));
    }

    @Override
    public String method() {
      return "svd";
    }
  }

  /**
   * A convolution as four: 1x1 to {@code rank} channels, a column and a row kernel a channel, 1x1
   * to the output channels (Lebedev et al., ICLR 2015).
   */
  record Cp(int rank) implements LayerForm {
    public Cp {
      positive("cp", List.of(rank));
    }

    @Override
    public String method() {
      return "cp";
    }
  }

  /**
   * A linear layer as a train of cores [r_k, out_k, in_k, r_{k+1}] with r_0 = r_d = 1 (Novikov et
   * al., "Tensorizing neural networks", NeurIPS 2015).
   *
   * @param out sizes whose product is the number of outputs
   * @param in as many sizes whose product is the number of inputs
   * @param ranks r_1 to r_{d-1}
   */
  record TensorTrain(List<Integer> out, List<Integer> in, List<Integer> ranks)
      implements LayerForm {
    public TensorTrain {
      out = List.copyOf(out);
      in = List.copyOf(in);
      ranks = List.copyOf(ranks);
      positive("tt", out);
      positive("tt", in);
      positive("tt", ranks);
      if (out.size() != in.size() || ranks.size() != out.size() - 1 || out.size() < 2) {
        throw new IllegalArgumentException(
            "tt: as many output as input sizes, two at least, and one rank less wanted, got "
                + out
                + ", "
                + in
                + " and "
                + ranks);
      }
    }

    @Override
    public String method() {
      return "tt";
    }

    /** Product of the output sizes; at most 2^31 - 1, which no layer has. */
    public int outFeatures() {
      return product(out);
    }

    /** Product of the input sizes; at most 2^31 - 1, which no layer has. */
    public int inFeatures() {
      return product(in);
    }

    private static int product(List<Integer> sizes) {
      long product = 1;
      for (int size : sizes) {
        product = Math.min(product * size, Integer.MAX_VALUE);
      }
      return (int) product;
    }
  }

  private static void positive(String form, List<Integer> numbers) {
    if (numbers.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          form + ": ranks and sizes must be at least 1, got " + numbers);
    }
  }
}
