package org.tucana.core.host;

import java.lang.foreign.MemorySegment;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.DType;

/**
 * A storage in plain Java arrays. The array may be longer than the storage; elements beyond {@link
 * #length} are nobody's.
 */
public final class HostStorage implements Storage {
  private final DType dtype;
  private final int length;
  private final String label;
  private Object array;

  HostStorage(DType dtype, int length, String label, Object array) {
    this.dtype = dtype;
    this.length = length;
    this.label = label;
    this.array = array;
  }

  /** The host storage of an operand. */
  public static HostStorage of(Operand operand) {
    if (operand.storage() instanceof HostStorage host) {
      return host;
    }
    throw new BackendException(
        "host kernel: it was given " + operand + ", which does not lie in Java memory");
  }

  public static float[] floats(Operand operand) {
    return of(operand).array(float[].class);
  }

  public static double[] doubles(Operand operand) {
    return of(operand).array(double[].class);
  }

  public static int[] ints(Operand operand) {
    return of(operand).array(int[].class);
  }

  /** UINT8 and BOOL. */
  public static byte[] bytes(Operand operand) {
    return of(operand).array(byte[].class);
  }

  /** FLOAT16 and BFLOAT16. */
  public static short[] shorts(Operand operand) {
    return of(operand).array(short[].class);
  }

  /** The bytes of a row-major operand. */
  public static MemorySegment segment(Operand operand) {
    return ArraySegment.of(of(operand).array())
        .asSlice((long) operand.offset() * operand.dtype().bytes(), operand.type().bytes());
  }

  private <T> T array(Class<T> kind) {
    Object a = array();
    if (!kind.isInstance(a)) {
      throw new BackendException(
          "host kernel: "
              + kind.getSimpleName()
              + " wanted, but "
              + label
              + " holds "
              + dtype
              + "; cast the tensor first");
    }
    return kind.cast(a);
  }

  /** The array, of the kind the element type says. */
  public Object array() {
    if (array == null) {
      throw new ClosedException("storage " + label + ": used after it was given back");
    }
    return array;
  }

  /** Closes this storage; the array goes back to the pool. */
  Object close() {
    Object a = array();
    array = null;
    return a;
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public boolean closed() {
    return array == null;
  }
}
