package org.tucana.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Vulnerabilities that somebody found not to concern the product, each until a day.
 *
 * @param untilById last days by OSV's names
 */
record Acceptances(Map<String, LocalDate> untilById) {
  Acceptances {
    untilById = Map.copyOf(untilById);
  }

  /**
   * Reads lines {@code ID DAY REASON}; empty ones and those that begin with # are comments.
   *
   * @throws AuditException where a line has no day or no reason
   */
  static Acceptances read(Path file) throws AuditException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new AuditException(file + ": cannot be read (" + e + ")", e);
    }
    Map<String, LocalDate> untilById = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] words = line.split("\\s+", 3);
        try {
          if (words.length < 3) {
            throw new DateTimeParseException("too few words", line, 0);
          }
          untilById.put(words[0], LocalDate.parse(words[1]));
        } catch (DateTimeParseException e) {
          throw new AuditException(
              "%s: line %d: expected an id, a day and a reason, got '%s'; write 'GHSA-... 2027-06-30 why'"
                  .formatted(file, i + 1, line),
              e);
        }
      }
    }
    return new Acceptances(untilById);
  }

  boolean covers(Vulnerability vulnerability, LocalDate today) {
    LocalDate until = untilById.get(vulnerability.id());
    return until != null && !today.isAfter(until);
  }
}
