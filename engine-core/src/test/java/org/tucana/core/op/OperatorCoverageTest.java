package org.tucana.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tucana.core.Gradient;
import org.tucana.core.Op;

/** Finds all compiled operators and fails where one is missing from the tables of cases. */
class OperatorCoverageTest {
  /** Operators that have nothing to refuse. */
  private static final Map<String, String> REFUSE_NOTHING =
      Map.of(
          "Constant", "it has no inputs",
          "Accumulate", "only the backward pass makes it, with equal types");

  private static Set<String> compiledOperators() throws IOException, URISyntaxException {
    Path classes = Path.of(Op.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> names = new TreeSet<>();
    for (String folder : new String[] {"org/tucana/core", "org/tucana/core/op"}) {
      try (Stream<Path> files = Files.list(classes.resolve(folder))) {
        files
            .map(f -> f.getFileName().toString())
            .filter(f -> f.endsWith(".class") && !f.equals("package-info.class"))
            .map(f -> load(folder.replace('/', '.') + "." + f.substring(0, f.length() - 6)))
            .filter(c -> Op.class.isAssignableFrom(c) && !c.isInterface())
            .forEach(c -> names.add(c.getSimpleName()));
      }
    }
    return names;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, OperatorCoverageTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(name, e);
    }
  }

  private static Set<String> names(Stream<Op> ops) {
    return ops.map(o -> o.getClass().getSimpleName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyOperatorHasAGradientCase() throws IOException, URISyntaxException {
    assertEquals(compiledOperators(), names(OperatorCases.all().stream().map(OperatorCase::op)));
  }

  @Test
  void everyOperatorHasARefusalCase() throws IOException, URISyntaxException {
    Set<String> expected = compiledOperators();
    expected.removeAll(REFUSE_NOTHING.keySet());
    assertEquals(expected, names(RefusalCases.all().stream().map(RefusalCase::op)));
  }

  @Test
  void operatorsWithoutAGradientSayWhy() {
    for (OperatorCase c : OperatorCases.all()) {
      String why =
          switch (c.op().gradient()) {
            case Gradient.Rule rule -> "by a rule";
            case Gradient.None none -> none.why();
            case Gradient.FirstOrderOnly only -> only.why();
          };
      assertFalse(why.isBlank(), c.label());
    }
  }

  @Test
  void operatorsAreRecordsWithACost() {
    for (OperatorCase c : OperatorCases.all()) {
      assertTrue(c.op().getClass().isRecord(), c.label());
      var in = c.arguments().stream().map(Argument::type).toList();
      var cost = c.op().cost(in, c.op().infer(in));
      long least =
          Stream.of(cost.macs(), cost.flops(), cost.bytesRead(), cost.bytesWritten())
              .min(Comparator.naturalOrder())
              .orElseThrow();
      assertTrue(least >= 0 && cost.flops() >= 2 * cost.macs(), c.label() + ": " + cost);
    }
  }
}
