package org.tucana.core.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tucana.core.type.HostTensor;

/** Writes tensors as torch.save does, for tests that read them. */
public final class TorchFiles {
  private TorchFiles() {}

  /** An archive, as torch writes since 1.6. */
  public static Path writeArchive(Path file, Map<String, HostTensor> tensors) throws IOException {
    Archive entries = new Archive();
    entries.add("data.pkl", stateDict(tensors, false));
    entries.add("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    int key = 0;
    for (HostTensor tensor : tensors.values()) {
      entries.add("data/" + key++, numbers(tensor));
    }
    entries.add("version", "3\n".getBytes(StandardCharsets.US_ASCII));
    return Files.write(file, entries.toBytes());
  }

  /** Pickles with the storages behind them, as torch wrote before 1.6. */
  public static Path writeStream(Path file, Map<String, HostTensor> tensors) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(new Pickle().whole(new BigInteger("1950a86a20f9469cfc6c", 16)).end());
      out.write(new Pickle().whole(BigInteger.valueOf(1001)).end());
      out.write(new Pickle().instruction('}').end());
      out.write(stateDict(tensors, true));
      Pickle keys = new Pickle().instruction(']').instruction('(');
      for (int key = 0; key < tensors.size(); key++) {
        keys.text(Integer.toString(key));
      }
      out.write(keys.instruction('e').end());
      for (HostTensor tensor : tensors.values()) {
        out.write(
            ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(tensor.shape().elements())
                .array());
        out.write(numbers(tensor));
      }
    }
    return file;
  }

  /** An archive with this pickle and nothing else. */
  public static Path writePickle(Path file, byte[] pickle) throws IOException {
    Archive entries = new Archive();
    entries.add("data.pkl", pickle);
    return Files.write(file, entries.toBytes());
  }

  private static byte[] stateDict(Map<String, HostTensor> tensors, boolean stream) {
    Pickle pickle = new Pickle();
    pickle.name("collections", "OrderedDict").instruction(')').instruction('R').instruction('(');
    int key = 0;
    for (Map.Entry<String, HostTensor> entry : tensors.entrySet()) {
      HostTensor tensor = entry.getValue();
      pickle.text(entry.getKey()).name("torch._utils", "_rebuild_tensor_v2").instruction('(');
      pickle
          .instruction('(')
          .text("storage")
          .name("torch", storage(tensor))
          .text(Integer.toString(key++))
          .text("cpu")
          .whole(tensor.shape().elements());
      if (stream) {
        pickle.instruction('N');
      }
      pickle.instruction('t').instruction('Q');
      pickle.whole(0).tuple(tensor.shape().dims()).tuple(tensor.shape().rowMajorStrides());
      pickle.instruction(0x89);
      pickle.name("collections", "OrderedDict").instruction(')').instruction('R');
      pickle.instruction('t').instruction('R');
    }
    return pickle.instruction('u').end();
  }

  private static String storage(HostTensor tensor) {
    return switch (tensor.type().dtype()) {
      case FLOAT32 -> "FloatStorage";
      case FLOAT64 -> "DoubleStorage";
      case FLOAT16 -> "HalfStorage";
      case BFLOAT16 -> "BFloat16Storage";
      case INT32 -> "IntStorage";
      case INT64 -> "LongStorage";
      case UINT8 -> "ByteStorage";
      case BOOL -> "BoolStorage";
    };
  }

  private static byte[] numbers(HostTensor tensor) {
    byte[] array = new byte[Math.toIntExact(tensor.type().bytes())];
    ByteBuffer bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.array()) {
      case float[] values -> bytes.asFloatBuffer().put(values);
      case double[] values -> bytes.asDoubleBuffer().put(values);
      case long[] values -> bytes.asLongBuffer().put(values);
      case int[] values -> bytes.asIntBuffer().put(values);
      case short[] values -> bytes.asShortBuffer().put(values);
      case byte[] values -> bytes.put(values);
      default -> throw new AssertionError("no such array: " + tensor);
    }
    return array;
  }

  /** A pickle of protocol 2, written instruction by instruction. */
  public static final class Pickle {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> kept = new ArrayList<>();

    public Pickle() {
      instruction(0x80).instruction(2);
    }

    /** One byte. */
    public Pickle instruction(int code) {
      bytes.write(code);
      return this;
    }

    /** A text, kept in the memo and taken from there the next time. */
    public Pickle text(String text) {
      int index = kept.indexOf(text);
      if (index >= 0) {
        return instruction('j').number(4, index);
      }
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      kept.add(text);
      instruction('X').number(4, encoded.length);
      bytes.writeBytes(encoded);
      return instruction('r').number(4, kept.size() - 1);
    }

    /** A function or class. */
    public Pickle name(String module, String name) {
      bytes.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
      return this;
    }

    /** An integer in the shortest of the forms that Python uses. */
    public Pickle whole(long value) {
      if (value >= 0 && value < 256) {
        return instruction('K').instruction((int) value);
      }
      if (value >= 0 && value < 65536) {
        return instruction('M').number(2, value);
      }
      return value == (int) value
          ? instruction('J').number(4, value)
          : whole(BigInteger.valueOf(value));
    }

    Pickle whole(BigInteger value) {
      byte[] highestFirst = value.toByteArray();
      instruction(0x8a).instruction(highestFirst.length);
      for (int i = highestFirst.length - 1; i >= 0; i--) {
        instruction(highestFirst[i]);
      }
      return this;
    }

    /** A tuple of integers. */
    public Pickle tuple(int... values) {
      instruction('(');
      for (int value : values) {
        whole(value);
      }
      return instruction('t');
    }

    /** Bytes of a number, the lowest first. */
    private Pickle number(int count, long value) {
      for (int i = 0; i < count; i++) {
        instruction((int) (value >>> (Byte.SIZE * i)));
      }
      return this;
    }

    /** The pickle, ended. */
    public byte[] end() {
      instruction('.');
      return bytes.toByteArray();
    }
  }

  /** An archive in memory, its entries stored in one folder as torch stores them. */
  private static final class Archive {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);

    void add(String name, byte[] content) {
      CRC32 checksum = new CRC32();
      checksum.update(content);
      ZipEntry entry = new ZipEntry("archive/" + name);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(checksum.getValue());
      try {
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    byte[] toBytes() throws IOException {
      zip.close();
      return bytes.toByteArray();
    }
  }
}
