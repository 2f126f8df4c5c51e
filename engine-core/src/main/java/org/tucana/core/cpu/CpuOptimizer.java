package org.tucana.core.cpu;

import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Operand;
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
  public void sgd(
      Sgd step,
      Operand value,
      Operand gradient,
      Operand buffer,
      Operand newValue,
      Operand newBuffer) {
    float[] v = HostStorage.floats(value);
    float[] g = HostStorage.floats(gradient);
    float[] b = HostStorage.floats(buffer);
    float[] w = HostStorage.floats(newValue);
    float[] c = HostStorage.floats(newBuffer);
    Ranges.run(
        workers,
        value.elements(),
        CHUNK,
        (from, to, scratch) ->
            sgd(
                step,
                to - from,
                v,
                value.offset() + from,
                g,
                gradient.offset() + from,
                b,
                buffer.offset() + from,
                w,
                newValue.offset() + from,
                c,
                newBuffer.offset() + from));
  }

  private static void sgd(
      Sgd step,
      int n,
      float[] v,
      int vAt,
      float[] g,
      int gAt,
      float[] b,
      int bAt,
      float[] w,
      int wAt,
      float[] c,
      int cAt) {
    float rate = (float) step.rate();
    float momentum = (float) step.momentum();
    float carried = step.first() ? 0 : momentum;
    float decay = (float) step.weightDecay();
    if (step.first()) {
      for (int i = 0; i < n; i++) {
        c[cAt + i] = Math.fma(decay, v[vAt + i], g[gAt + i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        float d = Math.fma(decay, v[vAt + i], g[gAt + i]);
        c[cAt + i] = normal(Math.fma(carried, b[bAt + i], d));
      }
    }
    if (step.nesterov()) {
      for (int i = 0; i < n; i++) {
        float d = Math.fma(decay, v[vAt + i], g[gAt + i]);
        w[wAt + i] = Math.fma(-rate, Math.fma(momentum, c[cAt + i], d), v[vAt + i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        w[wAt + i] = Math.fma(-rate, c[cAt + i], v[vAt + i]);
      }
    }
  }

  private static float normal(float x) {
    return Math.abs(x) < Float.MIN_NORMAL ? 0 : x;
  }

  @Override
  public void adam(
      Adam step,
      Operand value,
      Operand gradient,
      Operand moment1,
      Operand moment2,
      Operand newValue,
      Operand newMoment1,
      Operand newMoment2) {
    float[] v = HostStorage.floats(value);
    float[] g = HostStorage.floats(gradient);
    float[] m1 = HostStorage.floats(moment1);
    float[] m2 = HostStorage.floats(moment2);
    float[] w = HostStorage.floats(newValue);
    float[] n1 = HostStorage.floats(newMoment1);
    float[] n2 = HostStorage.floats(newMoment2);
    double correction1 = 1 - StrictMath.pow(step.beta1(), (double) step.step());
    double correction2 = 1 - StrictMath.pow(step.beta2(), (double) step.step());
    float rate = (float) (step.rate() / correction1);
    float inverseRoot = (float) (1 / Math.sqrt(correction2));
    float beta1 = (float) step.beta1();
    float beta2 = (float) step.beta2();
    float fresh1 = (float) (1 - step.beta1());
    float fresh2 = (float) (1 - step.beta2());
    float epsilon = (float) step.epsilon();
    float keep = step.decoupled() ? (float) (1 - step.rate() * step.weightDecay()) : 1;
    float decay = step.decoupled() ? 0 : (float) step.weightDecay();
    Ranges.run(
        workers,
        value.elements(),
        CHUNK,
        (from, to, scratch) -> {
          for (int i = from; i < to; i++) {
            float before = v[value.offset() + i];
            float d = Math.fma(decay, before, g[gradient.offset() + i]);
            float first = normal(Math.fma(beta1, m1[moment1.offset() + i], fresh1 * d));
            float second = normal(Math.fma(beta2, m2[moment2.offset() + i], fresh2 * d * d));
            n1[newMoment1.offset() + i] = first;
            n2[newMoment2.offset() + i] = second;
            float root = Math.fma((float) Math.sqrt(second), inverseRoot, epsilon);
            w[newValue.offset() + i] = Math.fma(-rate, first / root, keep * before);
          }
        });
  }
}
