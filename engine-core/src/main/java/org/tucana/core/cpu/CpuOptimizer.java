package org.tucana.core.cpu;

import java.util.List;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Optimizer;

/**
 * Steps of optimisers in float32. Momenta below the smallest normal float become zero: those of
 * values whose gradient has vanished would otherwise stay subnormal for many steps, and arithmetic
 * on subnormals is tens of times slower.
 */
final class CpuOptimizer implements Optimizer {
  private static final int CHUNK = 1 << 14;

  private final Workers workers;

  CpuOptimizer(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void sgd(Sgd step, List<SgdTensors> parameters) {
    parameters.forEach(p -> sgd(step, p));
  }

  private void sgd(Sgd step, SgdTensors parameter) {
    float[] v = HostStorage.floats(parameter.value());
    float[] g = HostStorage.floats(parameter.gradient());
    float[] b = HostStorage.floats(parameter.buffer());
    int vAt = parameter.value().offset();
    int gAt = parameter.gradient().offset();
    int bAt = parameter.buffer().offset();
    Ranges.run(
        workers,
        parameter.value().elements(),
        CHUNK,
        (from, to, scratch) -> sgd(step, to - from, v, vAt + from, g, gAt + from, b, bAt + from));
  }

  private static void sgd(
      Sgd step, int n, float[] v, int vAt, float[] g, int gAt, float[] b, int bAt) {
    float rate = (float) step.rate();
    float momentum = (float) step.momentum();
    float decay = (float) step.weightDecay();
    if (step.first()) {
      for (int i = 0; i < n; i++) {
        b[bAt + i] = Math.fma(decay, v[vAt + i], g[gAt + i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        float d = Math.fma(decay, v[vAt + i], g[gAt + i]);
        b[bAt + i] = normal(Math.fma(momentum, b[bAt + i], d));
      }
    }
    if (step.nesterov()) {
      for (int i = 0; i < n; i++) {
        float d = Math.fma(decay, v[vAt + i], g[gAt + i]);
        v[vAt + i] = Math.fma(-rate, Math.fma(momentum, b[bAt + i], d), v[vAt + i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        v[vAt + i] = Math.fma(-rate, b[bAt + i], v[vAt + i]);
      }
    }
  }

  private static float normal(float x) {
    return Math.abs(x) < Float.MIN_NORMAL ? 0 : x;
  }

  @Override
  public void adam(Adam step, List<AdamTensors> parameters) {
    parameters.forEach(p -> adam(step, p));
  }

  private void adam(Adam step, AdamTensors parameter) {
    float[] v = HostStorage.floats(parameter.value());
    float[] g = HostStorage.floats(parameter.gradient());
    float[] m1 = HostStorage.floats(parameter.moment1());
    float[] m2 = HostStorage.floats(parameter.moment2());
    int vAt = parameter.value().offset();
    int gAt = parameter.gradient().offset();
    int m1At = parameter.moment1().offset();
    int m2At = parameter.moment2().offset();
    float rate = (float) (step.rate() / step.correction1());
    float inverseRoot = (float) (1 / Math.sqrt(step.correction2()));
    float beta1 = (float) step.beta1();
    float beta2 = (float) step.beta2();
    float fresh1 = (float) (1 - step.beta1());
    float fresh2 = (float) (1 - step.beta2());
    float epsilon = (float) step.epsilon();
    float keep = step.decoupled() ? (float) (1 - step.rate() * step.weightDecay()) : 1;
    float decay = step.decoupled() ? 0 : (float) step.weightDecay();
    Ranges.run(
        workers,
        parameter.value().elements(),
        CHUNK,
        (from, to, scratch) -> {
          for (int i = from; i < to; i++) {
            float before = v[vAt + i];
            float d = Math.fma(decay, before, g[gAt + i]);
            float first = normal(Math.fma(beta1, m1[m1At + i], fresh1 * d));
            float second = normal(Math.fma(beta2, m2[m2At + i], fresh2 * d * d));
            m1[m1At + i] = first;
            m2[m2At + i] = second;
            float root = Math.fma((float) Math.sqrt(second), inverseRoot, epsilon);
            v[vAt + i] = Math.fma(-rate, first / root, keep * before);
          }
        });
  }
}
