package org.tucana.detection.roi;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.Tensor;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Indexing;
import org.tucana.detection.config.MaskConfig;
import org.tucana.nn.factor.Layers;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.ConvTranspose2dLayer;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.ReluLayer;

/**
 * Outlines regions: 3x3 convolutions ({@code mask_head}), one transposed convolution that doubles
 * the resolution and one logit a class and bin ({@code mask_predictor}; He et al., "Mask R-CNN",
 * ICCV 2017, figure 4).
 */
public final class MaskHead extends NetworkModule {
  /** Bins along each side of a region. */
  public static final int REGION_SIDE = 14;

  /** Bins along each side of a mask. */
  public static final int MASK_SIDE = 2 * REGION_SIDE;

  private static final String UPSAMPLE = "mask_predictor.conv5_mask";

  /** Convolutions and rectifiers in turn. */
  private final List<Layer> hidden;

  private final ConvTranspose2dLayer upsample;
  private final ReluLayer relu;
  private final Layer logits;

  /**
   * @param channels of the regions
   * @param labels classes and background
   */
  public MaskHead(ParameterSpace space, int channels, MaskConfig config, int labels) {
    super(space);
    Initializer first = Initializer.kaimingNormalFanOut();
    List<Layer> made = new ArrayList<>();
    int width = channels;
    int convolutions = config.layers().size();
    for (int i = 0; i < convolutions; i++) {
      String name = convolution(i);
      String reader = i + 1 < convolutions ? convolution(i + 1) : UPSAMPLE;
      int next = innerChannels(name, List.of(), List.of(reader), config.layers().get(i));
      made.add(
          child(
              Layers.conv2d(
                  space.child(name), ConvSpec.of(width, next, 3).padding(1).initializer(first))));
      made.add(child(new ReluLayer(space.child("mask_head." + i + ".1"))));
      width = next;
    }
    hidden = List.copyOf(made);
    upsample =
        child(
            new ConvTranspose2dLayer(
                space.child(UPSAMPLE),
                ConvSpec.of(width, config.width(), 2).stride(2).initializer(first)));
    relu = child(new ReluLayer(space.child("mask_predictor.relu")));
    logits =
        child(
            Layers.conv2d(
                space.child("mask_predictor.mask_fcn_logits"),
                ConvSpec.of(config.width(), labels, 1).initializer(first)));
  }

  private static String convolution(int index) {
    return "mask_head." + index + ".0";
  }

  /** Regions [R,C,14,14] to logits [R,K,28,28]. */
  public Tensor forward(Tensor regions) {
    try (var _ = enter(regions.session())) {
      Tensor x = regions;
      for (Layer layer : hidden) {
        x = layer.forward(x);
      }
      return logits.forward(relu.forward(upsample.forward(x)));
    }
  }

  /** The logits [R,28,28] of one label a region. */
  public static Tensor ofLabels(Tensor logits, int... labels) {
    int perRegion = logits.dim(1);
    int[] positions = new int[labels.length];
    for (int r = 0; r < labels.length; r++) {
      positions[r] = r * perRegion + labels[r];
    }
    Tensor flat = logits.reshape(-1, logits.dim(2), logits.dim(3));
    return Indexing.select(flat, 0, logits.session().indices(positions));
  }

  /** Probabilities of each bin of the labelled masks, region after region. */
  public static float[] probabilities(Tensor logits, int... labels) {
    return labels.length == 0
        ? new float[0]
        : Activations.sigmoid(ofLabels(logits, labels)).toFloats();
  }
}
