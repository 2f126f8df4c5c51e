package org.tucana.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.testing.SharedData;
import org.tucana.core.testing.TorchFiles;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/** Checkpoints of torch.save. The resources are made by {@code make_torch_files.py} beside them. */
final class TorchCheckpointTest {
  @TempDir private Path folder;

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(TorchCheckpointTest.class.getResource(name).toURI());
  }

  /** What {@code state()} of the generator holds. */
  private static Map<String, HostTensor> state() {
    Map<String, HostTensor> state = new LinkedHashMap<>();
    float[] grid = new float[24];
    float[] transposed = new float[24];
    for (int i = 0; i < 24; i++) {
      grid[i] = i;
      transposed[i] = i % 2 * 12 + i / 2 % 3 * 4 + i / 6;
    }
    state.put("whole", HostTensor.of(Shape.of(2, 3, 4), grid));
    state.put("again", HostTensor.of(Shape.of(2, 3, 4), grid));
    state.put("transposed", HostTensor.of(Shape.of(4, 3, 2), transposed));
    state.put("column", HostTensor.of(Shape.of(6), 1f, 5, 9, 13, 17, 21));
    state.put("row", HostTensor.of(Shape.of(4), 20f, 21, 22, 23));
    state.put("ancient", HostTensor.of(Shape.of(4), 4f, 5, 6, 7));
    state.put("repeated", HostTensor.of(Shape.of(3, 2), 22f, 23, 22, 23, 22, 23));
    state.put("scalar", HostTensor.of(Shape.scalar(), 7L));
    state.put("empty", HostTensor.of(Shape.of(0, 3), new float[0]));
    state.put("old", HostTensor.of(Shape.of(2), 0.5, -2));
    HostTensor half = HostTensor.of(Shape.of(2), 1.5f, -0.25f);
    state.put("half", HalfPrecision.float16(half));
    state.put("brain", HalfPrecision.bfloat16(HostTensor.of(Shape.of(2), 1.5f, -2f)));
    state.put("long", HostTensor.of(Shape.of(2), -1, 1L << 40));
    state.put("int", HostTensor.of(Shape.of(2), -1, 1 << 30));
    state.put("short", HostTensor.of(Shape.of(2), -300, 300));
    state.put("char", HostTensor.of(Shape.of(2), -3, 3));
    state.put("byte", HostTensor.ofBytes(Shape.of(2), DType.UINT8, new byte[] {0, -1}));
    state.put("bool", HostTensor.ofBytes(Shape.of(2), DType.BOOL, new byte[] {1, 0}));
    return state;
  }

  private static void assertState(TensorFile read) {
    Map<String, HostTensor> expected = state();
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(read.tensors().keySet()));
    expected.forEach((name, tensor) -> Samples.assertSame(tensor, read.tensors().get(name)));
    assertSame(read.tensors().get("whole"), read.tensors().get("again"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"protocol2", "protocol4", "big_endian", "deflated", "stream"})
  void viewsAndTypesAreRead(String name) throws Exception {
    TensorFile read = StoredTensors.read(resource(name + ".pth"));
    assertState(read);
    assertEquals(Map.of(), read.metadata());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrapped", "wrapped_stream"})
  void aWrappedStateIsUnwrappedAndItsScalarsKept(String name) throws Exception {
    TensorFile read = StoredTensors.read(resource(name + ".pth"));
    assertState(read);
    assertEquals(
        Map.of("epoch", "12", "best", "91.5", "name", "test", "done", "true", "negative", "-70000"),
        read.metadata());
  }

  @Test
  void aTensorIsReadAlone() throws Exception {
    try (StoredTensors opened = StoredTensors.open(resource("wrapped.pth"))) {
      assertEquals(state().keySet(), opened.names());
      Samples.assertSame(state().get("column"), opened.read("column"));
      FormatException absent = assertThrows(FormatException.class, () -> opened.read("absent"));
      assertTrue(absent.getMessage().contains("holds no tensor 'absent', it has [whole, again,"));
    }
  }

  @Test
  void whatTheTestsWriteIsRead() throws Exception {
    Map<String, HostTensor> tensors = Samples.ofEveryType();
    for (Path file :
        List.of(
            TorchFiles.writeArchive(folder.resolve("archive.pt"), tensors),
            TorchFiles.writeStream(folder.resolve("stream.pt"), tensors))) {
      TensorFile read = StoredTensors.read(file);
      assertEquals(List.copyOf(tensors.keySet()), List.copyOf(read.tensors().keySet()));
      tensors.forEach((name, tensor) -> Samples.assertSame(tensor, read.tensors().get(name)));
    }
  }

  @Test
  void aPublicFileLoads() throws Exception {
    TensorFile read = StoredTensors.read(SharedData.require("data/weights/cifar_resnet20.th"));
    assertEquals("91.78000183105469", read.metadata().get("best_prec1"));
    assertEquals(Shape.of(16, 3, 3, 3), read.tensors().get("conv1.weight").shape());
    int elements = 0;
    for (Map.Entry<String, HostTensor> entry : read.tensors().entrySet()) {
      assertEquals(DType.FLOAT32, entry.getValue().type().dtype(), entry.getKey());
      if (!entry.getKey().contains("running_")) {
        elements += entry.getValue().shape().elements();
      }
    }
    assertEquals(269_722, elements);
    assertNull(read.tensors().get("module.conv1.weight"));
  }

  @ParameterizedTest
  @CsvSource({
    "posix, system",
    "nt, system",
    "builtins, eval",
    "__builtin__, eval",
    "builtins, getattr",
    "subprocess, Popen",
    "torch.hub, load",
    "torch, load",
    "torch._utils, _rebuild_qtensor",
    "collections, OrderedDict.fromkeys",
    "numpy.core.multiarray, scalar",
    "argparse, Namespace"
  })
  void codeIsRefusedByName(String module, String name) throws Exception {
    byte[] call =
        new TorchFiles.Pickle()
            .name(module, name)
            .text("touch /tmp/harm")
            .instruction(0x85)
            .instruction('R')
            .end();
    byte[] byStack = new TorchFiles.Pickle().text(module).text(name).instruction(0x93).end();
    byte[] instance =
        ("\u0080\2(i" + module + "\n" + name + "\n.").getBytes(StandardCharsets.ISO_8859_1);
    Path archive = folder.resolve("archive.pth");
    Path stream = folder.resolve("stream.pth");
    for (byte[] pickle : List.of(call, byStack, instance)) {
      TorchFiles.writePickle(archive, pickle);
      Files.write(stream, pickle);
      for (Path file : List.of(archive, stream)) {
        String words = refusal(file);
        assertTrue(words.startsWith("torch file " + file), words);
        assertTrue(words.contains("holds code: " + module + "." + name + ";"), words);
      }
    }
  }

  @Test
  void namesOfCodeAreShownInOneLine() throws Exception {
    byte[] pickle =
        pickle().text("a\u001b[2J\n" + "b".repeat(500)).text("c").instruction(0x93).end();
    String words = refusalOf(pickle);
    assertTrue(words.contains("holds code: a?[2J?" + "b".repeat(94) + "....c;"), words);
  }

  private static String refusal(Path file) {
    return assertThrows(FormatException.class, () -> StoredTensors.read(file)).getMessage();
  }

  private String refusalOf(byte[] pickle) throws Exception {
    return refusal(TorchFiles.writePickle(folder.resolve("refused.pth"), pickle));
  }

  private static TorchFiles.Pickle pickle() {
    return new TorchFiles.Pickle();
  }

  /** A tensor of a storage of four floats, up to its strides. */
  private static byte[] tensor(long first, int[] sizes, int[] strides) {
    TorchFiles.Pickle pickle =
        pickle()
            .name("torch._utils", "_rebuild_tensor_v2")
            .instruction('(')
            .instruction('(')
            .text("storage")
            .name("torch", "FloatStorage")
            .text("0")
            .text("cpu")
            .whole(4)
            .instruction('t')
            .instruction('Q')
            .whole(first)
            .tuple(sizes)
            .tuple(strides);
    return pickle.instruction('t').instruction('R').end();
  }

  private static int[] of(int... values) {
    return values;
  }

  @Test
  void viewsBeyondTheirStorageAreRefused() throws Exception {
    for (byte[] beyond :
        List.of(
            tensor(1, of(4), of(1)),
            tensor(0, of(2, 2), of(3, 1)),
            tensor(4, of(), of()),
            tensor(Long.MAX_VALUE, of(2), of(1)),
            tensor(0, of(Integer.MAX_VALUE), of(Integer.MAX_VALUE)))) {
      String words = refusalOf(beyond);
      assertTrue(words.contains("beyond the 4 elements of its storage '0'"), words);
    }
    assertTrue(refusalOf(tensor(-1, of(1), of(1))).contains("gives -1 to"), "first");
    assertTrue(refusalOf(tensor(0, of(1), of(-1))).contains("gives -1 to"), "stride");
    assertTrue(refusalOf(tensor(0, of(-1), of(1))).contains("gives -1 to"), "size");
    assertTrue(refusalOf(tensor(0, of(1, 1), of(1))).contains("2 axes and 1 strides"), "axes");
    assertTrue(
        refusalOf(tensor(0, of(65536, 65536), of(0, 0))).contains("cannot be held"), "shape");
    assertTrue(refusalOf(tensor(0, of(4), of(1))).contains("lacks the storage '0'"), "none");
  }

  @Test
  void nothingIsMadeLargerThanTheFileAllows() throws Exception {
    byte[] bytes = Files.readAllBytes(resource("stream.pth"));
    // The tensor 'repeated' of 3 times 2 with strides 0 and 1: now 1000 times 1000 with none.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("repeated");
    String many =
        text.substring(at)
            .replaceFirst("K\u0003K\u0002\u0086", "M\u00e8\u0003M\u00e8\u0003\u0086")
            .replaceFirst("K\u0000K\u0001\u0086", "K\u0000K\u0000\u0086");
    text = text.substring(0, at) + many;
    Path file = folder.resolve("many.pth");
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(refusal(file).contains("asks for more than 2 times the memory"), refusal(file));

    TorchFiles.Pickle dictionaries = pickle();
    TorchFiles.Pickle marks = pickle();
    for (int i = 0; i < 1_000_000; i++) {
      dictionaries.instruction('}');
      marks.instruction('(');
    }
    for (TorchFiles.Pickle hungry : List.of(dictionaries, marks)) {
      String words = refusalOf(hungry.end());
      assertTrue(words.contains("asks for more than 2 times the memory"), words);
    }
  }

  @Test
  void whatHoldsItselfEnds() throws Exception {
    byte[] itself =
        pickle()
            .instruction(']')
            .instruction(0x94)
            .instruction('h')
            .instruction(0)
            .instruction('a')
            .end();
    assertTrue(refusalOf(itself).contains("nests more than 16 containers"), "itself");
    // Eight levels of a list that holds the one below a hundred times.
    TorchFiles.Pickle wide = pickle().instruction(']').instruction(0x94);
    for (int level = 0; level < 8; level++) {
      wide.instruction(']').instruction(0x94).instruction('(');
      for (int i = 0; i < 100; i++) {
        wide.instruction('h').instruction(level);
      }
      wide.instruction('e');
    }
    assertTrue(refusalOf(wide.end()).contains("asks for more than 2 times"), "wide");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "80 02 2e | takes more objects than there are",
        "80 02 28 30 2e | takes more objects than there are",
        "80 02 74 2e | goes back to a mark that was not set",
        "80 07 4e 2e | has protocol 7, expected 2 to 5",
        "80 02 81 2e | has the instruction 0x81, which torch does not write",
        "80 02 58 ff ff ff 7f 61 2e | ends too early",
        "80 02 58 ff ff ff ff 61 2e | ends too early",
        "80 02 8d ff ff ff ff ff ff ff ff 61 2e | ends too early",
        "80 02 8b ff ff ff ff 00 2e | has an integer of 4294967295 bytes",
        "80 02 68 00 2e | asks for object 0 of the 0 that it kept",
        "80 02 4e 72 ff ff ff 7f 2e | keeps object 2147483647, expected at most number 0",
        "80 02 4e 4e 73 2e | takes more objects",
        "80 02 4e 4e 4e 73 2e | may be no dictionary",
        "80 02 4e 4e 61 2e | appends to something other than a list",
        "80 02 7d 7d 4e 73 2e | a dictionary with Table for a key",
        "80 02 4e 4e 52 2e | calls a function with something other than a tuple",
        "80 02 4e 29 52 2e | calls Constant, expected a function",
        "80 02 4e 4e 62 2e | sets the state of something that has none",
        "80 02 4e 51 2e | names something other than a storage",
        "80 02 4e | ends too early",
        "80 02 7d 2e | holds no tensors",
        "80 02 63 61 61 | ends too early",
        "80 02 4e 4e 93 2e | by something other than texts",
        "80 02 28 69 74 6f 72 63 68 0a 53 69 7a 65 0a 2e | makes an instance of"
      })
  void damagedPicklesAreRefused(String hex, String words) throws Exception {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
    String said = refusalOf(bytes);
    assertTrue(said.contains(words), said);
  }

  @Test
  void endlessNamesAreRefused() throws Exception {
    byte[] name = new byte[2000];
    Arrays.fill(name, (byte) 'c');
    assertTrue(refusalOf(name).contains("a name of more than 1000 bytes"), "name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"protocol2", "deflated", "stream"})
  void filesCutOffAreRefused(String name) throws Exception {
    byte[] bytes = Files.readAllBytes(resource(name + ".pth"));
    Path cut = folder.resolve("cut.pth");
    for (int length = 0; length < bytes.length; length += 11) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      assertThrows(FormatException.class, () -> StoredTensors.read(cut));
    }
  }

  @Test
  void otherPicklesAreNotTakenForCheckpoints() throws Exception {
    Path file = folder.resolve("other.pkl");
    Files.write(file, pickle().instruction('}').end());
    assertTrue(refusal(file).contains("is a pickle, but none that torch.save wrote"));
  }
}
