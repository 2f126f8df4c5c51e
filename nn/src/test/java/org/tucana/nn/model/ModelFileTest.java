package org.tucana.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

class ModelFileTest {
  private static final ModelMetadata METADATA =
      new ModelMetadata(
          "resnet18",
          List.of("elliptical", "spiral"),
          new InputFormat(3, 64, 96, "asinh", List.of(0.1, 0.2, 0.3), List.of(1.0, 2.0, 4.0)),
          new Provenance(42, "made-up", "train it", "abc"),
          Map.of("anchor_sizes", "[[32],[64]]"));

  @TempDir private Path folder;

  private static ModelFile model(float... values) {
    Map<String, HostTensor> weights = new LinkedHashMap<>();
    weights.put("w", HostTensor.of(Shape.of(2, values.length / 2), values));
    weights.put("b", HostTensor.of(Shape.of(2), 0.1f, 1e-6f));
    return new ModelFile(METADATA, weights);
  }

  @Test
  void aFileSaysAllThatWasWritten() throws IOException {
    Path file = folder.resolve("model.safetensors");
    model(1.1f, 2.2f, -3.3f, 4.4f).write(file, ModelFile.Precision.FLOAT32);
    ModelFile read = ModelFile.read(file);
    assertEquals(METADATA, read.metadata());
    assertArrayEquals(new float[] {1.1f, 2.2f, -3.3f, 4.4f}, read.weights().get("w").toFloats());
  }

  @Test
  void halfPrecisionHalvesMatricesAndKeepsVectors() throws IOException {
    Path file = folder.resolve("model.safetensors");
    model(0.5f, 1.1f).write(file, ModelFile.Precision.FLOAT16);
    ModelFile read = ModelFile.read(file);
    assertEquals(DType.FLOAT16, read.weights().get("w").type().dtype());
    assertArrayEquals(
        new float[] {0.5f, Float.float16ToFloat(Float.floatToFloat16(1.1f))},
        read.weights().get("w").toFloats());
    assertArrayEquals(new float[] {0.1f, 1e-6f}, read.weights().get("b").toFloats());
  }

  @Test
  void whatFloat16CannotHoldIsRefused() {
    Path file = folder.resolve("model.safetensors");
    assertThrows(
        IllegalArgumentException.class,
        () -> model(1, 70_000).write(file, ModelFile.Precision.FLOAT16));
    assertTrue(Files.notExists(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format|other|no model of tucana",
        "format_version|2|model format version 2, expected 1",
        "classes|[1,|its metadata 'classes' cannot be read",
        "classes|null|its metadata 'classes' is null",
        "classes|[null]|its metadata 'classes' cannot be read",
        "config|{\"a\":null}|its metadata 'config' cannot be read",
        "classes|[]|an architecture and at least one class wanted",
        "classes|[\"a\",\"a\"]|class names must differ",
        "input|{}|its metadata 'input' cannot be read",
        "input|[]|its metadata 'input' cannot be read",
        "provenance|7|its metadata 'provenance' cannot be read",
        "config|{\"a\":{}}|its metadata 'config' cannot be read"
      })
  void damagedMetadataIsRefusedByName(String key, String text, String words) throws IOException {
    Path file = folder.resolve("model.safetensors");
    model(1, 2).write(file, ModelFile.Precision.FLOAT32);
    TensorFile written = Safetensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(written.metadata());
    metadata.put(key, text);
    Safetensors.write(file, new TensorFile(written.tensors(), metadata));
    FormatException thrown = assertThrows(FormatException.class, () -> ModelFile.read(file));
    assertTrue(thrown.getMessage().startsWith(file.toString()), thrown.getMessage());
    assertTrue(thrown.getMessage().contains(words), thrown.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"format", "format_version", "architecture", "classes", "input", "config"})
  void missingMetadataIsRefused(String key) throws IOException {
    Path file = folder.resolve("model.safetensors");
    model(1, 2).write(file, ModelFile.Precision.FLOAT32);
    TensorFile written = Safetensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(written.metadata());
    metadata.remove(key);
    Safetensors.write(file, new TensorFile(written.tensors(), metadata));
    assertThrows(FormatException.class, () -> ModelFile.read(file));
  }

  @Test
  void inputSizesAreChecked() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new InputFormat(0, 1, 1, "linear", List.of(), List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new InputFormat(1, 1, 1_000_000, "linear", List.of(0.0), List.of(1.0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new InputFormat(1, 1, 1, "linear", List.of(0.0), List.of(0.0)));
  }
}
