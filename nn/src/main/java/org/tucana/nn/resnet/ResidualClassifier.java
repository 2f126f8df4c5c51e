package org.tucana.nn.resnet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tucana.core.Tensor;
import org.tucana.core.type.FormatException;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;

/** A residual network that classifies pictures. */
public abstract sealed class ResidualClassifier extends NetworkModule permits ResNet, CifarResNet {
  private final int classes;

  ResidualClassifier(ParameterSpace space, int classes) {
    super(space);
    this.classes = classes;
  }

  /**
   * Makes a published network by name: {@code resnet18} and the like, {@code cifar_resnet20} and
   * the like.
   *
   * @param inChannels channels of the pictures
   * @throws FormatException where there is none of that name
   */
  public static Function<ParameterSpace, ResidualClassifier> named(
      String architecture, int inChannels, int classes, BatchNormSpec norm) {
    if (CifarResNetSpec.names().contains(architecture)) {
      CifarResNetSpec spec = CifarResNetSpec.named(architecture, inChannels, norm);
      return space -> new CifarResNet(space, spec, classes);
    }
    if (!ResNetSpec.names().contains(architecture)) {
      List<String> known = new ArrayList<>(ResNetSpec.names());
      known.addAll(CifarResNetSpec.names());
      throw unknown(architecture, known);
    }
    ResNetSpec spec = ResNetSpec.named(architecture, inChannels, norm);
    return space -> new ResNet(space, spec, classes);
  }

  static FormatException unknown(String architecture, List<String> known) {
    return new FormatException(
        "architecture: there is no '"
            + architecture
            + "', expected one of "
            + String.join(", ", known)
            + "; choose one of these");
  }

  public final int classes() {
    return classes;
  }

  /** The last layer, which knows the classes. */
  public abstract NetworkModule head();

  /** x [N,C,H,W] to logits [N,classes]. */
  public abstract Tensor forward(Tensor x, Mode mode);
}
