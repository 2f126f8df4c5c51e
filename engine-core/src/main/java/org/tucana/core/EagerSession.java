package org.tucana.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.TensorType;

/** A session that computes at once on its backend. */
public final class EagerSession extends Session {
  private static final Frames NO_FRAME = () -> {};

  private final Backend backend;
  private final Numerics numerics;
  private final Scope root;
  private Scope innermost;
  private Optional<Tape> tape = Optional.empty();
  private boolean recording;
  private boolean closed;

  public EagerSession(Backend backend) {
    this(backend, Numerics.float32());
  }

  public EagerSession(Backend backend, Numerics numerics) {
    this.backend = backend;
    this.numerics = numerics;
    this.root = new Scope(this, Optional.empty());
    this.innermost = root;
  }

  public Backend backend() {
    return backend;
  }

  public Numerics numerics() {
    return numerics;
  }

  /** Opens a scope: it owns what is made from now on until it closes. */
  public Scope scope() {
    checkOpen();
    innermost = new Scope(this, Optional.of(innermost));
    return innermost;
  }

  /**
   * Opens a tape that records what the given parameters go into; parameters not named are
   * constants. One tape at a time.
   */
  public Tape tape(Collection<Parameter> parameters) {
    checkOpen();
    if (tape.isPresent()) {
      throw new ClosedException("tape: one is already open in this session; close it first");
    }
    Tape opened = new Tape(this, parameters);
    tape = Optional.of(opened);
    recording = true;
    return opened;
  }

  /** True while a tape is open that writes down the operators run. */
  public boolean isRecording() {
    return recording;
  }

  @Override
  public List<Tensor> run(Op op, List<Tensor> in) {
    checkOpen();
    in.forEach(t -> checkMine(op, t));
    List<TensorType> outTypes = op.infer(in.stream().map(Tensor::type).toList());
    List<Tensor> out = execute(op, in, outTypes);
    if (recording) {
      tape.orElseThrow().record(op, in, out);
    }
    return out;
  }

  private List<Tensor> execute(Op op, List<Tensor> in, List<TensorType> outTypes) {
    try (CallMemory call = new CallMemory(op)) {
      List<Operand> operands = new ArrayList<>(in.size());
      for (Tensor t : in) {
        operands.add(op.takesViews() ? t.operand() : rowMajor(t.operand(), call::scratch));
      }
      if (op instanceof ViewOp view) {
        Operand seen = view.view(operands.getFirst());
        call.keepIfOwned(seen.storage());
        return List.of(new Tensor(this, outTypes.getFirst(), seen, newId()));
      }
      List<Operand> outputs = new ArrayList<>(outTypes.size());
      List<Tensor> tensors = new ArrayList<>(outTypes.size());
      for (TensorType type : outTypes) {
        Operand o = allocate(type, op.name());
        outputs.add(o);
        tensors.add(new Tensor(this, type, o, newId()));
      }
      op.run(backend.kernels(), operands, outputs, call);
      return tensors;
    }
  }

  private Operand rowMajor(Operand x, Function<TensorType, Operand> place) {
    if (x.isRowMajor()) {
      return x;
    }
    Operand copy = place.apply(x.type());
    backend.kernels().pointwise().copy(x, copy);
    return copy;
  }

  private Operand allocate(TensorType type, String label) {
    Storage storage = backend.memory().allocate(type, label + " " + type);
    innermost.own(storage);
    return Operand.rowMajor(type, storage);
  }

  @Override
  public Tensor upload(HostTensor values) {
    checkOpen();
    Operand o = allocate(values.type(), "upload");
    backend.memory().upload(values, o);
    return new Tensor(this, values.type(), o, newId());
  }

  /**
   * A tensor with the values of a buffer, which may still be copied when this returns: see {@link
   * HostBuffer}.
   *
   * @param values of the memory of this session's backend
   */
  public Tensor upload(HostBuffer values) {
    checkOpen();
    Operand o = allocate(values.type(), "upload");
    backend.memory().upload(values, o);
    return new Tensor(this, values.type(), o, newId());
  }

  /** Makes an unwritten row-major tensor for a backend's plan to fill. */
  public Tensor empty(TensorType type, String label) {
    checkOpen();
    return new Tensor(this, type, allocate(type, label), newId());
  }

  /** Where a tensor's values lie: for a backend's plans. */
  public Operand operandOf(Tensor tensor) {
    return tensor.operand();
  }

  /** The same, row-major: its own place, or that of a copy in the innermost scope. */
  public Operand rowMajorOf(Tensor tensor) {
    checkOpen();
    return rowMajor(tensor.operand(), type -> allocate(type, "copy"));
  }

  @Override
  public Frames frame(Object module, String name) {
    return NO_FRAME;
  }

  @Override
  Tensor parameter(Parameter parameter) {
    checkOpen();
    if (!parameter.backend().equals(backend)) {
      throw new BackendException(
          "parameter "
              + parameter.name()
              + ": it lives on backend '"
              + parameter.backend().name()
              + "' but the session runs on another; load the model on the session's backend");
    }
    if (tape.isPresent()) {
      return tape.get().variable(parameter);
    }
    return constant(parameter);
  }

  Tensor constant(Parameter parameter) {
    return new Tensor(this, parameter.type(), parameter.operand(), newId());
  }

  @Override
  HostTensor read(Tensor tensor) {
    checkThread();
    return backend.memory().download(tensor.operand());
  }

  Scope innermost() {
    return innermost;
  }

  void pauseRecording(boolean pause) {
    recording = !pause && tape.isPresent();
  }

  void tapeClosed() {
    checkThread();
    tape = Optional.empty();
    recording = false;
  }

  void leave(Scope scope) {
    checkThread();
    if (!scope.equals(innermost)) {
      throw new ClosedException("scope: an inner scope is still open; close scopes inside out");
    }
    innermost = scope.parent().orElse(root);
  }

  /** Gives memory back, unless a tape still needs it; then the tape does so when it closes. */
  void release(Storage storage) {
    if (tape.isEmpty() || !tape.get().inherit(storage)) {
      backend.memory().release(storage);
    }
  }

  @Override
  public void close() {
    checkThread();
    if (closed) {
      return;
    }
    tape.ifPresent(Tape::close);
    while (!innermost.equals(root)) {
      innermost.close();
    }
    root.close();
    closed = true;
  }

  private void checkOpen() {
    checkThread();
    if (closed) {
      throw new ClosedException("session: it was closed; open another");
    }
  }

  /** Scratch memory and arithmetic of one operator call. */
  private final class CallMemory implements Workspace, AutoCloseable {
    private final Op op;
    private final List<Storage> scratch = new ArrayList<>();

    CallMemory(Op op) {
      this.op = op;
    }

    @Override
    public Operand scratch(TensorType type) {
      Storage storage = backend.memory().allocate(type, "scratch of " + op.name());
      scratch.add(storage);
      return Operand.rowMajor(type, storage);
    }

    @Override
    public Numerics numerics() {
      return numerics;
    }

    void keepIfOwned(Storage storage) {
      if (scratch.remove(storage)) {
        innermost.own(storage);
      }
    }

    @Override
    public void close() {
      scratch.forEach(backend.memory()::release);
    }
  }
}
