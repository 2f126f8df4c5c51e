package org.tucana.core.testing;

import java.util.List;
import org.tucana.core.Memory;
import org.tucana.core.host.HostMemory;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/** The memory of {@link StrictReference}: poisoned when allocated and when released. */
final class StrictMemory implements Memory {
  private final HostMemory memory = new HostMemory();

  /** Memory that the host does not reach: it is no {@link HostStorage}. */
  private record DeviceStorage(HostStorage host) implements Storage {
    @Override
    public DType dtype() {
      return host.dtype();
    }

    @Override
    public int length() {
      return host.length();
    }

    @Override
    public String label() {
      return host.label();
    }

    @Override
    public boolean closed() {
      return host.closed();
    }
  }

  static HostStorage hostOf(Storage storage) {
    if (storage instanceof DeviceStorage device) {
      return device.host();
    }
    throw new BackendException(
        "strict device: " + storage.label() + " lies outside the device; upload it first");
  }

  @Override
  public Storage allocate(TensorType type, String label) {
    HostStorage host = (HostStorage) memory.allocate(type, label);
    Poison.fill(host.array());
    return new DeviceStorage(host);
  }

  @Override
  public void release(Storage storage) {
    HostStorage host = hostOf(storage);
    Poison.fill(host.array());
    memory.release(host);
  }

  @Override
  public void upload(HostTensor source, Operand target) {
    if (!source.type().equals(target.type()) || !target.isRowMajor()) {
      throw new ShapeException(
          "upload: a row-major target of type " + source.type() + " wanted, got " + target);
    }
    memory.upload(source, target.on(hostOf(target.storage())));
  }

  @Override
  public HostTensor download(Operand source) {
    return memory.download(source.on(hostOf(source.storage())));
  }

  @Override
  public long liveBytes() {
    return memory.liveBytes();
  }

  @Override
  public long peakBytes() {
    return memory.peakBytes();
  }

  @Override
  public List<String> liveLabels() {
    return memory.liveLabels();
  }
}
