package org.tucana.core.io;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The functions and classes that a pickle may name: all that torch writes for dictionaries of dense
 * tensors. None is called; each stands for what this project does instead.
 */
enum TorchName {
  ORDERED_DICT("collections.OrderedDict"),
  REBUILD_TENSOR("torch._utils._rebuild_tensor"),
  REBUILD_TENSOR_2("torch._utils._rebuild_tensor_v2"),
  PARAMETER("torch.nn.parameter.Parameter"),
  REBUILD_PARAMETER("torch._utils._rebuild_parameter"),
  REBUILD_PARAMETER_WITH_STATE("torch._utils._rebuild_parameter_with_state"),
  SIZE("torch.Size"),
  DEVICE("torch.device");

  private static final Map<String, TorchName> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(name -> name.full, n -> n));

  private static final Map<String, StoredType> STORAGES =
      Map.of(
          "DoubleStorage", StoredType.F64,
          "FloatStorage", StoredType.F32,
          "HalfStorage", StoredType.F16,
          "BFloat16Storage", StoredType.BF16,
          "LongStorage", StoredType.I64,
          "IntStorage", StoredType.I32,
          "ShortStorage", StoredType.I16,
          "CharStorage", StoredType.I8,
          "ByteStorage", StoredType.U8,
          "BoolStorage", StoredType.BOOL);

  private static final Set<String> ELEMENT_TYPES =
      Set.of(
          "torch.float64",
          "torch.float32",
          "torch.float16",
          "torch.bfloat16",
          "torch.int64",
          "torch.int32",
          "torch.int16",
          "torch.int8",
          "torch.uint8",
          "torch.bool");

  private final String full;

  TorchName(String full) {
    this.full = full;
  }

  /** What a module's name stands for; empty where it is not of the list. */
  static Optional<Pickled> find(String module, String name) {
    String full = module + "." + name;
    if (BY_NAME.containsKey(full)) {
      return Optional.of(new Pickled.Callable(BY_NAME.get(full)));
    }
    boolean storages = module.equals("torch") || module.equals("torch.cuda");
    if (storages && STORAGES.containsKey(name)) {
      return Optional.of(new Pickled.StorageKind(STORAGES.get(name)));
    }
    if (full.equals("torch.storage.UntypedStorage")) {
      return Optional.of(new Pickled.StorageKind(StoredType.U8));
    }
    return ELEMENT_TYPES.contains(full) ? Optional.of(new Pickled.Remark(full)) : Optional.empty();
  }

  @Override
  public String toString() {
    return full;
  }
}
