package org.tucana.detection.backbone;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Poolings;
import org.tucana.core.op.Resizing;
import org.tucana.nn.factor.Layers;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;

/**
 * Brings what coarse stages know down to fine resolution: each stage is narrowed by a 1x1
 * convolution ({@code inner_blocks}), added to the doubled coarser level, and smoothed by a 3x3
 * convolution ({@code layer_blocks}); every second cell of the coarsest level makes one level more
 * (Lin et al., "Feature pyramid networks", CVPR 2017).
 */
public final class FeaturePyramidNetwork extends NetworkModule {
  private static final PoolGeometry EVERY_SECOND = new PoolGeometry(1, 2, 0);

  private final List<Layer> inner;
  private final List<Layer> layer;

  /**
   * @param stageChannels channels of the stages, finest first
   * @param width channels of every level
   */
  public FeaturePyramidNetwork(ParameterSpace space, List<Integer> stageChannels, int width) {
    super(space);
    List<Layer> inners = new ArrayList<>();
    List<Layer> layers = new ArrayList<>();
    for (int s = 0; s < stageChannels.size(); s++) {
      ConvSpec narrow = ConvSpec.of(stageChannels.get(s), width, 1);
      inners.add(convolution(space.child("inner_blocks." + s + ".0"), narrow));
    }
    for (int s = 0; s < stageChannels.size(); s++) {
      ConvSpec smooth = ConvSpec.of(width, width, 3).padding(1);
      layers.add(convolution(space.child("layer_blocks." + s + ".0"), smooth));
    }
    inner = List.copyOf(inners);
    layer = List.copyOf(layers);
  }

  private Layer convolution(ParameterSpace space, ConvSpec spec) {
    return child(Layers.conv2d(space, spec.initializer(Initializer.kaimingUniformFanIn(1))));
  }

  /** Stages [N,C_s,H_s,W_s], finest first, to levels of one width. */
  public FeaturePyramid forward(List<Tensor> stages) {
    try (var _ = enter(stages.getFirst().session())) {
      int last = stages.size() - 1;
      List<Tensor> levels = new ArrayList<>();
      Tensor merged = inner.get(last).forward(stages.get(last));
      levels.add(layer.get(last).forward(merged));
      for (int s = last - 1; s >= 0; s--) {
        Tensor lateral = inner.get(s).forward(stages.get(s));
        merged = Arithmetic.add(lateral, Resizing.nearest(merged, lateral.dim(2), lateral.dim(3)));
        levels.add(layer.get(s).forward(merged));
      }
      Collections.reverse(levels);
      levels.add(Poolings.maxPool2d(levels.getLast(), EVERY_SECOND));
      return new FeaturePyramid(levels);
    }
  }
}
