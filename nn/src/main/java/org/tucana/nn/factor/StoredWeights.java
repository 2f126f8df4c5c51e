package org.tucana.nn.factor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.tucana.core.io.StoredTensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;

/**
 * The weights of a network as a file holds them.
 *
 * @param source file name, for messages
 * @param values by full name
 * @param forms which layers they are factors of
 */
public record StoredWeights(String source, Map<String, HostTensor> values, LayerForms forms) {
  /**
   * The weights of a model file.
   *
   * @param source file name, for messages
   * @throws FormatException where the file's forms cannot be read
   */
  public static StoredWeights of(String source, ModelFile file) {
    return new StoredWeights(
        source, file.weights(), FactorisedNetworks.forms(source, file.metadata()));
  }

  /**
   * The weights of a file: a model, or any file of tensors ({@link StoredTensors}), whose layers
   * are all whole.
   *
   * @throws FormatException where the file is damaged or holds code
   */
  public static StoredWeights read(Path file) throws IOException {
    TensorFile stored = StoredTensors.read(file);
    String source = file.toString();
    return ModelFile.isModel(stored)
        ? of(source, ModelFile.of(source, stored))
        : new StoredWeights(source, stored.tensors(), LayerForms.none());
  }

  /**
   * Makes the network that the weights are for, without assigning them. Nothing is left of it where
   * that fails.
   *
   * @param space whose forms are replaced by the file's
   * @throws FormatException where a form is for no layer of the network or does not suit its layer
   */
  public <M extends NetworkModule> M build(
      ParameterSpace space, Function<ParameterSpace, M> maker) {
    try {
      return FactorisedNetworks.build(space.withForms(forms), maker);
    } catch (FormatException e) {
      throw new FormatException(source + ": " + e.getMessage(), e);
    }
  }
}
