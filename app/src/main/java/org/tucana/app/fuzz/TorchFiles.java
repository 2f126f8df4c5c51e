package org.tucana.app.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small checkpoints as torch writes them. */
final class TorchFiles {
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private TorchFiles() {}

  /** A state dict in an archive. */
  static byte[] archive() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(
        "archive/data.pkl",
        new Pickle()
            .code("ccollections\nOrderedDict\n)Rq\0(")
            .tensor("fc.weight", "FloatStorage", "0", 2, 3, false)
            .tensor("fc.bias", "HalfStorage", "1", 1, 4, false)
            .code("u")
            .end());
    entries.put("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    entries.put("archive/data/0", new byte[24]);
    entries.put("archive/data/1", new byte[8]);
    entries.put("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    return zip(entries);
  }

  /** A dictionary of a training program in an archive, with tensors under a name of their own. */
  static byte[] wrapped() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(
        "x/data.pkl",
        new Pickle()
            .code("}(")
            .text("epoch")
            .number(7)
            .text("state_dict")
            .code("}(")
            .tensor("module.w", "LongStorage", "0", 1, 2, false)
            .code("u")
            .text("scores")
            .code("](K\1M\2\3G\0\0\0\0\0\0\0\0\u0088Neu")
            .end());
    entries.put("x/data/0", new byte[16]);
    return zip(entries);
  }

  /** A state dict by the instructions of protocol 4. */
  static byte[] newer() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(
        "y/data.pkl",
        new Pickle(4)
            .code("\u0095\u00ff\0\0\0\0\0\0\0")
            .code("\u008c\u000bcollections\u0094\u008c\u000bOrderedDict\u0094\u0093\u0094)R\u0094(")
            .tensor("w", "IntStorage", "0", 2, 2, false)
            .code("u}h\0Nsb")
            .end());
    entries.put("y/data/0", new byte[16]);
    return zip(entries);
  }

  /** The format before archives: pickles, then the storages. */
  static byte[] older() {
    byte[] magic = new Pickle().code("\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019").end();
    byte[] protocol = new Pickle().code("M\u00e9\3").end();
    byte[] machine = new Pickle().code("}(").text("little_endian").code("\u0088u").end();
    byte[] object =
        new Pickle()
            .code("ccollections\nOrderedDict\n)R(")
            .tensor("w", "DoubleStorage", "94", 2, 1, true)
            .tensor("b", "BoolStorage", "95", 1, 3, true)
            .code("u")
            .end();
    byte[] keys = new Pickle().code("](").text("94").text("95").code("e").end();
    byte[] storages = {
      2,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0, // key 94
      3,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      1,
      0,
      1 // key 95
    };
    ByteBuffer file =
        ByteBuffer.allocate(
            magic.length
                + protocol.length
                + machine.length
                + object.length
                + keys.length
                + storages.length);
    return file.put(magic).put(protocol).put(machine).put(object).put(keys).put(storages).array();
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    return GoodFiles.streamed(stream -> {
      ZipOutputStream zip = new ZipOutputStream(stream);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        CRC32 sum = new CRC32();
        sum.update(entry.getValue());
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setTimeLocal(TIME);
        header.setMethod(ZipEntry.STORED);
        header.setSize(entry.getValue().length);
        header.setCrc(sum.getValue());
        zip.putNextEntry(header);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
      zip.finish();
    });
  }
}
