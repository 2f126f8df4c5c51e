package org.tucana.gpucheck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs suites of tests without Maven: {@code GpuCheck SUITE...}, each the name of a class of this
 * package. The last line of its output says how many tests there were.
 */
public final class GpuCheck {
  private static final int WRONG_USE = 2;

  private GpuCheck() {}

  /** Exits with 0, with 1 where a test failed, with 3 where none could run. */
  public static void main(String[] names) {
    System.exit(run(names));
  }

  private static int run(String[] names) {
    if (names.length == 0) {
      System.err.println("gpu-check: name a suite, for example ContractSuite");
      return WRONG_USE;
    }
    List<Class<?>> suites = new ArrayList<>();
    for (String name : names) {
      Optional<Class<?>> suite = suite(name);
      if (suite.isEmpty()) {
        System.err.println(
            "gpu-check: there is no suite " + name + "; name a class of org.tucana.gpucheck");
        return WRONG_USE;
      }
      suites.add(suite.get());
    }
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
    suites.forEach(suite -> request.selectors(selectClass(suite)));
    return run(request.build());
  }

  private static Optional<Class<?>> suite(String name) {
    try {
      return Optional.of(Class.forName("org.tucana.gpucheck." + name));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  private static int run(LauncherDiscoveryRequest request) {
    Results results = new Results(System.out);
    try (LauncherSession session = LauncherFactory.openSession()) {
      session.getLauncher().execute(request, results);
    }
    return results.finish();
  }
}
