package org.tucana.app.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The product's own classes as the compiler wrote them, read from the modules' output folders. */
final class CompiledClasses {
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Set<String> AFTER_APP =
      Set.of("dependency-audit", "jmh-benchmarks", "gpu-check");

  private CompiledClasses() {}

  /**
   * Every class of every module that is built before this test runs, which is all that {@code app}
   * depends on, and {@code app} itself.
   */
  static List<ClassModel> ofProduct() {
    try {
      Path root = repositoryRoot();
      List<ClassModel> classes = new ArrayList<>();
      Matcher module = MODULE.matcher(Files.readString(root.resolve("pom.xml")));
      while (module.find()) {
        // These are built after app: what lies there may be of an older build.
        if (!AFTER_APP.contains(module.group(1))) {
          addClasses(root.resolve(module.group(1)).resolve("target/classes"), classes);
        }
      }
      assertTrue(!classes.isEmpty(), "no compiled classes under " + root);
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path repositoryRoot() {
    Path folder = Path.of(System.getProperty("user.dir"));
    while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    assertTrue(folder != null, "no repository root above " + System.getProperty("user.dir"));
    return folder;
  }

  private static void addClasses(Path folder, List<ClassModel> classes) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        classes.add(ClassFile.of().parse(file));
      }
    }
  }
}
