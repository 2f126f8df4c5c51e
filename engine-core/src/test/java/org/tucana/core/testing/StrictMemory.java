package org.tucana.core.testing;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.HostBuffer;
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
  private static final class DeviceStorage implements Storage {
    private final HostStorage host;
    private final List<StrictBuffer.Copy> arriving = new ArrayList<>();

    DeviceStorage(HostStorage host) {
      this.host = host;
    }

    /** What whoever touches this storage finds: everything has arrived. */
    HostStorage host() {
      arriving.forEach(StrictBuffer.Copy::happen);
      arriving.clear();
      return host;
    }

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
    return onDevice(storage).host();
  }

  private static DeviceStorage onDevice(Storage storage) {
    if (storage instanceof DeviceStorage device) {
      return device;
    }
    throw new BackendException(
        "strict device: " + storage.label() + " lies outside the device; upload it first");
  }

  private static StrictBuffer own(HostBuffer buffer) {
    if (buffer instanceof StrictBuffer strict) {
      return strict;
    }
    throw new BackendException(
        "strict device: the buffer of another backend was given; ask this one's memory for a buffer");
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
    checkFits("upload", source.type(), target);
    memory.upload(source, onHost(target));
  }

  private static void checkFits(String copy, TensorType type, Operand operand) {
    if (!type.equals(operand.type()) || !operand.isRowMajor()) {
      throw new ShapeException(
          copy + ": a row-major operand of type " + type + " wanted, got " + operand);
    }
  }

  private static Operand onHost(Operand operand) {
    return operand.on(hostOf(operand.storage()));
  }

  @Override
  public HostTensor download(Operand source) {
    return memory.download(onHost(source));
  }

  @Override
  public HostBuffer hostBuffer(TensorType type, String label) {
    return new StrictBuffer(memory.hostBuffer(type, label), label);
  }

  @Override
  public void upload(HostBuffer source, Operand target) {
    checkFits("upload", source.type(), target);
    Operand host = onHost(target);
    onDevice(target.storage()).arriving.add(own(source).upload(HostStorage.segment(host)));
  }

  @Override
  public void download(Operand source, HostBuffer target) {
    checkFits("download", target.type(), source);
    own(target).download(HostStorage.segment(onHost(source)));
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
