package org.tucana.nn.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.type.FormatException;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;

class LayerFormsJsonTest {
  @Test
  void whatIsWrittenIsReadAgain() {
    LayerForms forms =
        LayerForms.of(
            Map.of(
                "layer1.0.conv2", new LayerForm.Tucker2(23, 22),
                "fc", new LayerForm.Svd(5),
                "conv1", new LayerForm.Cp(40),
                "fc6", new LayerForm.TensorTrain(List.of(8, 4), List.of(16, 2), List.of(3))));
    String text = LayerFormsJson.write(forms);
    assertEquals(
        "{\"conv1\":{\"method\":\"cp\",\"rank\":40},"
            + "\"fc\":{\"method\":\"svd\",\"rank\":5},"
            + "\"fc6\":{\"method\":\"tt\",\"out\":[8,4],\"in\":[16,2],\"ranks\":[3]},"
            + "\"layer1.0.conv2\":{\"method\":\"tucker2\",\"in\":23,\"out\":22}}",
        text);
    assertEquals(forms, LayerFormsJson.read("f", text));
    assertEquals(LayerForms.none(), LayerFormsJson.read("f", "{}"));
  }

  @Test
  void theMethodFollowsFromTheKeys() {
    assertEquals(
        LayerForms.of(Map.of("a", new LayerForm.Svd(3), "b", new LayerForm.Tucker2(4, 5))),
        LayerFormsJson.read("f", "{\"a\":{\"rank\":3},\"b\":{\"in\":4,\"out\":5}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[1]|f: a list of forms is a JSON object, got ARRAY; write ",
        "|f: a list of forms is a JSON object, got nothing; write ",
        "{|f: no usable JSON at line 1, column 2, Unexpected end-of-input: expected close marker"
            + " for Object; correct the file",
        "{\"a\":{},\"a\":{}}|f: no usable JSON at line 1, column 13, Duplicate field 'a'",
        "{\"a\":{\"method\":\"svd\",\"rank\":1}} x|f: no usable JSON at line 1, column 33, ",
        "{\"a\":3}|f: layer 'a' has 3 instead of an object; write {\"in\": 23, \"out\": 22}",
        "{\"a\":{}}|f: layer 'a' has the keys [] where tucker2 wants [in, out]; correct them",
        "{\"a\":{\"method\":\"pca\"}}|f: layer 'a' has method 'pca'; choose tucker2, svd, cp or tt",
        "{\"a\":{\"method\":\"svd\"}}|f: layer 'a' has the keys [] where svd wants [rank]; correct",
        "{\"a\":{\"method\":\"cp\",\"rank\":2,\"x\":1}}|f: layer 'a' has the keys [rank, x] where cp",
        "{\"a\":{\"method\":\"svd\",\"rank\":1.5}}|f: layer 'a' has \"rank\": 1.5; give whole numbers"
            + " of at least 1, below 2^31",
        "{\"a\":{\"method\":\"svd\",\"rank\":\"3\"}}|f: layer 'a' has \"rank\": \"3\"; give whole ",
        "{\"a\":{\"method\":\"svd\",\"rank\":null}}|f: layer 'a' has \"rank\": null; give whole ",
        "{\"a\":{\"method\":\"svd\",\"rank\":5000000000}}|f: layer 'a' has \"rank\": 5000000000; give",
        "{\"a\":{\"method\":\"svd\",\"rank\":0}}|f: layer 'a' has \"rank\": 0; give whole numbers",
        "{\"a\":{\"method\":\"tucker2\",\"in\":-1,\"out\":2}}|f: layer 'a' has \"in\": -1; give whole",
        "{\"a\":{\"method\":\"tt\",\"out\":4,\"in\":[2,2],\"ranks\":[1]}}|f: layer 'a' has \"out\": 4;"
            + " give a list of whole numbers",
        "{\"a\":{\"method\":\"tt\",\"out\":[4],\"in\":[[2]],\"ranks\":[]}}|f: layer 'a' has \"in\":"
            + " [[2]]; give whole numbers",
        "{\"a\":{\"method\":\"tt\",\"out\":[4],\"in\":[2],\"ranks\":[]}}|f: layer 'a' has 1 \"out\" and"
            + " 1 \"in\" sizes and 0 ranks; give as many sizes on both sides, two at least, and one"
            + " rank less",
      })
  void whatIsNoListOfFormsIsRefused(String text, String expected) {
    String message =
        assertThrows(
                FormatException.class, () -> LayerFormsJson.read("f", text == null ? "" : text))
            .getMessage();
    assertEquals(expected, message.substring(0, Math.min(expected.length(), message.length())));
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void deepNestingIsRefused() {
    String text = "{\"a\":".repeat(100_000);
    assertThrows(FormatException.class, () -> LayerFormsJson.read("f", text));
  }
}
