package org.tucana.decomposition.rewrite;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tucana.core.Parameter;
import org.tucana.core.type.Shape;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.module.ConvTranspose2dLayer;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.WeightLayer;

/** What must be said of figures of a network that is rounded to int8. */
public final class Int8Notes {
  /** What its costs are. */
  public static final String SIMULATED =
      "Simulated in float: no int8 kernel runs here; bytes are those an int8 engine would move,"
          + " times are not its.";

  private static final int FLOAT_BYTES = 4;

  private Int8Notes() {}

  /**
   * How large the network's values are in floats, and with weights of bytes and their scales.
   *
   * @param rounded full names of the layers whose weights are bytes
   */
  static String sizes(NetworkModule network, List<String> rounded) {
    long numbers =
        network.state().values().stream().mapToLong(p -> p.type().shape().elements()).sum();
    long weights = 0;
    long filters = 0;
    Map<String, WeightLayer> layers = FactorisedNetworks.weightLayers(network);
    for (String name : rounded) {
      WeightLayer layer = layers.get(name);
      Parameter weight = network.state().get(name + ".weight");
      Shape shape = weight.type().shape();
      weights += shape.elements();
      filters += shape.dim(layer instanceof ConvTranspose2dLayer ? 1 : 0);
    }
    long bytes = FLOAT_BYTES * (numbers - weights + filters) + weights;
    return String.format(
        Locale.ROOT,
        "An int8 engine would store %.2f MiB (a byte a rounded weight, a float32 scale a filter, float32"
            + " for the rest) of the %.2f MiB in float32; the file holds float32, as it runs here.",
        mebibytes(bytes),
        mebibytes(FLOAT_BYTES * numbers));
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }
}
