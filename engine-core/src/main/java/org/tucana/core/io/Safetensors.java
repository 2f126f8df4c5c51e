package org.tucana.core.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;

/**
 * The safetensors format: eight bytes with the header's length, lowest first; the header, JSON that
 * says type, shape and place of each tensor; their bytes without gap.
 *
 * <p>Readers throw {@link FormatException}, naming file, tensor and fault, where a file is not what
 * it should be, before anything of a size that it claims is allocated.
 */
public final class Safetensors {
  static final String METADATA = "__metadata__";

  private static final int ALIGNMENT = 8;
  private static final JsonFactory JSON = new JsonFactory();

  private Safetensors() {}

  /** Reads a header alone. */
  public static SafetensorsHeader readHeader(Path file) throws IOException {
    try (MappedFile mapped = MappedFile.open(file)) {
      return SafetensorsHeaderParser.parse(bytes(mapped));
    }
  }

  /**
   * Reads a file. float16 and bfloat16 stay as they are ({@link HostTensor#toFloats} converts);
   * integers of 8 and 16 bits with a sign and of 16 and 32 without become wider ones.
   */
  public static TensorFile read(Path file) throws IOException {
    try (MappedFile mapped = MappedFile.open(file)) {
      return index(bytes(mapped)).readAll();
    }
  }

  /**
   * Reads one tensor of a file.
   *
   * @throws FormatException where there is none of that name
   */
  public static HostTensor read(Path file, String name) throws IOException {
    try (MappedFile mapped = MappedFile.open(file)) {
      return index(bytes(mapped)).read(name);
    }
  }

  private static FileBytes bytes(MappedFile file) {
    return file.bytes("safetensors");
  }

  /** Whether bytes begin as a file of this format does: a length, then the header's brace. */
  static boolean isSafetensors(FileBytes file) {
    return file.holds(Long.BYTES, (byte) '{');
  }

  /** Where the tensors of a file lie. */
  static TensorIndex index(FileBytes file) {
    SafetensorsHeader header = SafetensorsHeaderParser.parse(file);
    Map<String, TensorIndex.Place> places = new LinkedHashMap<>();
    header
        .tensors()
        .forEach((name, entry) -> places.put(name, () -> readTensor(file, name, entry)));
    return new TensorIndex(file, places, header.metadata());
  }

  private static HostTensor readTensor(FileBytes file, String name, SafetensorsHeader.Entry entry) {
    return file.checked(
        "tensor \"" + name + "\": ",
        entry
            .stored()
            .read(
                file.segment(),
                entry.begin(),
                StridedView.rowMajor(entry.shape()),
                ByteOrder.LITTLE_ENDIAN));
  }

  /** Writes a file whole or not at all; see {@link WholeFile}. */
  public static void write(Path file, TensorFile content) throws IOException {
    WholeFile.write(file, stream -> write(stream, content));
  }

  /**
   * Writes to a stream, which stays open. Equal contents give equal bytes: metadata by name,
   * tensors by falling element size, so that each is aligned, then by name.
   */
  public static void write(OutputStream stream, TensorFile content) throws IOException {
    Comparator<Map.Entry<String, HostTensor>> widestFirst =
        Comparator.comparingInt(entry -> -entry.getValue().type().dtype().bytes());
    List<Map.Entry<String, HostTensor>> ordered =
        content.tensors().entrySet().stream()
            .sorted(widestFirst.thenComparing(Map.Entry.comparingByKey()))
            .toList();
    byte[] header = header(ordered, content.metadata());
    stream.write(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .array());
    stream.write(header);
    for (Map.Entry<String, HostTensor> tensor : ordered) {
      StoredType.write(tensor.getValue(), stream);
    }
  }

  private static byte[] header(
      List<Map.Entry<String, HostTensor>> tensors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(header)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(METADATA);
        for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long begin = 0;
      for (Map.Entry<String, HostTensor> entry : tensors) {
        HostTensor tensor = entry.getValue();
        if (entry.getKey().equals(METADATA)) {
          throw new IllegalArgumentException(
              "safetensors: a tensor must not be called " + METADATA + "; rename it");
        }
        long end = begin + tensor.type().bytes();
        json.writeObjectFieldStart(entry.getKey());
        json.writeStringField("dtype", StoredType.of(tensor.type().dtype()).name());
        json.writeFieldName("shape");
        json.writeArray(tensor.shape().dims(), 0, tensor.shape().rank());
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {begin, end}, 0, 2);
        json.writeEndObject();
        begin = end;
      }
      json.writeEndObject();
    }
    while (header.size() % ALIGNMENT != 0) {
      header.write(' ');
    }
    return header.toByteArray();
  }
}
