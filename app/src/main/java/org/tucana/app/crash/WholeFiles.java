package org.tucana.app.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tucana.astro.io.Pictures;
import org.tucana.core.io.Safetensors;
import org.tucana.core.type.TucanaException;
import org.tucana.detection.annotation.CocoReader;

/** Tells whether a file is whole, by the product's own readers. */
final class WholeFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private WholeFiles() {}

  /** What is wrong with a file, if something is. */
  static Optional<String> fault(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    try {
      return switch (name.substring(name.lastIndexOf('.') + 1)) {
        case "safetensors" -> {
          Safetensors.read(file);
          yield Optional.empty();
        }
        case "png", "fits" -> {
          Pictures.load(file);
          yield Optional.empty();
        }
        case "json" -> {
          if (name.equals("detections.json")) {
            CocoReader.readDetections(file);
          }
          JSON.readTree(file.toFile());
          yield Optional.empty();
        }
        case "jsonl" -> linesOfJson(file);
        case "csv" -> table(file);
        case "html" -> ends(file, "</html>\n");
        case "txt" -> ends(file, "\n");
        default -> Optional.of(file + ": nothing is known about files of this kind");
      };
    } catch (JsonProcessingException e) {
      return Optional.of(file + ": " + e.getOriginalMessage());
    } catch (TucanaException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** A line that is being appended is no loss: who reads on drops it. */
  private static Optional<String> linesOfJson(Path file) throws IOException {
    String text = Files.readString(file);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      JSON.readTree(line);
    }
    return Optional.empty();
  }

  private static Optional<String> table(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    long columns = lines.isEmpty() ? 0 : columns(lines.getFirst());
    for (int i = 0; i < lines.size(); i++) {
      if (columns(lines.get(i)) != columns) {
        return Optional.of(
            "%s: line %d has %d columns, expected %d"
                .formatted(file, i + 1, columns(lines.get(i)), columns));
      }
    }
    return columns == 0 ? Optional.of(file + ": is empty") : ends(file, "\n");
  }

  /** Commas within quotation marks stand for themselves. */
  private static long columns(String line) {
    long columns = 1;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      quoted ^= c == '"';
      columns += c == ',' && !quoted ? 1 : 0;
    }
    return columns;
  }

  private static Optional<String> ends(Path file, String with) throws IOException {
    return Files.readString(file).endsWith(with)
        ? Optional.empty()
        : Optional.of(file + ": ends in the middle, expected " + with.strip() + " at its end");
  }
}
