package org.tucana.core.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import org.tucana.core.kernel.Kernels;

/** Kernels whose every call passes through a hook first. */
public final class InterceptedKernels {
  private InterceptedKernels() {}

  /** Sees a call before it happens and may replace its arguments. */
  @FunctionalInterface
  public interface Hook {
    Object[] before(Method kernel, Object[] arguments);
  }

  /** The same kernels behind a hook; what a kernel throws passes unchanged. */
  public static Kernels of(Kernels kernels, Hook hook) {
    try {
      RecordComponent[] families = Kernels.class.getRecordComponents();
      Class<?>[] types = new Class<?>[families.length];
      Object[] wrapped = new Object[families.length];
      for (int i = 0; i < families.length; i++) {
        types[i] = families[i].getType();
        wrapped[i] = wrap(types[i], families[i].getAccessor().invoke(kernels), hook);
      }
      return Kernels.class.getDeclaredConstructor(types).newInstance(wrapped);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("kernels: the record cannot be taken apart", e);
    }
  }

  private static Object wrap(Class<?> family, Object target, Hook hook) {
    return Proxy.newProxyInstance(
        family.getClassLoader(),
        new Class<?>[] {family},
        (proxy, kernel, arguments) -> {
          boolean ofObject = kernel.getDeclaringClass().equals(Object.class);
          try {
            return kernel.invoke(target, ofObject ? arguments : hook.before(kernel, arguments));
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
