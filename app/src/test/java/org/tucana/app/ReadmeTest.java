package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the documents show is what the program takes. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMAND = Pattern.compile("(?m)^\\./tucana ([^#\\n]*)");

  /** What the snippets use. */
  private static final List<String> IMPORTS =
      List.of(
          "java.nio.file.Path",
          "java.util.*",
          "org.tucana.astro.io.Pictures",
          "org.tucana.core.*",
          "org.tucana.core.op.*",
          "org.tucana.core.type.*",
          "org.tucana.decomposition.rank.*",
          "org.tucana.decomposition.rank.CandidateLayer.Kind",
          "org.tucana.detection.detector.*",
          "org.tucana.nn.data.Picture");

  /** Commands of another module, which parses them itself. */
  private static final Set<String> BENCHMARKS = Set.of("bench", "study");

  @TempDir Path folder;

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("README.md")) ? here : here.getParent();
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.list(root().resolve("docs"))) {
      return Stream.concat(Stream.of(root().resolve("README.md")), docs)
          .filter(p -> p.toString().endsWith(".md"))
          .toList();
    }
  }

  @Test
  void commandsParse() throws IOException {
    int commands = 0;
    for (Path document : documents()) {
      Matcher matcher = COMMAND.matcher(Files.readString(document));
      while (matcher.find()) {
        String[] words = matcher.group(1).strip().split("\\s+");
        if (!BENCHMARKS.contains(words[0])) {
          CommandLine.ParseResult parsed = Main.commandLine().parseArgs(words);
          assertTrue(parsed.hasSubcommand(), matcher.group());
        }
        commands++;
      }
    }
    assertTrue(commands >= 8, "commands " + commands);
  }

  @Test
  void snippetsCompile() throws IOException {
    Matcher matcher = JAVA.matcher(Files.readString(root().resolve("README.md")));
    int snippets = 0;
    while (matcher.find()) {
      compile("Snippet" + snippets++, matcher.group(1));
    }
    assertEquals(3, snippets);
  }

  private void compile(String name, String body) {
    StringBuilder source = new StringBuilder();
    IMPORTS.forEach(i -> source.append("import ").append(i).append(";\n"));
    source
        .append("class ")
        .append(name)
        .append(" { void run() throws java.io.IOException {\n")
        .append(body)
        .append("}}\n");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    StringWriter messages = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                null,
                List.of(file))
            .call();
    assertTrue(compiled, messages.toString());
  }
}
