package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import jdk.incubator.vector.FloatVector;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.FormatException;
import org.tucana.nn.model.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what this machine offers and what is missing. */
@Command(
    name = "doctor",
    description = "Checks the JDK, the processor's vectors, memory and the backends.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: tucana doctor --json"})
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  DoctorCommand() {}

  @Override
  public Integer call() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("java", Runtime.version().toString());
    report.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    report.put("processors", Runtime.getRuntime().availableProcessors());
    report.put("heap_mib", Runtime.getRuntime().maxMemory() >> 20);
    report.put("vector_bits", FloatVector.SPECIES_PREFERRED.vectorBitSize());
    Map<String, String> backends = new LinkedHashMap<>();
    boolean sound = true;
    for (String name : Backends.names()) {
      try (Backend backend = Backends.open(name, BackendOptions.defaults())) {
        backends.put(backend.name(), "ready");
      } catch (BackendException e) {
        backends.put(name, e.getMessage());
        sound = false;
      }
    }
    report.put("backends", backends);
    report.put("shipped_model", shippedModel());
    if (json) {
      JsonOutput.print(report);
    } else {
      report.forEach((key, value) -> System.out.println(key + ": " + value));
    }
    return sound ? 0 : Main.FAILURE;
  }

  private static String shippedModel() {
    Optional<Path> file = ModelOption.shipped();
    if (file.isEmpty()) {
      return "not looked for: start the program by the tucana script";
    }
    try {
      return "ready, " + String.join(", ", ModelFile.read(file.get()).metadata().classes());
    } catch (FormatException | IOException e) {
      return "cannot be used: " + e.getMessage();
    }
  }
}
