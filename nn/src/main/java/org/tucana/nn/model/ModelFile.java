package org.tucana.nn.model;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.tucana.core.io.HalfPrecision;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;

/**
 * A trained model: a safetensors file whose metadata says everything that is needed to use the
 * weights. Metadata values are texts, those of {@code classes}, {@code input}, {@code provenance}
 * and {@code config} JSON.
 *
 * @param metadata what the file says about its weights
 * @param weights values by torchvision's names
 */
public record ModelFile(ModelMetadata metadata, Map<String, HostTensor> weights) {
  private static final String FORMAT = "tucana-model";
  private static final String VERSION = "1";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  public ModelFile {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  /** How precisely weights are stored. */
  public enum Precision {
    FLOAT32,
    /**
     * Half the size. One-dimensional values (biases, normalisations, running statistics) stay
     * float32: they are few and a network's output hangs on them.
     */
    FLOAT16
  }

  /** How precisely the weights are held. */
  public Precision precision() {
    return weights.values().stream().anyMatch(w -> w.type().dtype() == DType.FLOAT16)
        ? Precision.FLOAT16
        : Precision.FLOAT32;
  }

  /** Writes the file, whole or not at all. */
  public void write(Path file, Precision precision) throws IOException {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    texts.put("format", FORMAT);
    texts.put("format_version", VERSION);
    texts.put("architecture", metadata.architecture());
    texts.put("classes", json(metadata.classes()));
    texts.put("input", json(metadata.input()));
    texts.put("provenance", json(metadata.provenance()));
    texts.put("config", json(new TreeMap<>(metadata.config())));
    SequencedMap<String, HostTensor> stored = new LinkedHashMap<>();
    weights.forEach((name, value) ->
        stored.put(
            name,
            precision == Precision.FLOAT16 && value.shape().rank() > 1
                ? halved(name, value)
                : value));
    Safetensors.write(file, new TensorFile(stored, texts));
  }

  private static HostTensor halved(String name, HostTensor value) {
    HostTensor half = HalfPrecision.float16(value);
    float[] before = value.toFloats();
    float[] after = half.toFloats();
    for (int i = 0; i < before.length; i++) {
      if (Float.isFinite(before[i]) && !Float.isFinite(after[i])) {
        throw new IllegalArgumentException(
            "model: " + name + " holds " + before[i] + ", too large for float16; write float32");
      }
    }
    return half;
  }

  /**
   * Reads a file.
   *
   * @throws FormatException where it is no model of this project, or a damaged one
   */
  public static ModelFile read(Path file) throws IOException {
    return of(file.toString(), Safetensors.read(file));
  }

  /** Whether a file says that it is a model of this project. */
  public static boolean isModel(TensorFile stored) {
    return FORMAT.equals(stored.metadata().get("format"));
  }

  /**
   * A model of a file's content.
   *
   * @param file its name, for messages
   * @throws FormatException where it is no model of this project, or a damaged one
   */
  public static ModelFile of(String file, TensorFile stored) {
    Map<String, String> texts = stored.metadata();
    if (!isModel(stored)) {
      throw new FormatException(
          file
              + ": no model of tucana, its metadata has no format '"
              + FORMAT
              + "'; use a file written by tucana train");
    }
    if (!VERSION.equals(texts.get("format_version"))) {
      throw new FormatException(
          file
              + ": model format version "
              + texts.get("format_version")
              + ", expected "
              + VERSION
              + "; use a tucana of the file's version");
    }
    try {
      return new ModelFile(
          new ModelMetadata(
              text(file, texts, "architecture"),
              parsed(file, texts, "classes", new TypeReference<List<String>>() {}),
              parsed(file, texts, "input", new TypeReference<InputFormat>() {}),
              parsed(file, texts, "provenance", new TypeReference<Provenance>() {}),
              parsed(file, texts, "config", new TypeReference<Map<String, String>>() {})),
          stored.tensors());
    } catch (IllegalArgumentException e) {
      throw new FormatException(
          file + ": its metadata is not usable, " + e.getMessage() + "; take another model", e);
    }
  }

  private static String text(String file, Map<String, String> texts, String key) {
    String text = texts.get(key);
    if (text == null) {
      throw new FormatException(
          file + ": its metadata lacks '" + key + "'; the file is damaged, take another model");
    }
    return text;
  }

  private static <T> T parsed(
      String file, Map<String, String> texts, String key, TypeReference<T> type) {
    try {
      T value = JSON.readValue(text(file, texts, key), type);
      if (value == null) {
        throw new FormatException(
            file + ": its metadata '" + key + "' is null; take another model");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new FormatException(
          file
              + ": its metadata '"
              + key
              + "' cannot be read ("
              + e.getOriginalMessage()
              + "); the file is damaged, take another model",
          e);
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("model: metadata has no JSON form", e);
    }
  }
}
