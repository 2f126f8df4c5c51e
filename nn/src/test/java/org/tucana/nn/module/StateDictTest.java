package org.tucana.nn.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

class StateDictTest {
  private Backend backend;
  private Net net;

  private static final class Net extends NetworkModule {
    Net(ParameterSpace space) {
      super(space);
      child(new Conv2dLayer(space.child("conv"), ConvSpec.of(1, 2, 1).withoutBias()));
      child(new BatchNorm2dLayer(space.child("bn"), 2, BatchNormSpec.trained()));
    }
  }

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("reference", BackendOptions.defaults());
    net = new Net(ParameterSpace.random(backend, 7));
  }

  @AfterEach
  void close() {
    net.close();
    assertEquals(0, backend.memory().liveBytes(), backend.memory().liveLabels().toString());
    backend.close();
  }

  @Test
  void namesAndOrderAreTorchvisions() {
    assertEquals(
        List.of("conv.weight", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"),
        List.copyOf(net.state().keySet()));
    assertEquals(
        List.of("conv.weight", "bn.weight", "bn.bias"),
        net.parameters().stream().map(p -> p.name()).toList());
  }

  @Test
  void frozenNormalisationHasNoTrainableParameters() {
    try (BatchNorm2dLayer frozen =
        new BatchNorm2dLayer(
            ParameterSpace.random(backend, 0).child("bn"), 3, BatchNormSpec.frozen())) {
      assertEquals(List.of(), frozen.parameters());
      assertEquals(
          List.of("bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"),
          List.copyOf(frozen.state().keySet()));
    }
  }

  @Test
  void halfPrecisionAndBatchCountsLoad() {
    Map<String, HostTensor> values = new LinkedHashMap<>(StateDict.read(net));
    values.put(
        "conv.weight",
        HostTensor.ofShorts(
            Shape.of(2, 1, 1, 1),
            DType.FLOAT16,
            Float.floatToFloat16(0.5f),
            Float.floatToFloat16(-2f)));
    values.put("bn.num_batches_tracked", HostTensor.of(Shape.scalar(), 3L));
    StateDict.load(net, "file", values);
    assertArrayEquals(new float[] {0.5f, -2f}, net.state().get("conv.weight").read().toFloats());
  }

  @Test
  void missingAndUnexpectedNamesAreNamed() {
    Map<String, HostTensor> values = new LinkedHashMap<>(StateDict.read(net));
    values.put("fc.weight", values.remove("conv.weight"));
    String message = refusal(values);
    assertTrue(
        message.startsWith(
            "w.safetensors: weights of another architecture: missing conv.weight, unexpected"
                + " fc.weight; use weights made for this network"),
        message);
  }

  @Test
  void aWrongShapeIsNamedAndNothingIsAssigned() {
    Map<String, HostTensor> values = new LinkedHashMap<>(StateDict.read(net));
    float[] before = net.state().get("conv.weight").read().toFloats();
    values.put("conv.weight", HostTensor.of(Shape.of(2, 1, 1, 1), 9f, 9f));
    values.put("bn.running_var", HostTensor.of(Shape.of(1), 1f));
    String message = refusal(values);
    assertTrue(message.contains("bn.running_var has shape [1] but the network has [2]"), message);
    assertArrayEquals(before, net.state().get("conv.weight").read().toFloats());
  }

  @Test
  void integersAreRefused() {
    Map<String, HostTensor> values = new LinkedHashMap<>(StateDict.read(net));
    values.put("bn.bias", HostTensor.of(Shape.of(2), 1, 2));
    assertTrue(refusal(values).contains("bn.bias holds INT32"));
  }

  @Test
  void firstValuesDependOnSeedAndNameAlone() {
    float[] first = net.state().get("conv.weight").read().toFloats();
    try (Net same = new Net(ParameterSpace.random(backend, 7));
        Net other = new Net(ParameterSpace.random(backend, 8))) {
      assertArrayEquals(first, same.state().get("conv.weight").read().toFloats());
      assertTrue(first[0] != other.state().get("conv.weight").read().toFloats()[0]);
    }
  }

  private String refusal(Map<String, HostTensor> values) {
    return assertThrows(FormatException.class, () -> StateDict.load(net, "w.safetensors", values))
        .getMessage();
  }
}
