package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Arguments.address;
import static org.tucana.cuda.kernel.Arguments.flag;
import static org.tucana.cuda.kernel.Arguments.number;

import java.util.List;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.Launcher;

/**
 * Three convolutions with nothing between them in one launch, in float32 on tensor cores: what the
 * first two give stays in shared memory and registers. Filters are packed before.
 */
public record FusedChain(Launcher launcher) {
  /** Numbers that a thread packs. */
  private static final int PACKED = 8;

  /** The type of packed filters: each number in two parts, up to whole blocks. */
  public static TensorType packed(Shape filters) {
    long rows = Math.ceilDiv(filters.dim(0), ChainKernel.ROWS) * (long) ChainKernel.ROWS;
    long depth = Math.ceilDiv(filters.dim(1), ChainKernel.DEPTH) * (long) ChainKernel.DEPTH;
    return TensorType.float32(Math.toIntExact(2 * rows * depth * filters.dim(2) * filters.dim(3)));
  }

  /**
   * Queues the packing of filters.
   *
   * @param filters [K,C,S,S], row-major
   * @param packed of type {@link #packed}
   */
  public void pack(Operand filters, Operand packed) {
    launcher.each(
        KernelFile.CHAIN,
        "chain_pack_float32",
        packed.elements() / PACKED,
        number(filters.dim(0)),
        number(filters.dim(1)),
        number(filters.dim(2) * filters.dim(3)),
        address(filters),
        address(packed));
  }

  /**
   * Queues a chain; pictures are row-major.
   *
   * @param x [N,C,H,W]
   * @param packed the filters [R,C,1,1], [Q,R,S,S] and [K,Q,1,1], packed
   * @param y [N,K,P,O]
   * @throws BackendException where no kernel does it
   */
  public void run(ChainSizes sizes, Operand x, List<Operand> packed, Epilogue epilogue, Operand y) {
    ChainKernel kernel = ChainKernel.of(sizes, launcher.limits()).orElseThrow(() -> refusal(sizes));
    launcher.blocks(
        KernelFile.CHAIN,
        kernel.name(),
        sizes.tiles(),
        kernel.threads(),
        kernel.sharedBytes(),
        sizes.struct(),
        address(x),
        address(packed.get(0)),
        address(packed.get(1)),
        address(packed.get(2)),
        address(epilogue.bias()),
        address(epilogue.residual()),
        flag(epilogue.relu()),
        address(y));
  }

  private static BackendException refusal(ChainSizes sizes) {
    return new BackendException(
        "chain: no kernel does it, expected tensor cores and a core of at most 128 ranks whose inner"
            + " map fits shared memory, got "
            + sizes
            + "; run three convolutions");
  }
}
