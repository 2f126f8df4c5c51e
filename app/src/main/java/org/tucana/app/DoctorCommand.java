package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import jdk.incubator.vector.FloatVector;
import org.tucana.core.BackendDiagnosis;
import org.tucana.core.Backends;
import org.tucana.core.type.FormatException;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.report.Fonts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what this machine offers and what is missing. */
@Command(
    name = "doctor",
    description = "Checks the JDK, the processor's vectors, memory, fonts and the backends.",
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
    report.put("fonts", Fonts.lack().orElse("ready"));
    SortedMap<String, BackendDiagnosis> diagnoses = Backends.diagnoses();
    Map<String, String> backends = new LinkedHashMap<>();
    diagnoses.forEach((name, found) -> backends.put(name, found.offBecause().orElse("ready")));
    report.put("backends", backends);
    diagnoses.forEach((name, found) -> {
      if (!found.equals(BackendDiagnosis.ready())) {
        report.put(name, section(found));
      }
    });
    report.put("shipped_model", shippedModel());
    if (json) {
      JsonOutput.print(report);
    } else {
      report.forEach((key, value) -> printText("", key, value));
    }
    return diagnoses.values().stream().allMatch(BackendDiagnosis::sound) ? 0 : Main.FAILURE;
  }

  /** What a backend found besides whether it is ready. */
  private static Map<String, Object> section(BackendDiagnosis found) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("optional", found.optional());
    section.put("versions", found.versions());
    section.put(
        "devices",
        found.devices().stream()
            .map(device -> ordered("name", device.name(), "memory_mib", device.memoryBytes() >> 20))
            .toList());
    section.put(
        "missing",
        found.missing().stream()
            .map(missing -> ordered("what", missing.what(), "remedy", missing.remedy()))
            .toList());
    return section;
  }

  private static Map<String, Object> ordered(
      String first, Object firstValue, String second, Object secondValue) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(first, firstValue);
    map.put(second, secondValue);
    return map;
  }

  private static void printText(String indent, String key, Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        System.out.println(indent + key + ":");
        map.forEach((k, v) -> printText(indent + "  ", k.toString(), v));
      }
      case List<?> list -> {
        if (list.isEmpty()) {
          System.out.println(indent + key + ": none");
        }
        list.forEach(element -> printText(indent, key, element));
      }
      default -> System.out.println(indent + key + ": " + value);
    }
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
