package org.tucana.bench.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.tucana.app.Version;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.io.WholeFile;
import org.tucana.core.type.FormatException;
import org.tucana.detection.annotation.CocoReader;
import org.tucana.detection.annotation.CocoWriter;
import org.tucana.detection.evaluation.DetectedObject;

/**
 * What a study has measured so far. Each section is a JSON file with its key, the commit that
 * measured it and its result; what a model found in a set of pictures is a COCO file that has both
 * their keys in its name. Each file is whole or not there, so a study that was killed goes on where
 * it was.
 *
 * @param path the folder
 * @param measures whether sections that are not stored are measured
 */
record StudyFolder(Path path, boolean measures) {
  private static final String DETECTIONS = "detections";

  /** Measures a section. */
  @FunctionalInterface
  interface Measured<T> {
    T measure() throws IOException, InterruptedException;
  }

  /** The same folder, of which no section is measured. */
  StudyFolder asItIs() {
    return new StudyFolder(path, false);
  }

  /**
   * A section's result: as it is stored, where that was measured by the same key, or else measured
   * now and stored; empty where it is not stored and nothing is measured.
   *
   * @param name of the section
   * @param key of all that decides about its result
   */
  <T> Optional<T> section(String name, String key, Class<T> type, Measured<T> measured)
      throws IOException, InterruptedException {
    Path file = path.resolve(name + ".json");
    Optional<T> stored = stored(file, key, type);
    if (stored.isPresent() || !measures) {
      return stored;
    }
    T result = measured.measure();
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("key", key);
    text.put("commit", Version.commit());
    text.put("result", result);
    write(name + ".json", StudyJson.bytes(text));
    return Optional.of(result);
  }

  /** What was stored by a key; empty where that is another one, or somebody changed the file. */
  private static <T> Optional<T> stored(Path file, String key, Class<T> type) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode stored = StudyJson.read(Files.readAllBytes(file));
      return stored.path("key").asText().equals(key) && stored.has("result")
          ? Optional.of(StudyJson.value(stored.get("result"), type))
          : Optional.empty();
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  /** What was found in pictures, one list a picture; empty where nothing is stored by that name. */
  Optional<List<List<DetectedObject>>> detections(String name, int pictures) throws IOException {
    Path file = detectionFile(name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      SortedMap<Long, List<DetectedObject>> found = CocoReader.readDetections(file);
      return Optional.of(
          LongStream.range(0, pictures).mapToObj(i -> found.getOrDefault(i, List.of())).toList());
    } catch (FormatException _) {
      return Optional.empty();
    }
  }

  /** Stores what was found in pictures, which are numbered from 0 on. */
  void store(String name, List<List<DetectedObject>> found) throws IOException {
    OutputFolders.make(path.resolve(DETECTIONS));
    SortedMap<Long, List<DetectedObject>> numbered = new TreeMap<>();
    for (int i = 0; i < found.size(); i++) {
      numbered.put((long) i, found.get(i));
    }
    WholeFile.write(detectionFile(name), stream -> CocoWriter.writeDetections(numbered, stream));
  }

  private Path detectionFile(String name) {
    return path.resolve(DETECTIONS).resolve(name + ".json");
  }

  /** Writes a file of the folder. */
  void write(String name, byte[] content) throws IOException {
    WholeFile.write(path.resolve(name), stream -> stream.write(content));
  }
}
