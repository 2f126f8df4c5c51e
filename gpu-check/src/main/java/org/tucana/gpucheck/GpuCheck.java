package org.tucana.gpucheck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaDriver;
import org.tucana.cuda.binding.jcuda.JCudaBindings;
import org.tucana.cuda.system.CudaInstallation;

/**
 * Runs suites of tests without Maven: {@code GpuCheck [--without TAG] SUITE...}, each the name of a
 * class of this package, or says by {@code --commit} what the jar was made of.
 */
public final class GpuCheck {
  private static final int WRONG_USE = 2;

  private GpuCheck() {}

  /** Exits with 0, with 1 where a test failed, with 3 where none could run. */
  public static void main(String[] arguments) {
    System.exit(run(new ArrayDeque<>(List.of(arguments))));
  }

  private static int run(ArrayDeque<String> arguments) {
    if (List.of("--commit").equals(List.copyOf(arguments))) {
      String commit = GpuCheck.class.getPackage().getImplementationVersion();
      System.out.println(Optional.ofNullable(commit).orElse("unknown"));
      return 0;
    }
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
    if ("--without".equals(arguments.peek()) && arguments.size() > 1) {
      arguments.remove();
      request.filters(TagFilter.excludeTags(arguments.remove()));
    }
    if (arguments.isEmpty()) {
      System.err.println("gpu-check: no suite is named; name one, for example ContractSuite");
      return WRONG_USE;
    }
    for (String name : arguments) {
      Optional<Class<?>> suite = suite(name);
      if (suite.isEmpty()) {
        System.err.println(
            "gpu-check: there is no suite " + name + "; name a class of org.tucana.gpucheck");
        return WRONG_USE;
      }
      request.selectors(selectClass(suite.get()));
    }
    return run(request.build());
  }

  private static Optional<Class<?>> suite(String name) {
    try {
      return Optional.of(Class.forName("org.tucana.gpucheck." + name));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /** The device in use, where there is one: to start and end that takes longer than most tests. */
  private static Optional<CudaContext> hold() {
    if (CudaInstallation.ofThisMachine().refusal().isPresent()) {
      return Optional.empty();
    }
    CudaDriver driver = new JCudaBindings().driver();
    driver.initialize();
    return Optional.of(driver.open(0));
  }

  private static int run(LauncherDiscoveryRequest request) {
    Results results = new Results(System.out);
    try (LauncherSession session = LauncherFactory.openSession()) {
      Optional<CudaContext> held = hold();
      session.getLauncher().execute(request, results);
      held.ifPresent(CudaContext::close);
    }
    return results.finish();
  }
}
