package org.tucana.core.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tucana.core.type.HostTensor;

/**
 * What a file of named tensors holds.
 *
 * @param tensors by name, in the file's order
 * @param metadata texts by name
 */
public record TensorFile(Map<String, HostTensor> tensors, Map<String, String> metadata) {
  public TensorFile {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}
