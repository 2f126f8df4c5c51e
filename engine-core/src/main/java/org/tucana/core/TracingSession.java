package org.tucana.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/** A session without data: running modules in it writes their operators down as a program. */
public final class TracingSession extends Session {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Parameter, Tensor> parameters = new LinkedHashMap<>();
  private final Map<Integer, HostTensor> constants = new HashMap<>();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final IdentityHashMap<Object, Integer> identities = new IdentityHashMap<>();
  private final Map<Integer, Integer> calls = new HashMap<>();

  TracingSession() {}

  Tensor input(TensorType type) {
    return new Tensor(this, type, null, newId());
  }

  @Override
  public List<Tensor> run(Op op, List<Tensor> in) {
    checkThread();
    in.forEach(t -> checkMine(op, t));
    List<TensorType> types = op.infer(in.stream().map(Tensor::type).toList());
    List<Tensor> out = types.stream().map(this::input).toList();
    nodes.add(new Node(op, values(in), values(out), types, List.copyOf(frames)));
    return out;
  }

  @Override
  public Tensor upload(HostTensor values) {
    Tensor t = input(values.type());
    constants.put((int) t.id(), values);
    return t;
  }

  @Override
  public Frames frame(Object module, String name) {
    int identity = identities.computeIfAbsent(module, m -> identities.size());
    int call = calls.merge(identity, 1, Integer::sum) - 1;
    String path = frames.isEmpty() ? name : joined(frames.getLast().path(), name);
    frames.addLast(new Frame(path, identity, call));
    return frames::removeLast;
  }

  private static String joined(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  Program program(List<Tensor> inputs, List<Tensor> outputs) {
    Map<Integer, Parameter> byValue = new HashMap<>();
    parameters.forEach((p, t) -> byValue.put((int) t.id(), p));
    return new Program(
        nodes, inputs.stream().map(Tensor::type).toList(), values(outputs), byValue, constants);
  }

  @Override
  Tensor parameter(Parameter parameter) {
    return parameters.computeIfAbsent(parameter, p -> input(p.type()));
  }

  @Override
  HostTensor read(Tensor tensor) {
    throw new ShapeException(
        "tensor: a tracing session knows shapes only; do not read values while tracing");
  }

  private static List<Integer> values(List<Tensor> tensors) {
    return tensors.stream().map(t -> (int) t.id()).toList();
  }

  @Override
  public void close() {
    checkThread();
  }
}
