package org.tucana.cuda.launch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tucana.core.type.FormatException;

/**
 * Reads the entry points' declarations from PTX text: {@code .entry name(.param .u64 a, .param
 * .align 8 .b8 b[112]) .reqntid 256, 1, 1}.
 */
final class KernelSignatures {
  private static final Pattern COMMENT = Pattern.compile("//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern ENTRY =
      Pattern.compile("\\.entry\\s+([\\w$%]+)\\s*(?:\\(([^)]*)\\))?([^{;]*)[{;]");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\.param\\s+(?:\\.align\\s+\\d+\\s+)?\\.([a-z]+)(\\d+)\\s+(?:\\.ptr[^%$_a-zA-Z]*"
              + "(?:\\.\\w+\\s+(?:\\d+\\s+)?)*)?([\\w$%]+)(?:\\[(\\d+)\\])?");
  private static final Pattern THREADS = Pattern.compile("\\.(req|max)ntid\\s+(\\d+)([\\s,\\d]*)");

  private KernelSignatures() {}

  /**
   * The signatures by name, in the text's order.
   *
   * @throws FormatException where a declaration cannot be read or a name occurs twice
   */
  static Map<String, KernelSignature> parse(String ptx) {
    Map<String, KernelSignature> found = new LinkedHashMap<>();
    Matcher entry = ENTRY.matcher(COMMENT.matcher(ptx).replaceAll(" "));
    while (entry.find()) {
      String name = entry.group(1);
      KernelSignature signature =
          new KernelSignature(
              name,
              parameters(name, entry.group(2)),
              threads(name, "req", entry.group(3)),
              threads(name, "max", entry.group(3)));
      if (found.put(name, signature) != null) {
        throw new FormatException("ptx: entry " + name + " is declared twice");
      }
    }
    return Collections.unmodifiableMap(found);
  }

  private static List<KernelParameter> parameters(String entry, String declarations) {
    List<KernelParameter> parameters = new ArrayList<>();
    if (declarations == null || declarations.isBlank()) {
      return parameters;
    }
    for (String declaration : declarations.split(",", -1)) {
      Matcher parameter = PARAMETER.matcher(declaration.strip());
      if (!parameter.matches()) {
        throw new FormatException(
            "ptx: entry " + entry + ": '" + declaration.strip() + "' is no parameter");
      }
      int bytes = Integer.parseInt(parameter.group(2)) / Byte.SIZE;
      int count = parameter.group(4) == null ? 1 : Integer.parseInt(parameter.group(4));
      parameters.add(new KernelParameter(parameter.group(1) + parameter.group(2), bytes * count));
    }
    return parameters;
  }

  private static OptionalInt threads(String entry, String kind, String directives) {
    Matcher threads = THREADS.matcher(directives);
    while (threads.find()) {
      if (threads.group(1).equals(kind)) {
        if (!threads.group(3).replaceAll("[\\s,]", "").matches("1*")) {
          throw new FormatException("ptx: entry " + entry + ": blocks of one axis wanted");
        }
        return OptionalInt.of(Integer.parseInt(threads.group(2)));
      }
    }
    return OptionalInt.empty();
  }
}
