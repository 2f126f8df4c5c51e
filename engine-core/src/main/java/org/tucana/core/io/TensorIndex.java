package org.tucana.core.io;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;

/**
 * Where the tensors of an open file lie, by name.
 *
 * @param file its bytes
 * @param places how each tensor is read; equal places are read once
 * @param metadata texts by name
 */
record TensorIndex(FileBytes file, Map<String, Place> places, Map<String, String> metadata) {
  private static final int NAMES_SHOWN = 5;

  TensorIndex {
    places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** One tensor of a file. */
  @FunctionalInterface
  interface Place {
    HostTensor read();
  }

  /**
   * Reads one tensor.
   *
   * @throws FormatException where there is none of that name
   */
  HostTensor read(String name) {
    Place place = places.get(name);
    if (place == null) {
      throw file.fault(
          "holds no tensor '"
              + name
              + "', it has "
              + places.keySet().stream().limit(NAMES_SHOWN).toList()
              + (places.size() > NAMES_SHOWN ? " and others" : "")
              + "; name one of these");
    }
    return read(place);
  }

  /** Says which file it was where the system cannot bring a mapped part of it. */
  private HostTensor read(Place place) {
    try {
      return place.read();
    } catch (InternalError e) {
      throw file.fault(
          "shrank while it was read, or its device failed (%s); leave it alone until it is read"
              .formatted(e.getMessage()),
          e);
    }
  }

  TensorFile readAll() {
    Map<Place, HostTensor> read = new HashMap<>();
    SequencedMap<String, HostTensor> tensors = new LinkedHashMap<>();
    places.forEach((name, place) -> tensors.put(name, read.computeIfAbsent(place, this::read)));
    return new TensorFile(tensors, metadata);
  }
}
