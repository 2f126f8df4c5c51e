package org.tucana.bench.work;

import java.util.Optional;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Products;

/**
 * The product of two square float32 matrices; both are packed at each run, as BLAS does.
 *
 * @param size rows and columns
 */
public record MatrixProduct(int size) implements Work {
  @Override
  public String name() {
    return "sgemm-" + size;
  }

  @Override
  public Optional<Effort> effort() {
    double elements = (double) size * size;
    return Optional.of(new Effort(2e-9 * elements * size, 3e-9 * elements * Float.BYTES));
  }

  @Override
  public OpenWork open(Backend backend) {
    EagerSession session = new EagerSession(backend);
    Tensor a = session.upload(Values.uniform("left", size, size));
    Tensor b = session.upload(Values.uniform("right", size, size));
    return new OpenWork() {
      @Override
      public void run() {
        try (Scope _ = session.scope()) {
          Products.matmul(a, b);
        }
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }
}
