package org.tucana.app;

import java.util.List;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.Program;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.CifarResNet;
import org.tucana.nn.resnet.CifarResNetSpec;

/**
 * Runs a small network again and again in a thread of its own while a large one is read, so that
 * the JVM has compiled kernels by then: before, they are a hundred times as slow.
 */
final class KernelWarmUp implements AutoCloseable {
  private static final int SIDE = 32;

  private volatile boolean enough;

  private KernelWarmUp() {}

  /**
   * Begins, on the cpu with several threads: one would only be disturbed, and other backends do not
   * compute by what the JVM compiles.
   */
  static KernelWarmUp start(BackendMixin backend) {
    KernelWarmUp warmUp = new KernelWarmUp();
    if (backend.lanes() > 1) {
      Backend own = backend.open(1);
      Thread.ofPlatform().name("tucana-warm-up").daemon().start(() -> warmUp.run(own));
    }
    return warmUp;
  }

  private void run(Backend backend) {
    CifarResNetSpec spec = new CifarResNetSpec(1, 3, BatchNormSpec.trained());
    HostTensor picture = HostTensor.of(Shape.of(1, 3, SIDE, SIDE), new float[3 * SIDE * SIDE]);
    try (backend;
        CifarResNet network =
            ParameterSpace.random(backend, 0).build(space -> new CifarResNet(space, spec, 1));
        EagerSession session = new EagerSession(backend)) {
      Program program =
          Program.trace(
              List.of(picture.type()),
              in -> List.of(network.forward(in.getFirst(), Mode.EVALUATE)));
      try (Plan plan = backend.compile(program, PlanOptions.defaults())) {
        Tensor input = session.upload(picture);
        while (!enough) {
          try (Scope _ = session.scope()) {
            plan.run(session, List.of(input));
          }
        }
      }
    } catch (OutOfMemoryError e) {
      // Where there is as little memory as that, the work itself says so.
      enough = true;
    }
  }

  /** Lets it end with the run that it is in. */
  void stop() {
    enough = true;
  }

  @Override
  public void close() {
    stop();
  }
}
