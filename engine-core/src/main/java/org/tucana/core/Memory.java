package org.tucana.core;

import java.util.List;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;

/** A backend's memory: storages from a pool, copies in and out, and an account of what is live. */
public interface Memory {
  /** A storage for a row-major tensor; its contents are undefined. */
  Storage allocate(TensorType type, String label);

  /** Closes a storage and takes its memory back. */
  void release(Storage storage);

  /** Copies row-major values in; types and shapes are equal and the target is row-major. */
  void upload(HostTensor source, Operand target);

  /** Copies values out in row-major order, whatever the operand's strides. */
  HostTensor download(Operand source);

  /** Host memory that is copied from and to as fast as this backend can; live until closed. */
  HostBuffer hostBuffer(TensorType type, String label);

  /**
   * Copies a buffer's values in, perhaps after the call has returned; whatever uses the target
   * afterwards sees them. Types and shapes are equal, the target is row-major, and the buffer is
   * one of this memory.
   */
  void upload(HostBuffer source, Operand target);

  /**
   * Copies values out into a buffer, perhaps after the call has returned; the source may be
   * overwritten or released meanwhile. Types and shapes are equal, the source is row-major, and the
   * buffer is one of this memory.
   */
  void download(Operand source, HostBuffer target);

  /** Bytes of the storages and buffers now open. */
  long liveBytes();

  /** The most that was ever live at once. */
  long peakBytes();

  /** Labels of the storages and buffers now open, for leak messages. */
  List<String> liveLabels();
}
