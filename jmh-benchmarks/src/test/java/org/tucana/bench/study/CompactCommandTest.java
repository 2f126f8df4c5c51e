package org.tucana.bench.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.type.FormatException;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;
import picocli.CommandLine;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompactCommandTest {
  private static final String MEASURED = "accuracy,stamps,cost,noise,lengths";

  private Path folder;
  private Path normal;
  private Path compact;
  private Path stamps;

  @BeforeAll
  void writeSamples(@TempDir Path shared) throws IOException {
    folder = shared;
    normal = Samples.normal(folder.resolve("normal.safetensors"));
    compact = Samples.compact(folder.resolve("compact.safetensors"));
    stamps = Samples.stamps(folder.resolve("stamps"));
  }

  private void assertRefuses(String words, String... options) {
    String message = assertThrows(FormatException.class, () -> call(options)).getMessage();
    assertTrue(message.contains(words), message);
  }

  private static void call(String... options) throws IOException, InterruptedException {
    CompactCommand command = new CompactCommand();
    new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options);
    assertEquals(0, command.call());
  }

  private String[] study(Path out, String... more) {
    List<String> options = new ArrayList<>(List.of("--model", "normal=" + normal));
    options.addAll(List.of("--model", "compact=" + compact, "--pictures", "8"));
    options.addAll(List.of("--scenes", "2", "--out", out.toString(), "--json"));
    options.addAll(List.of("--data", stamps.toString(), "--length", "3:normal=" + normal));
    options.addAll(List.of(more));
    return options.toArray(String[]::new);
  }

  private static Map<Path, FileTime> times(Path out) throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        times.put(out.relativize(file), Files.getLastModifiedTime(file));
      }
    }
    times.remove(Path.of("study.json"));
    times.remove(Path.of("index.html"));
    return times;
  }

  @Test
  void aStudyIsMeasuredOnceAndReported()
      throws IOException, InterruptedException, ParserConfigurationException, SAXException {
    Path out = folder.resolve("out");
    call(study(out, "--only", MEASURED));
    JsonNode all = new ObjectMapper().readTree(out.resolve("study.json").toFile());
    assertEquals(5, all.get("accuracy").size(), "four sets and all of them");
    assertEquals(8, all.get("accuracy").get(4).get("pictures").asInt());
    assertEquals(
        List.of("stamps", "scenes", "survey east", "survey west"),
        all.get("stamps").findValuesAsText("name"));
    assertEquals(6, all.at("/stamps/0/pictures").asInt(), "of split val");
    assertTrue(all.at("/stamps/0/models/1/differences").has("balanced_accuracy"));
    assertEquals(20, all.get("noise").size(), "five levels, two models, two kinds of pictures");
    assertTrue(all.at("/noise/2/losses").has("AP50_box"));
    assertTrue(
        all.at("/cost/rows/1/torchstat/multiplyAdds").asLong()
            < all.at("/cost/rows/0/torchstat/multiplyAdds").asLong());
    assertEquals("3", all.at("/lengths/0/length").asText());
    assertTrue(all.at("/lengths/0/seconds").isNull(), "no log lies beside the model");
    assertFalse(all.has("time"));

    Document page =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new ByteArrayInputStream(
                    Files.readString(out.resolve("index.html"))
                        .replaceFirst("<!DOCTYPE html>\\s*", "")
                        .getBytes(StandardCharsets.UTF_8)));
    assertEquals(6, page.getElementsByTagName("h2").getLength());
    assertEquals(2, page.getElementsByTagName("img").getLength(), "noise of both kinds");

    byte[] before = Files.readAllBytes(out.resolve("study.json"));
    Map<Path, FileTime> times = times(out);
    call(study(out, "--only", "accuracy"));
    assertEquals(times, times(out), "nothing is measured again");
    assertArrayEquals(before, Files.readAllBytes(out.resolve("study.json")), "all is reported");

    // What models found stays, so that a section that is lost is made of it.
    byte[] accuracy = Files.readAllBytes(out.resolve("accuracy.json"));
    Files.writeString(out.resolve("accuracy.json"), "{");
    call(study(out, "--only", "accuracy"));
    assertArrayEquals(accuracy, Files.readAllBytes(out.resolve("accuracy.json")));
    times.remove(Path.of("accuracy.json"));
    Map<Path, FileTime> after = times(out);
    after.remove(Path.of("accuracy.json"));
    assertEquals(times, after);
  }

  @Test
  void wrongOptionsAreToldBeforeMeasuring() throws IOException {
    Path out = folder.resolve("refused");
    String place = out.toString();
    String one = "normal=" + normal;
    String two = "compact=" + compact;
    assertRefuses("expected at least two, got 1", "--model", one, "--out", place);
    String[] pair = {"--model", one, "--model", two, "--out", place};
    assertRefuses("expected a multiple of 4 up to", with(pair, "--pictures", "10"));
    assertRefuses("--scenes must lie in", with(pair, "--scenes", "-1"));
    assertRefuses("--runs must lie in", with(pair, "--runs", "0"));
    assertRefuses("--threads must lie in", with(pair, "--threads", "-1"));
    assertRefuses("--sides must lie in 32..4096, got [8]", with(pair, "--sides", "8"));
    assertRefuses(
        "--proposals must lie in 1..40, as many as the models rank, got [5, 41]",
        with(pair, "--proposals", "5,41"));
    assertRefuses(
        "--proposal-overlap must lie in 0..1, got NaN", with(pair, "--proposal-overlap", "NaN"));
    assertRefuses("no section 'speed', expected some of accuracy,", with(pair, "--only", "speed"));
    assertRefuses("name them with --data", with(pair, "--only", "stamps"));
    assertRefuses("name them with --length", with(pair, "--only", "lengths"));
    assertRefuses("--length is LABEL:NAME=FILE", with(pair, "--length", "normal=x"));
    assertRefuses(
        "--model is NAME=FILE", "--model", one, "--model", "a/b=" + compact, "--out", place);
    assertRefuses("two models are called 'normal'", "--model", one, "--model", one, "--out", place);
    assertRefuses("is a file; name a folder", "--model", one, "--model", two, "--out", "" + normal);
    Path other = Samples.other(folder.resolve("other.safetensors"));
    assertRefuses(
        "study: other has rpn_post_nms_top_n_test 21, expected 20 as in normal; compare models of"
            + " the same settings",
        "--model",
        one,
        "--model",
        "other=" + other,
        "--out",
        place);
    Files.writeString(
        stamps.resolveSibling("labels.csv"), "file,class,split\n../stamps/images/1.png,spiral,\n");
    assertRefuses("labels", with(pair, "--data", folder.toString()));
    assertFalse(Files.exists(out));
  }

  @Test
  void withoutAPageThereIsNone() throws IOException, InterruptedException {
    Path out = folder.resolve("pageless");
    call(study(out, "--only", "cost", "--no-page"));
    assertTrue(Files.exists(out.resolve("study.json")));
    assertFalse(Files.exists(out.resolve("index.html")));
  }

  private static String[] with(String[] options, String... more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void timesOfTrainingLieBesideTheModel() throws IOException {
    Path model = Samples.normal(folder.resolve("trained.safetensors"));
    Path log =
        Files.createDirectories(folder.resolve("trained.safetensors.training"))
            .resolve("log.jsonl");
    Files.writeString(
        log,
        """
        {"step":1,"total":2,"losses":{},"rate":0.1,"seconds":1.5}
        {"step":2,"total":1,"losses":{},"rate":0.1,"seconds":9}
        {"step":3,"total":1,"losses":{},"rate":0.1,"seconds":2}
        {"st\
        """);
    TrainedModel read = TrainedModel.read("10:compact=" + model);
    assertEquals(6.0, read.seconds().getAsDouble());
    assertEquals("compact-10", read.model().name());
  }
}
