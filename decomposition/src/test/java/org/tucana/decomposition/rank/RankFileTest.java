package org.tucana.decomposition.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.testing.SharedData;
import org.tucana.core.type.FormatException;
import org.tucana.nn.module.LayerForm;

class RankFileTest {
  private static final List<CandidateLayer> LAYERS =
      List.of(
          Layers.convolution("layer1.0.conv1", 56, 64, 64, 3, 3),
          Layers.convolution("layer1.0.conv2", 56, 64, 64, 3, 3),
          Layers.convolution("layer1.1.conv2", 56, 64, 64, 3, 3),
          Layers.convolution("layer2.0.downsample.0", 28, 128, 64, 1, 1),
          Layers.linear("fc", 4, 512));

  @TempDir Path folder;

  private static Map<String, LayerForm> apply(String text) {
    return RankFile.parse("r.json", text).apply(LAYERS).byName();
  }

  private static void refuses(String words, String text) {
    FormatException e = assertThrows(FormatException.class, () -> apply(text));
    assertTrue(e.getMessage().startsWith("r.json: "), e.getMessage());
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  @Test
  void allForms() {
    assertEquals(
        Map.of(
            "layer1.0.conv1",
            new LayerForm.Cp(60),
            "layer1.0.conv2",
            new LayerForm.Tucker2(23, 22),
            "layer1.1.conv2",
            new LayerForm.Tucker2(23, 22),
            "layer2.0.downsample.0",
            new LayerForm.Svd(20),
            "fc",
            new LayerForm.TensorTrain(List.of(2, 2), List.of(16, 32), List.of(8))),
        apply(
            """
            {
              "layer1.*.conv2": {"in": 23, "out": 22},
              "*.downsample.0": {"rank": 20},
              "layer1.0.conv1": {"method": "cp", "rank": 60},
              "fc": {"method": "tt", "out": [2, 2], "in": [16, 32], "ranks": [8]}
            }
            """));
  }

  @Test
  void theLastMatchWins() {
    Map<String, LayerForm> forms =
        apply(
            """
            {"layer1.*": {"in": 5, "out": 6}, "layer1.0.*": {"in": 7, "out": 8},
             "*conv2": {"method": "tucker2", "in": 9, "out": 10}}
            """);
    assertEquals(
        Map.of(
            "layer1.0.conv1",
            new LayerForm.Tucker2(7, 8),
            "layer1.0.conv2",
            new LayerForm.Tucker2(9, 10),
            "layer1.1.conv2",
            new LayerForm.Tucker2(9, 10)),
        forms);
    assertEquals(
        Map.of("layer1.0.conv2", new LayerForm.Tucker2(5, 6)),
        RankFile.parse("r.json", "{\"layer1.0.conv2\": {\"in\": 5, \"out\": 6}}")
            .apply(LAYERS)
            .byName());
  }

  @ParameterizedTest
  @CsvSource({
    "layer1.*.conv2, layer1.0.conv2, true",
    "layer1.*.conv2, layer1.0.conv1, false",
    "layer1.*.conv2, xlayer1.0.conv2, false",
    "layer1.*.conv2, layer1.conv2, false",
    "*.conv2, backbone.body.layer1.0.conv2, true",
    "*.layer1.*.conv*, backbone.body.layer1.0.conv2, true",
    "*1*1*, 1, false",
    "*1*1*, 121, true",
    "ab*ba, aba, false",
    "ab*ba, abba, true",
    "*aab, aaab, true",
    "*, anything.at.all, true",
    "layer1.0.conv2, layer1.0.conv2, true",
    "layer1.0.conv2, layer1a0.conv2, false",
    "layer?.0.conv2, layer1.0.conv2, true",
    "layer?.0.conv2, layer.0.conv2, false",
    "layer1?0?conv2, layer1.0.conv2, true",
    "*.conv?, conv2, false",
    "?*?, a, false",
    "?*?, ab, true",
    "layer[12].*, layer2.0.conv1, true",
    "layer[12].*, layer3.0.conv1, false",
    "layer[1-3]*, layer3.0.conv1, true",
    "layer[1-3]*, layer4.0.conv1, false",
    "layer[!1-3]*, layer4.0.conv1, true",
    "layer[!1-3]*, layer2.0.conv1, false",
    "layer[!1-3], layer, false",
    "*[.]conv[0-9a], layer1.conva, true",
    "[]a], ], true",
    "[]a], b, false",
    "[!]a], ], false",
    "[a-], -, true",
    "[a-], b, false",
    "[[], [, true",
    "a], a], true",
    "[*?], *, true",
    "[*?], a, false",
    "*[b]*[a]c, abababac, true",
    "*[b]*[a]c, abababab, false"
  })
  void patterns(String pattern, String name, boolean matches) {
    assertEquals(matches, new LayerPattern(pattern).matches(name));
  }

  @Test
  void manyStarsTakeNoTime() {
    assertFalse(new LayerPattern("*a".repeat(500) + "b").matches("a".repeat(5000)));
    assertFalse(new LayerPattern("*[!b]?".repeat(500) + "b").matches("a".repeat(5000)));
  }

  @ParameterizedTest
  @CsvSource({"layer[1, 6", "*[!], 2", "[], 1", "[a][[b, 4", "[, 1"})
  void bracketsClose(String pattern, int place) {
    FormatException e = assertThrows(FormatException.class, () -> new LayerPattern(pattern));
    assertEquals(
        "the pattern '"
            + pattern
            + "' opens a bracket at character "
            + place
            + " that does not close; add the ] or write [[] for the character itself",
        e.getMessage());
    assertTrue(new LayerPattern("[[]").matches("["));
    refuses(
        "r.json: the pattern 'layer[1' opens a bracket", "{\"layer[1\": {\"in\": 1, \"out\": 1}}");
  }

  @Test
  void whatIsNoRankFileIsRefused() {
    refuses("no usable JSON at line 1, column ", "{\"a\": ");
    refuses("no usable JSON", "{} {}");
    refuses("Duplicate field 'a'", "{\"a\": {\"rank\": 1}, \"a\": {\"rank\": 2}}");
    refuses("Duplicate field 'rank'", "{\"fc\": {\"rank\": 1, \"rank\": 2}}");
    refuses("a rank file is a JSON object, got ARRAY; write {\"layer1", "[1]");
    refuses("a rank file is a JSON object, got nothing", "");
    refuses("holds no ranks; write {\"layer1", "{}");
    refuses("'fc' has 3 instead of an object; write {\"in\": 23, \"out\": 22}", "{\"fc\": 3}");
  }

  @Test
  void wrongKeysAreNamed() {
    refuses(
        "'fc' has the keys [rank, size] where svd wants [rank]; correct them",
        "{\"fc\": {\"rank\": 1, \"size\": 2}}");
    refuses("'fc' has the keys [in] where tucker2 wants [in, out]", "{\"fc\": {\"in\": 1}}");
    refuses("'fc' has the keys [] where tucker2 wants [in, out]", "{\"fc\": {}}");
    refuses("'fc' has the keys [in, rank] where svd", "{\"fc\": {\"rank\": 1, \"in\": 2}}");
    refuses(
        "'fc' has method 'hosvd'; choose tucker2, svd, cp or tt",
        "{\"fc\": {\"method\": \"hosvd\", \"rank\": 1}}");
  }

  @ParameterizedTest
  @CsvSource({"0", "-3", "2.5", "2.0", "\"4\"", "null", "3000000000", "true", "[4]"})
  void ranksAreWholeAndPositive(String rank) {
    String words = "'fc' has \"rank\": " + rank + "; give whole numbers of at least 1";
    refuses(words, "{\"fc\": {\"rank\": " + rank + "}}");
  }

  @Test
  void trainsAreWhole() {
    String train = "{\"fc\": {\"method\": \"tt\", \"out\": %s, \"in\": %s, \"ranks\": %s}}";
    refuses(
        "has 2 \"out\" and 1 \"in\" sizes and 1 ranks; give as many",
        train.formatted("[2,2]", "[512]", "[3]"));
    refuses("give a list of whole numbers", train.formatted("2", "[16,32]", "[3]"));
    refuses("has \"ranks\": [0]; give whole", train.formatted("[2,2]", "[16,32]", "[0]"));
    refuses(
        "tt sizes \"in\" [16, 31] multiply to 496; choose sizes whose product is 512",
        train.formatted("[2,2]", "[16,31]", "[3]"));
    refuses("tt sizes \"out\" [2, 3]", train.formatted("[2,3]", "[16,32]", "[3]"));
    refuses(
        "\"ranks[0]\" is 33 but its weight [4,512] allows 32; lower it",
        train.formatted("[2,2]", "[16,32]", "[33]"));
  }

  @Test
  void ranksBeyondALayerAreRefused() {
    refuses(
        "'layer1.*.conv2': layer layer1.0.conv2: \"in\" is 65 but its weight [64,64,3,3] allows 64",
        "{\"layer1.*.conv2\": {\"in\": 65, \"out\": 2}}");
    refuses("\"out\" is 65", "{\"layer1.*.conv2\": {\"in\": 64, \"out\": 65}}");
    refuses("\"rank\" is 5 but its weight [4,512] allows 4", "{\"fc\": {\"rank\": 5}}");
    refuses(
        "\"rank\" is 577 but its weight [64,64,3,3] allows 576",
        "{\"layer1.0.conv1\": {\"method\": \"cp\", \"rank\": 577}}");
    assertEquals(1, apply("{\"layer1.0.conv1\": {\"method\": \"cp\", \"rank\": 576}}").size());
  }

  @Test
  void formsForOtherLayersAreRefused() {
    refuses("{\"in\", \"out\"} is for convolutions", "{\"fc\": {\"in\": 2, \"out\": 2}}");
    refuses("cp is for convolutions", "{\"fc\": {\"method\": \"cp\", \"rank\": 2}}");
    refuses(
        "tt is for linear layers",
        """
        {"layer1.0.conv1": {"method": "tt", "out": [8, 8], "in": [8, 8], "ranks": [2]}}
        """);
  }

  @Test
  void aFileForAnotherNetworkIsRefused() throws IOException {
    Path file = SharedData.require("oracles/table64_ranks_resnet18.json");
    RankFile ranks = RankFile.read(file);
    assertEquals(4, ranks.entries().size());
    FormatException e = assertThrows(FormatException.class, () -> ranks.apply(LAYERS));
    assertTrue(
        e.getMessage()
            .endsWith(
                "resnet18.json: 'layer2.*.conv2' is none of the 5 layers that may be changed"
                    + " (layer1.0.conv1, layer1.0.conv2, layer1.1.conv2, ...); name another file"
                    + " or correct it"),
        e.getMessage());
  }

  @Test
  void missingFilesAndOtherFilesAreNamed() throws IOException {
    Path missing = folder.resolve("missing.json");
    FormatException e = assertThrows(FormatException.class, () -> RankFile.read(missing));
    assertEquals(missing + ": there is no such file; name a JSON file of ranks", e.getMessage());
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    e = assertThrows(FormatException.class, () -> RankFile.read(binary));
    assertTrue(e.getMessage().contains("binary: is no UTF-8 text; save it as such"));
  }
}
