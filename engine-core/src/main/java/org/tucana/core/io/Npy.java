package org.tucana.core.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;

/**
 * numpy's npy format, versions 1 to 3: one array of floats, integers or truth values.
 *
 * <p>Arrays in Fortran's order are read into row-major order; both byte orders are read. Files are
 * written row by row, lowest byte first.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int VERSION_BYTES = 2;
  private static final int ALIGNMENT = 64;

  /** Far above any plain array's header, which is some hundred bytes. */
  private static final long MOST_HEADER_BYTES = 1 << 16;

  private Npy() {}

  /**
   * Reads a file.
   *
   * @throws FormatException naming file and fault where it is no sound npy file
   */
  public static HostTensor read(Path path) throws IOException {
    try (MappedFile file = MappedFile.open(path)) {
      return read(file.bytes("npy"));
    }
  }

  /** Whether bytes begin as a file of this format does. */
  static boolean isNpy(FileBytes file) {
    return file.holds(0, MAGIC);
  }

  /** Reads a file's bytes, all of which must belong to the array. */
  static HostTensor read(FileBytes file) {
    int start = MAGIC.length + VERSION_BYTES;
    if (file.size() < start || !isNpy(file)) {
      throw file.fault("does not begin as an npy file does; it is another format or empty");
    }
    int version = file.unsignedByte(MAGIC.length);
    if (version < 1 || version > 3) {
      throw file.fault("has version " + version + ", expected 1 to 3; save it with numpy anew");
    }
    int headerStart = start + (version == 1 ? Short.BYTES : Integer.BYTES);
    if (file.size() < headerStart) {
      throw file.fault("ends before its header; the file is cut off, get it anew");
    }
    long length = version == 1 ? file.unsignedShort(start) : file.unsignedInt(start);
    long most = Math.min(MOST_HEADER_BYTES, file.size() - headerStart);
    if (length > most) {
      throw file.fault(
          "says that its header has "
              + length
              + " bytes, expected at most "
              + most
              + "; the file is cut off or damaged, get it anew");
    }
    String text =
        new String(
            file.copy(headerStart, (int) length),
            version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    return readValues(file, NpyHeader.parse(text, file), headerStart + length);
  }

  private static HostTensor readValues(FileBytes file, NpyHeader header, long start) {
    long expected = (long) header.shape().elements() * header.type().bytes();
    if (file.size() - start != expected) {
      throw file.fault(
          "has "
              + (file.size() - start)
              + " bytes of values, expected "
              + expected
              + " for "
              + header.type()
              + header.shape()
              + "; the file is cut off or damaged, get it anew");
    }
    StridedView view =
        header.columnsFirst()
            ? StridedView.columnMajor(header.shape())
            : StridedView.rowMajor(header.shape());
    return file.checked("", header.type().read(file.segment(), start, view, header.order()));
  }

  /** Writes a file whole or not at all; see {@link WholeFile}. */
  public static void write(Path file, HostTensor tensor) throws IOException {
    WholeFile.write(file, stream -> write(stream, tensor));
  }

  /**
   * Writes to a stream, which stays open.
   *
   * @throws IllegalArgumentException for bfloat16, which the format lacks
   */
  public static void write(OutputStream stream, HostTensor tensor) throws IOException {
    String sizes =
        Arrays.stream(tensor.shape().dims())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    String text =
        "{'descr': '"
            + NpyHeader.code(StoredType.of(tensor.type().dtype()))
            + "', 'fortran_order': False, 'shape': ("
            + sizes
            + (tensor.shape().rank() == 1 ? ",), }" : "), }");
    int before = MAGIC.length + VERSION_BYTES + Short.BYTES;
    int total = Math.ceilDiv(before + text.length() + 1, ALIGNMENT) * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (total - before));
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    header.put((byte) '\n');
    stream.write(header.array());
    StoredType.write(tensor, stream);
  }
}
