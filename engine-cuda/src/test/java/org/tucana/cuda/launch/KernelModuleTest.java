package org.tucana.cuda.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.FormatException;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.binding.KernelArgument.Address;
import org.tucana.cuda.binding.KernelArgument.Float32;
import org.tucana.cuda.binding.KernelArgument.Float64;
import org.tucana.cuda.binding.KernelArgument.Int32;
import org.tucana.cuda.binding.KernelArgument.Int64;
import org.tucana.cuda.binding.KernelArgument.Struct;
import org.tucana.cuda.binding.LaunchShape;
import org.tucana.cuda.testing.FakeContext;

class KernelModuleTest {
  private static final String PTX =
      """
      .version 7.8
      // .entry not_me(
      .visible .entry scale(
      	.param .u64 scale_param_0,
      	.param .align 8 .b8 scale_param_1[112], /* a view, by value */
      	.param .u32 scale_param_2,
      	.param .f32 scale_param_3,
      	.param .f64 scale_param_4,
      	.param .u64 .ptr .global .align 4 scale_param_5
      )
      .maxntid 256, 1, 1
      {
      	ret;
      }
      .entry sum()
      .reqntid 128
      { ret; }
      .entry nothing { ret; }
      """;

  private static final List<KernelArgument> GOOD =
      List.of(
          new Address(1L << 40),
          new Struct(new byte[112]),
          new Int32(7),
          new Float32(0.5f),
          new Float64(0.25),
          new Int64(-1));

  private final FakeContext device = new FakeContext(0);
  private final CudaStream stream = device.stream();
  private final KernelModule module = new KernelModule(device, "test", PTX);

  @Test
  void declarationsAreRead() {
    Map<String, KernelSignature> found = KernelSignatures.parse(PTX);
    assertEquals(List.of("scale", "sum", "nothing"), List.copyOf(found.keySet()));
    assertEquals(
        List.of(
            new KernelParameter("u64", 8),
            new KernelParameter("b8", 112),
            new KernelParameter("u32", 4),
            new KernelParameter("f32", 4),
            new KernelParameter("f64", 8),
            new KernelParameter("u64", 8)),
        found.get("scale").parameters());
    assertEquals(OptionalInt.of(256), found.get("scale").mostThreads());
    assertEquals(OptionalInt.of(128), found.get("sum").threads());
    assertEquals(List.of(), found.get("nothing").parameters());
  }

  @Test
  void declarationsThatMakeNoSenseAreRefused() {
    refusesText("entry k: 'float x' is no parameter", ".entry k(float x) {}");
    refusesText("entry k: '' is no parameter", ".entry k(.param .u32 a,) {}");
    refusesText("entry k is declared twice", ".entry k() {} .entry k() {}");
    refusesText("entry k: blocks of one axis", ".entry k() .reqntid 8, 8, 1 {}");
  }

  private static void refusesText(String message, String ptx) {
    FormatException e = assertThrows(FormatException.class, () -> KernelSignatures.parse(ptx));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void whatFitsIsLaunched() {
    LaunchShape shape = new LaunchShape(3, 256, 0);
    module.launch(stream, "scale", shape, GOOD);
    assertEquals(
        List.of(new FakeContext.Launch(new FakeContext.Function("scale"), shape, GOOD)),
        device.launches());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refuses("there is none of that name in test", "no_such", 1, List.of());
    refuses("6 arguments wanted, got 5", "scale", 1, GOOD.subList(0, 5));
    refuses("argument 0 is a u64, got Int32[value=1]", "scale", 1, with(0, new Int32(1)));
    refuses(
        "argument 1 is a struct of 112 bytes, got a struct of 111 bytes",
        "scale",
        1,
        with(1, new Struct(new byte[111])));
    refuses("argument 1 is a struct", "scale", 1, with(1, new Address(1)));
    refuses("argument 2 is a u32, got Int64", "scale", 1, with(2, new Int64(1)));
    refuses("argument 2 is a u32, got a struct", "scale", 1, with(2, new Struct(new byte[4])));
    refuses("argument 3 is a f32, got Float64", "scale", 1, with(3, new Float64(1)));
    refuses("argument 3 is a f32, got Int32", "scale", 1, with(3, new Int32(1)));
    refuses("argument 4 is a f64, got Float32", "scale", 1, with(4, new Float32(1)));
    refuses("at most 256 threads wanted, got 257", "scale", 257, GOOD);
    refuses("blocks of 128 threads wanted, got 127", "sum", 127, List.of());
    assertEquals(List.of(), device.launches());
  }

  private static List<KernelArgument> with(int place, KernelArgument other) {
    List<KernelArgument> arguments = new ArrayList<>(GOOD);
    arguments.set(place, other);
    return arguments;
  }

  private void refuses(String message, String kernel, int threads, List<KernelArgument> arguments) {
    BackendException e =
        assertThrows(
            BackendException.class,
            () -> module.launch(stream, kernel, new LaunchShape(1, threads, 0), arguments));
    assertTrue(e.getMessage().startsWith("kernel " + kernel + ": "), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage() + " lacks " + message);
  }

  @Test
  void shapesThatNoDeviceHasAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new LaunchShape(0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new LaunchShape(1, 1025, 0));
    assertThrows(IllegalArgumentException.class, () -> new LaunchShape(1, 1, -1));
  }
}
