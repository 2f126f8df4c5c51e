package org.tucana.core.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;

/**
 * A file of named tensors of any format, which its content tells: safetensors, torch's checkpoints
 * (archives and the older kind), npz, or npy, whose one array is called {@code arr_0}.
 *
 * <p>Files from anywhere may be opened: no code of a checkpoint is run, and one that names any is
 * refused. Tensors are read when they are asked for.
 */
public final class StoredTensors implements AutoCloseable {
  /** As numpy calls an array without a name. */
  private static final String NAMELESS = "arr_0";

  private static final int NAMES_SHOWN = 5;

  private final MappedFile file;
  private final TensorIndex index;

  private StoredTensors(MappedFile file, TensorIndex index) {
    this.file = file;
    this.index = index;
  }

  /**
   * Opens a file.
   *
   * @throws FormatException naming file and fault where it is of no known format or damaged
   */
  public static StoredTensors open(Path path) throws IOException {
    MappedFile file = MappedFile.open(path);
    try {
      return new StoredTensors(file, index(file));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Reads all of a file.
   *
   * @throws FormatException naming file and fault where it is of no known format or damaged
   */
  public static TensorFile read(Path path) throws IOException {
    try (StoredTensors opened = open(path)) {
      return opened.index.readAll();
    }
  }

  private static TensorIndex index(MappedFile file) {
    FileBytes bytes = file.bytes("tensor");
    if (Npy.isNpy(bytes)) {
      FileBytes npy = file.bytes("npy");
      return new TensorIndex(npy, Map.of(NAMELESS, () -> Npy.read(npy)), Map.of());
    }
    if (ZipArchive.isZip(bytes)) {
      return indexArchive(file);
    }
    // The length of safetensors' header may look like the beginning of a pickle.
    if (Safetensors.isSafetensors(bytes)) {
      return Safetensors.index(file.bytes("safetensors"));
    }
    if (Unpickler.isPickle(bytes)) {
      return TorchCheckpoint.index(file.bytes("torch"));
    }
    throw bytes.fault(
        "does not begin as any format of tensors does, expected safetensors, a checkpoint of"
            + " torch.save, npz or npy; convert it");
  }

  private static TensorIndex indexArchive(MappedFile file) {
    ZipArchive archive = ZipArchive.read(file.bytes("zip"));
    if (TorchCheckpoint.isTorch(archive)) {
      return TorchCheckpoint.index(archive.called(file.bytes("torch")), file.arena());
    }
    if (Npz.isNpz(archive)) {
      return Npz.index(archive.called(file.bytes("npz")));
    }
    throw archive
        .file()
        .fault(
            "is an archive of neither torch nor numpy, it holds "
                + archive.entries().keySet().stream().limit(NAMES_SHOWN).toList()
                + "; name a file of weights");
  }

  /** The tensors' names, in the file's order. */
  public Set<String> names() {
    return index.places().keySet();
  }

  /** Texts by name: what a file says beside its tensors. */
  public Map<String, String> metadata() {
    return index.metadata();
  }

  /**
   * Reads one tensor.
   *
   * @throws FormatException where there is none of that name, or it is damaged
   */
  public HostTensor read(String name) {
    return index.read(name);
  }

  @Override
  public void close() {
    file.close();
  }
}
