package org.tucana.nn.factor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tucana.core.type.FormatException;
import org.tucana.nn.json.JsonText;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;

/**
 * The JSON form of {@link LayerForms}: an object from full layer names to forms as {@link
 * LayerFormReader} has them, each with its method.
 */
public final class LayerFormsJson {
  private static final String EXAMPLE =
      "{\"layer1.0.conv2\": {\"method\": \"tucker2\", \"in\": 23, \"out\": 22}}";

  private LayerFormsJson() {}

  /** The text of forms, in alphabetical order of the layers. */
  public static String write(LayerForms forms) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    forms.byName().forEach((layer, form) -> write(form, all.putObject(layer)));
    return all.toString();
  }

  private static void write(LayerForm form, ObjectNode to) {
    to.put(LayerFormReader.METHOD, form.method());
    switch (form) {
      case LayerForm.Tucker2(int in, int out) ->
          to.put(LayerFormReader.IN, in).put(LayerFormReader.OUT, out);
      case LayerForm.Svd(int rank) -> to.put(LayerFormReader.RANK, rank);
      case LayerForm.Cp(int rank) -> to.put(LayerFormReader.RANK, rank);
      case LayerForm.TensorTrain train -> {
        write(train.out(), to.putArray(LayerFormReader.OUT));
        write(train.in(), to.putArray(LayerFormReader.IN));
        write(train.ranks(), to.putArray(LayerFormReader.RANKS));
      }
    }
  }

  private static void write(List<Integer> numbers, ArrayNode to) {
    numbers.forEach(to::add);
  }

  /**
   * Forms from a text.
   *
   * @param source where it comes from, for messages
   * @throws FormatException where it is no JSON of this form
   */
  public static LayerForms read(String source, String text) {
    Map<String, LayerForm> forms = new LinkedHashMap<>();
    JsonText.object(source, text, "a list of forms", EXAMPLE)
        .properties()
        .forEach(entry ->
            forms.put(
                entry.getKey(),
                LayerFormReader.read(
                    source + ": layer '" + entry.getKey() + "'", entry.getValue())));
    return LayerForms.of(forms);
  }
}
