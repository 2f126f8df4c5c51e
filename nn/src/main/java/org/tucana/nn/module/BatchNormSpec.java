package org.tucana.nn.module;

/**
 * What a network's batch normalisation layers are.
 *
 * @param kind whether they learn
 * @param epsilon added to the variance
 * @param momentum how far the running statistics move towards those of a batch
 */
public record BatchNormSpec(Kind kind, double epsilon, double momentum) {
  /** Whether a batch normalisation learns. */
  public enum Kind {
    /** Scale and shift are trained; in training the batch's own statistics normalise. */
    TRAINED,
    /**
     * All four are constants whatever the mode, as detectors with small batches need it
     * (torchvision's FrozenBatchNorm2d).
     */
    FROZEN
  }

  public BatchNormSpec {
    if (!(epsilon >= 0) || !(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "batch norm: epsilon must not be negative and momentum lie in [0,1], got "
              + epsilon
              + " and "
              + momentum);
    }
  }

  /** Trained, epsilon 1e-5, momentum 0.1. */
  public static BatchNormSpec trained() {
    return new BatchNormSpec(Kind.TRAINED, 1e-5, 0.1);
  }

  /** Frozen, epsilon 1e-5. */
  public static BatchNormSpec frozen() {
    return new BatchNormSpec(Kind.FROZEN, 1e-5, 0.1);
  }
}
