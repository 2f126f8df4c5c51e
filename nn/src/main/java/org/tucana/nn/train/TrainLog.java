package org.tucana.nn.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.tucana.core.io.WholeFile;
import org.tucana.core.io.WriteException;

/** A run's steps, in memory and, one JSON object a line, in a file. */
public final class TrainLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<TrainStep> steps;
  private final Optional<Path> file;
  private final Optional<BufferedWriter> writer;

  /**
   * @param doneSteps lines up to this step are kept from an earlier run; later ones, which a
   *     checkpoint does not know of, are dropped
   */
  TrainLog(Optional<Path> file, long doneSteps) throws IOException {
    List<TrainStep> earlier = doneSteps == 0 ? List.of() : read(file, doneSteps);
    this.steps = new ArrayList<>(earlier);
    this.file = file;
    this.writer = file.isPresent() ? Optional.of(rewrite(file.get(), earlier)) : Optional.empty();
  }

  private static BufferedWriter rewrite(Path file, List<TrainStep> earlier) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (TrainStep step : earlier) {
      lines.append(line(step));
    }
    WholeFile.write(file, stream -> stream.write(lines.toString().getBytes(UTF_8)));
    return Files.newBufferedWriter(file, UTF_8, StandardOpenOption.APPEND);
  }

  List<TrainStep> steps() {
    return List.copyOf(steps);
  }

  void add(TrainStep step) throws IOException {
    steps.add(step);
    if (writer.isPresent()) {
      try {
        writer.get().write(line(step));
        writer.get().flush();
      } catch (IOException e) {
        throw new WriteException(file.orElseThrow(), e);
      }
    }
  }

  private static String line(TrainStep step) throws JsonProcessingException {
    ObjectNode node = JSON.createObjectNode();
    node.put("step", step.step());
    node.put("total", step.total());
    node.putPOJO("losses", step.losses());
    node.put("rate", step.rate());
    step.gradientNorm().ifPresent(norm -> node.put("gradient_norm", norm));
    node.put("seconds", Math.round(step.seconds() * 1e4) / 1e4);
    if (!step.figures().isEmpty()) {
      node.putPOJO("figures", step.figures());
    }
    return JSON.writeValueAsString(node) + "\n";
  }

  private static List<TrainStep> read(Optional<Path> file, long doneSteps) throws IOException {
    return file.isEmpty() || !Files.exists(file.get()) ? List.of() : read(file.get(), doneSteps);
  }

  /** The steps that a file tells of, whether their run is over or not. */
  public static List<TrainStep> read(Path file) throws IOException {
    return read(file, Long.MAX_VALUE);
  }

  private static List<TrainStep> read(Path file, long doneSteps) throws IOException {
    List<TrainStep> steps = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      try {
        TrainStep step = parse(JSON.readTree(line));
        if (step.step() > 0 && step.step() <= doneSteps) {
          steps.add(step);
        }
      } catch (JsonProcessingException e) {
        // The last line of a run that was killed while it wrote; everything before is whole.
        break;
      }
    }
    return steps;
  }

  private static TrainStep parse(JsonNode node) {
    return new TrainStep(
        node.path("step").asLong(),
        numbers(node.path("losses")),
        node.path("total").asDouble(),
        node.path("rate").asDouble(),
        node.has("gradient_norm")
            ? OptionalDouble.of(node.get("gradient_norm").asDouble())
            : OptionalDouble.empty(),
        node.path("seconds").asDouble(),
        numbers(node.path("figures")));
  }

  private static SequencedMap<String, Double> numbers(JsonNode object) {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    object.properties().forEach(p -> values.put(p.getKey(), p.getValue().asDouble()));
    return values;
  }

  @Override
  public void close() throws IOException {
    if (writer.isPresent()) {
      writer.get().close();
    }
  }
}
