package org.tucana.bench.peer;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A Python process that runs peers on request, so that its turns alternate with ours. Each line to
 * {@code peers.py} is a command; it answers with one line, {@code ok ...} or {@code error ...}.
 */
final class PythonPeer implements AutoCloseable {
  private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");
  private static final List<String> SCRIPTS =
      List.of("peers.py", "decompositions.py", "torch_works.py");

  /** What an interpreter has, the more the better: without torch only numpy's works run. */
  private static final List<String> MODULES = List.of("numpy, torch, torchvision", "numpy");

  private static final List<String> THREAD_VARIABLES =
      List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS");

  private final Process process;
  private final Path folder;
  private final Duration patience;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  private PythonPeer(Process process, Path folder, Duration patience) {
    this.process = process;
    this.folder = folder;
    this.patience = patience;
    this.commands = process.outputWriter();
    this.answers = process.inputReader();
  }

  /**
   * Starts the first interpreter that has torch and torchvision, or else the first with numpy.
   *
   * @param width its vectors are held to
   * @param patience a process that is silent for so long is ended
   * @throws PeerUnavailableException where none has even that
   */
  static PythonPeer start(int threads, VectorWidth width, Duration patience)
      throws PeerUnavailableException {
    for (String modules : MODULES) {
      for (String interpreter : INTERPRETERS) {
        if (has(interpreter, modules)) {
          try {
            return launch(interpreter, threads, width, patience);
          } catch (IOException e) {
            throw new PeerUnavailableException(
                interpreter + " does not start: " + e.getMessage(), e);
          }
        }
      }
    }
    throw new PeerUnavailableException("no python3 with numpy, torch and torchvision");
  }

  private static boolean has(String interpreter, String modules) {
    try {
      Process probe =
          new ProcessBuilder(interpreter, "-c", "import " + modules)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.onExit().join().exitValue() == 0;
    } catch (IOException e) {
      // There is no such interpreter: as good as one without the modules.
      return false;
    }
  }

  private static PythonPeer launch(
      String interpreter, int threads, VectorWidth width, Duration patience) throws IOException {
    Path folder = Files.createTempDirectory("tucana-peers");
    try {
      for (String name : SCRIPTS) {
        try (InputStream source = PythonPeer.class.getResourceAsStream(name)) {
          Files.write(folder.resolve(name), source.readAllBytes());
        }
      }
      Path script = folder.resolve(SCRIPTS.getFirst());
      ProcessBuilder builder =
          new ProcessBuilder(
                  interpreter, "-B", "-W", "ignore", script.toString(), Integer.toString(threads))
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      THREAD_VARIABLES.forEach(name -> builder.environment().put(name, Integer.toString(threads)));
      builder.environment().putAll(width.environment());
      PythonPeer peer = new PythonPeer(builder.start(), folder, patience);
      peer.ask("hello");
      return peer;
    } catch (IOException e) {
      delete(folder);
      throw e;
    }
  }

  private static void delete(Path folder) throws IOException {
    for (String name : SCRIPTS) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.delete(folder);
  }

  /** Makes a work ready; the contestant's closing gives its memory back. */
  Contestant open(String work) throws PeerUnavailableException {
    request("open " + work);
    return new Contestant() {
      @Override
      public double meanMillis(int runs) {
        try {
          return Double.parseDouble(request("run " + runs));
        } catch (PeerUnavailableException e) {
          throw new PeerFailure("the peer failed: " + e.getMessage(), e);
        }
      }

      @Override
      public OptionalLong peakBytes() {
        try {
          String bytes = request("peak");
          return bytes.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(bytes));
        } catch (PeerUnavailableException e) {
          throw new PeerFailure("the peer failed: " + e.getMessage(), e);
        }
      }

      @Override
      public void close() {
        try {
          // What a process held went with it.
          if (process.isAlive()) {
            ask("close");
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** Writes a network as an ONNX file. */
  void export(String network) throws PeerUnavailableException {
    request("export " + network);
  }

  /** Writes the outcome of one run of the open work as an npy file. */
  void writeResult(Path file) throws PeerUnavailableException {
    request("result " + file);
  }

  /** Versions of the libraries, in words. */
  String versions() throws PeerUnavailableException {
    return request("versions");
  }

  boolean isAlive() {
    return process.isAlive();
  }

  private String request(String command) throws PeerUnavailableException {
    try {
      String answer = ask(command);
      if (answer.startsWith("ok")) {
        return answer.substring("ok".length()).strip();
      }
      throw new PeerUnavailableException(answer.replaceFirst("^error ", ""));
    } catch (IOException e) {
      throw new PeerUnavailableException("the Python process ended: " + e.getMessage(), e);
    }
  }

  private String ask(String command) throws IOException {
    commands.write(command);
    commands.newLine();
    commands.flush();
    CompletableFuture<Void> watch =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
    String answer;
    try {
      answer = answers.readLine();
    } finally {
      watch.cancel(false);
    }
    if (answer == null) {
      throw new IOException("no answer to '" + command + "'");
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    try {
      commands.close();
      process.onExit().join();
    } finally {
      // Scripts are read when they are first needed.
      delete(folder);
    }
  }
}
