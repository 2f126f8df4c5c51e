package org.tucana.core.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * What a safetensors file says about its contents.
 *
 * @param metadata texts by name
 * @param tensors where each tensor lies, by name, in the order of their bytes
 */
public record SafetensorsHeader(Map<String, String> metadata, Map<String, Entry> tensors) {
  public SafetensorsHeader {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * One tensor of the file.
   *
   * @param stored element type in the file
   * @param shape its shape
   * @param begin offset of its first byte in the file
   */
  public record Entry(StoredType stored, Shape shape, long begin) {
    /** The type that it has in memory. */
    public TensorType type() {
      return new TensorType(shape, stored.dtype());
    }
  }
}
