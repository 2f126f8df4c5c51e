package org.tucana.app.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tucana.app.fuzz.mutation.ByteMutation;
import org.tucana.app.fuzz.mutation.HeaderMutation;
import org.tucana.app.fuzz.mutation.JsonMutation;
import org.tucana.app.fuzz.mutation.Mutation;
import org.tucana.app.fuzz.mutation.NumberMutation;
import org.tucana.app.fuzz.mutation.WordMutation;
import org.tucana.app.fuzz.mutation.ZipMutation;
import org.tucana.core.io.HalfPrecision;
import org.tucana.core.io.Npy;
import org.tucana.core.io.Npz;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.StoredTensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.ModelMetadata;
import org.tucana.nn.model.Provenance;

/** Targets that hold tensors. */
final class TensorTargets {
  private static final List<String> JSON_WORDS =
      List.of(
          "\"dtype\"",
          "\"shape\"",
          "\"data_offsets\"",
          "\"__metadata__\"",
          "\"F64\"",
          "\"F32\"",
          "\"BF16\"",
          "\"I8\"",
          "\"U32\"",
          "\"BOOL\"");
  private static final List<String> NPY_WORDS =
      List.of("'descr'", "'fortran_order'", "'shape'", "True", "(", ")", "'|O'", "'>f8'", "L,");

  /** Instructions of pickles, and names that torch writes or an attacker would. */
  private static final List<String> PICKLE_WORDS =
      List.of(
          "ctorch\nFloatStorage\n",
          "ctorch\nSize\n",
          "ccollections\nOrderedDict\n",
          "cos\nsystem\n",
          "(",
          "0",
          "1",
          "N",
          "K\1",
          "J\u00ff\u00ff\u00ff\u007f",
          "\u008a\u00ff",
          "X\u00ff\u00ff\u00ff\u00ff",
          "}",
          "]",
          ")",
          "\u0085",
          "\u0086",
          "\u0087",
          "t",
          "s",
          "u",
          "a",
          "e",
          "R",
          "b",
          "Q",
          "h\0",
          "q\0",
          "\u0094",
          ".");

  private TensorTargets() {}

  static FuzzTarget safetensors(GoodFiles good) throws IOException {
    Map<String, HostTensor> kinds = new LinkedHashMap<>();
    for (DType dtype : DType.values()) {
      kinds.put("kind." + dtype, tensor(dtype, 2, 3));
    }
    return new FuzzTarget(
        "safetensors",
        "weights.safetensors",
        List.of(
            GoodFiles.streamed(
                s -> Safetensors.write(s, new TensorFile(kinds, Map.of("format", "pt")))),
            GoodFiles.streamed(s ->
                Safetensors.write(
                    s,
                    new TensorFile(
                        Map.of(
                            "a", tensor(DType.FLOAT32),
                            "b", tensor(DType.FLOAT32, 0, 4),
                            "layer1.0.conv1.weight", tensor(DType.FLOAT32, 4, 3, 3, 3)),
                        Map.of()))),
            stored()),
        headerChanges(),
        file -> Safetensors.read(file));
  }

  /** Element types that our writer does not make. */
  private static byte[] stored() {
    byte[] header =
        GoodFiles.text(
            "{\"a\":{\"dtype\":\"U32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"I16\",\"shape\":[1,2],\"data_offsets\":[4,8]},"
                + "\"c\":{\"dtype\":\"I8\",\"shape\":[],\"data_offsets\":[8,9]},"
                + "\"d\":{\"dtype\":\"U16\",\"shape\":[1],\"data_offsets\":[9,11]}}");
    return ByteBuffer.allocate(Long.BYTES + header.length + 11)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  /** Changes of a JSON header behind eight bytes that say its length. */
  private static List<Mutation> headerChanges() {
    List<Mutation> changes = new ArrayList<>();
    JsonMutation.ALL.forEach(change -> changes.add(new HeaderMutation(0, Long.BYTES, change)));
    changes.add(new HeaderMutation(0, Long.BYTES, NumberMutation.FREE));
    changes.add(new HeaderMutation(0, Long.BYTES, NumberMutation.FREE));
    changes.add(new HeaderMutation(0, Long.BYTES, new WordMutation(JSON_WORDS)));
    return changes;
  }

  static FuzzTarget npy(GoodFiles good) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (DType dtype : DType.values()) {
      if (dtype != DType.BFLOAT16) {
        files.add(GoodFiles.streamed(s -> Npy.write(s, tensor(dtype, 3, 4))));
      }
    }
    files.add(GoodFiles.streamed(s -> Npy.write(s, tensor(DType.FLOAT32))));
    files.add(npy(1, "{'descr': '>f4', 'fortran_order': True, 'shape': (2, 3, 4), }\n", 96));
    files.add(npy(2, "{'descr': '<u2', 'fortran_order': True, 'shape': (5L,), }\n", 10));
    files.add(npy(3, "{'shape': (0, 7), 'fortran_order': False, 'descr': '|i1'}", 0));
    return new FuzzTarget(
        "npy",
        "array.npy",
        files,
        // Version 1 has its header's length in two bytes, later ones in four.
        List.of(
            new HeaderMutation(8, Short.BYTES, NumberMutation.FREE),
            new HeaderMutation(8, Short.BYTES, new WordMutation(NPY_WORDS)),
            new HeaderMutation(8, Integer.BYTES, NumberMutation.FREE),
            NumberMutation.RIGHT_JUSTIFIED,
            new WordMutation(NPY_WORDS)),
        file -> Npy.read(file));
  }

