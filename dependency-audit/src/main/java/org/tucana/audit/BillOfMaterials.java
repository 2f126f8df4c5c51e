package org.tucana.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a product ships, by a CycloneDX file.
 *
 * @param packages package URLs ({@code pkg:maven/group/artifact@version}) of what others made, in
 *     order, each once
 */
record BillOfMaterials(List<String> packages) {
  private static final ObjectMapper JSON = new ObjectMapper();

  BillOfMaterials {
    packages = List.copyOf(packages);
  }

  /**
   * Reads a file. Components of the product's own group are left out: nobody else knows them.
   *
   * @throws AuditException where it is absent or no such file, or lists nothing
   */
  static BillOfMaterials read(Path file) throws AuditException {
    JsonNode bill = parse(file);
    if (!bill.path("bomFormat").asText().equals("CycloneDX")) {
      throw new AuditException(
          file + ": expected a CycloneDX bill of materials; make it by ./mvnw verify");
    }
    String own = bill.path("metadata").path("component").path("group").asText();
    Set<String> packages = new TreeSet<>();
    for (JsonNode component : bill.path("components")) {
      if (own.isEmpty() || !component.path("group").asText().equals(own)) {
        packages.add(packageUrl(file, component));
      }
    }
    if (packages.isEmpty()) {
      throw new AuditException(file + ": the bill of materials lists nothing; make it anew");
    }
    return new BillOfMaterials(List.copyOf(packages));
  }

  private static JsonNode parse(Path file) throws AuditException {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new AuditException(
          file + ": no usable JSON (" + e.getOriginalMessage() + "); make it by ./mvnw verify", e);
    } catch (IOException e) {
      throw new AuditException(file + ": cannot be read (" + e + "); make it by ./mvnw verify", e);
    }
  }

  /** Without type and classifier: vulnerabilities are known by version. */
  private static String packageUrl(Path file, JsonNode component) throws AuditException {
    String url = component.path("purl").asText();
    if (!url.startsWith("pkg:") || !url.contains("@")) {
      throw new AuditException(
          "%s: component '%s' has no package URL with a version, got '%s'; make the file anew"
              .formatted(file, component.path("name").asText(), url));
    }
    return url.replaceFirst("[?#].*", "");
  }
}
