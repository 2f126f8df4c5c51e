package org.tucana.nn.classifier;

import java.util.List;
import org.tucana.core.Tensor;
import org.tucana.core.op.Joining;
import org.tucana.core.op.Reductions;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.ResNetBody;
import org.tucana.nn.resnet.ResNetSpec;

/**
 * A linear classifier on what the middle of a residual network sees: the outputs C3 and C4 of its
 * second and third stage, each channel's mean and maximum over the picture. Made for few labelled
 * pictures: the body keeps the values of another, larger task, and the head {@code fc} alone is
 * trained, as one weight even where the body's layers are stored as factors. The fourth stage,
 * which knows the classes of that other task, is left out.
 */
public final class PooledResNet extends NetworkModule {
  private static final int FIRST_POOLED = 1;
  private static final int DEPTH = 3;

  private final ResNetBody body;
  private final LinearLayer head;
  private final int features;

  /**
   * A network of its own.
   *
   * @param spec its normalisations should be frozen: the body is not trained
   */
  public PooledResNet(ParameterSpace space, ResNetSpec spec, int classes) {
    super(space);
    body = child(new ResNetBody(space, spec, DEPTH));
    features = 2 * (spec.stageChannels(FIRST_POOLED) + spec.stageChannels(FIRST_POOLED + 1));
    head = child(new LinearLayer(space.child("fc").whole(), features, classes));
  }

  public ResNetBody body() {
    return body;
  }

  /** The part that is trained, features [N,F] to logits [N,classes]. */
  public LinearLayer head() {
    return head;
  }

  /** F, the number of features of a picture. */
  public int featureCount() {
    return features;
  }

  /** x [N,C,H,W] to [N,F]: mean and maximum of C3, then of C4. */
  public Tensor features(Tensor x) {
    List<Tensor> outputs = body.outputs(x, Mode.EVALUATE);
    try (var _ = enter(x.session())) {
      List<Tensor> pooled =
          outputs.subList(FIRST_POOLED, DEPTH).stream()
              .flatMap(c -> List.of(Reductions.mean(c, 2, 3), Reductions.maximum(c, 2, 3)).stream())
              .toList();
      return Joining.concat(1, pooled);
    }
  }

  /** x [N,C,H,W] to logits [N,classes]. */
  public Tensor forward(Tensor x) {
    return head.forward(features(x));
  }
}