  private static byte[] npy(int version, String header, int data) {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(12 + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    file.put((byte) version).put((byte) 0);
    if (version == 1) {
      file.putShort((short) text.length);
    } else {
      file.putInt(text.length);
    }
    file.put(text).position(file.position() + data);
    return Arrays.copyOf(file.array(), file.position());
  }

  static FuzzTarget npz(GoodFiles good) throws IOException {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put("a", tensor(DType.FLOAT32, 2, 3));
    tensors.put("folder/b", tensor(DType.UINT8, 5));
    List<Mutation> changes = new ArrayList<>(ByteMutation.ALL);
    changes.add(new HeaderMutation(8, Short.BYTES, NumberMutation.FREE));
    changes.add(NumberMutation.RIGHT_JUSTIFIED);
    Mutation change = new ZipMutation(changes);
    byte[] stored = good.written(file -> Npz.write(file, tensors));
    return new FuzzTarget(
        "npz",
        "arrays.npz",
        List.of(stored, ZipMutation.deflated(stored)),
        List.of(change),
        file -> StoredTensors.read(file));
  }

  static FuzzTarget torch(GoodFiles good) throws IOException {
    List<Mutation> changes = new ArrayList<>(ByteMutation.ALL);
    changes.add(new WordMutation(PICKLE_WORDS));
    byte[] archive = TorchFiles.archive();
    return new FuzzTarget(
        "torch",
        "weights.pt",
        List.of(archive, TorchFiles.wrapped(), TorchFiles.newer(), ZipMutation.deflated(archive)),
        List.of(new ZipMutation(changes)),
        file -> StoredTensors.read(file));
  }

  static FuzzTarget olderTorch(GoodFiles good) {
    return new FuzzTarget(
        "torch-older",
        "weights.pth",
        List.of(TorchFiles.older()),
        List.of(new WordMutation(PICKLE_WORDS)),
        file -> StoredTensors.read(file));
  }

  static FuzzTarget model(GoodFiles good) throws IOException {
    ModelFile model =
        new ModelFile(
            new ModelMetadata(
                "resnet18",
                List.of("elliptical", "spiral"),
                new InputFormat(3, 64, 64, "none", List.of(0.1, 0.2, 0.3), List.of(0.4, 0.5, 0.6)),
                new Provenance(1, "stamps", "tucana train", "0123abcd"),
                Map.of("forms", "{\"fc\": {\"method\": \"svd\", \"rank\": 1}}")),
            Map.of("fc.weight", tensor(DType.FLOAT32, 2, 3), "fc.bias", tensor(DType.FLOAT32, 2)));
    return new FuzzTarget(
        "model",
        "model.safetensors",
        List.of(
            good.written(file -> model.write(file, ModelFile.Precision.FLOAT32)),
            good.written(file -> model.write(file, ModelFile.Precision.FLOAT16))),
        headerChanges(),
        file -> ModelFile.read(file));
  }

  static HostTensor tensor(DType dtype, int... dims) {
    Shape shape = Shape.of(dims);
    int n = shape.elements();
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = i / 2f - 1;
    }
    HostTensor floats = HostTensor.of(shape, values);
    return switch (dtype) {
      case FLOAT32 -> floats;
      case FLOAT16 -> HalfPrecision.float16(floats);
      case BFLOAT16 -> HalfPrecision.bfloat16(floats);
      case FLOAT64 -> HostTensor.of(shape, new double[n]);
      case INT64 -> HostTensor.of(shape, new long[n]);
      case INT32 -> HostTensor.of(shape, new int[n]);
      case UINT8, BOOL -> HostTensor.ofBytes(shape, dtype, new byte[n]);
    };
  }
}
