package org.tucana.app.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What was made of what: a JSON file beside results, by which a later run knows that it need not
 * make them again. It is written last, so where it stands all results stand.
 *
 * @param settings everything that decides about the results but the input, by name
 * @param inputs what went in, by name
 * @param objects how many objects were found
 * @param files the results, by name
 */
public record FinishedWork(
    Map<String, String> settings,
    Map<String, FileDigest> inputs,
    int objects,
    Map<String, FileDigest> files) {
  /** Name of the file that says this of the folder it lies in. */
  public static final String FILE = "detected.json";

  /** A file of the folder itself, since results of an earlier run are taken away by their names. */
  private static final Pattern NAME = Pattern.compile("(?!\\.+$)[^/\\\\\\p{Cntrl}]+");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
          .build();

  /** Far more than such a file ever has. */
  private static final long MOST_BYTES = 1 << 20;

  public FinishedWork(
      @JsonProperty(value = "settings", required = true) Map<String, String> settings,
      @JsonProperty(value = "inputs", required = true) Map<String, FileDigest> inputs,
      @JsonProperty(value = "objects", required = true) int objects,
      @JsonProperty(value = "files", required = true) Map<String, FileDigest> files) {
    this.settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    this.inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    this.objects = objects;
    this.files = Collections.unmodifiableMap(new TreeMap<>(files));
    for (String file : files.keySet()) {
      if (!NAME.matcher(file).matches()) {
        throw new IllegalArgumentException("finished work: \"" + file + "\" is no name of a file");
      }
    }
  }

  /** What a folder says of itself; empty where it says nothing that can be understood. */
  public static Optional<FinishedWork> read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
        return Optional.empty();
      }
      return Optional.of(JSON.readValue(Files.readAllBytes(file), FinishedWork.class));
    } catch (JsonProcessingException | NoSuchFileException _) {
      // Whoever changed it does not get its results back, but new ones.
      return Optional.empty();
    }
  }

  /** Whether this is what the settings make of the inputs, and all results stand as written. */
  public boolean holds(Path folder, Map<String, String> asked, Map<String, FileDigest> present)
      throws IOException {
    if (!settings.equals(asked) || !inputs.equals(present)) {
      return false;
    }
    for (Map.Entry<String, FileDigest> file : files.entrySet()) {
      if (!file.getValue().isOf(folder.resolve(file.getKey()))) {
        return false;
      }
    }
    return true;
  }

  /** The file's content. */
  byte[] bytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("finished work: it has no JSON form", e);
    }
  }
}
