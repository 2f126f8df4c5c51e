package org.tucana.nn.resnet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.tucana.core.Tensor;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;

/** The blocks of one stage, named 0, 1, ...; the first changes channels and resolution. */
final class ResidualStage extends NetworkModule {
  private final List<ResidualBlock> blocks;

  /**
   * @param count of the blocks
   * @param first sizes of the first one
   * @param outChannels channels of each block's output
   * @param maker makes a block in a space
   */
  ResidualStage(
      ParameterSpace space,
      int count,
      ResidualBlock.Size first,
      int outChannels,
      BiFunction<ParameterSpace, ResidualBlock.Size, ResidualBlock> maker) {
    super(space);
    ResidualBlock.Size others = new ResidualBlock.Size(outChannels, first.width(), 1);
    List<ResidualBlock> made = new ArrayList<>(count);
    for (int b = 0; b < count; b++) {
      made.add(child(maker.apply(space.child(Integer.toString(b)), b == 0 ? first : others)));
    }
    blocks = List.copyOf(made);
  }

  Tensor forward(Tensor x, Mode mode) {
    try (var _ = enter(x.session())) {
      Tensor y = x;
      for (ResidualBlock block : blocks) {
        y = block.forward(y, mode);
      }
      return y;
    }
  }
}
