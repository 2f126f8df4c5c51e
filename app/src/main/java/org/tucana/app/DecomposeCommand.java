package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.HostTensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionMethods;
import org.tucana.decomposition.DecompositionRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Decomposes a tensor from a file. */
@Command(
    name = "decompose",
    description = "Writes a tensor as a few smaller ones and says how well that fits.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "relative_error is the norm of what is missing over that of the tensor, compression the",
      "number of elements over that of the parts. The output file holds the parts: core, factor0,",
      "... for the Tucker family, where modes that were left whole have no factor.",
      "",
      "seconds are those of the decomposition alone, without reading and writing. The virtual",
      "machine compiles code while it runs, so that from 262144 elements on a corner of the tensor",
      "is decomposed first, for some two seconds at most, which JSON has as warm_up_seconds.",
      "",
      "Example: tucana decompose --input cube.npy --method hooi --ranks 4,10,10"
          + " --out parts.safetensors"
    })
final class DecomposeCommand implements Callable<Integer> {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "T",
      description = "A tensor: T.npy, or T.safetensors:name; .npz, .pt, .pth and .th too.")
  private String input;

  @Option(
      names = "--method",
      required = true,
      description = {
        "hosvd, sthosvd, hooi, cp, cp-nonnegative, ntd, ntd-mu, tt, pca, nmf, or one of a",
        "plug-in."
      })
  private String method;

  @Option(
      names = "--ranks",
      split = ",",
      paramLabel = "R",
      description = "Ranks, one a mode to compress, or what the method takes.")
  private List<Integer> ranks;

  @Option(names = "--error", description = "Greatest relative error, instead of ranks.")
  private Double error;

  @Option(
      names = "--modes",
      split = ",",
      paramLabel = "N",
      description = "The modes to compress, from 0 (default: all).")
  private List<Integer> modes;

  @Option(names = "--iterations", description = "Most sweeps of an iteration.")
  private Integer iterations;

  @Option(
      names = "--tolerance",
      description = "Change of the relative error at which an iteration stops.")
  private Double tolerance;

  @Option(
      names = "--start",
      description = {
        "What an iteration starts from, and then it starts only once: hosvd, sthosvd or random for",
        "hooi; svd or random for cp; random or sthosvd for ntd (default: what the method chooses,",
        "on small tensors several)."
      })
  private String start;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "Seed of random starts (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--out", description = "Where to write the parts, safetensors.")
  private Path out;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Mixin private BackendMixin backend;

  DecomposeCommand() {}

  @Override
  public Integer call() throws IOException {
    DecompositionMethod chosen = DecompositionMethods.named(method);
    if (out != null) {
      OutputFile.requireOther("decompose", TensorInput.file(input), out);
      OutputFile.prepare(out);
    }
    HostTensor read = TensorInput.read(input);
    try (Backend opened = backend.open();
        EagerSession session = new EagerSession(opened)) {
      Tensor x = session.upload(read);
      Stopwatch warmUp = new Stopwatch();
      new WarmUp(chosen, request()).run(session, x);
      double warmUpSeconds = warmUp.seconds();
      Stopwatch stopwatch = new Stopwatch();
      Decomposition found = chosen.decompose(x, request());
      double seconds = stopwatch.seconds();
      if (out != null) {
        Safetensors.write(out, parts(found));
      }
      report(found, seconds, warmUpSeconds);
    }
    return 0;
  }

  private DecompositionRequest request() {
    return new DecompositionRequest(
        Optional.ofNullable(ranks),
        error == null ? OptionalDouble.empty() : OptionalDouble.of(error),
        Optional.ofNullable(modes),
        iterations == null ? OptionalInt.empty() : OptionalInt.of(iterations),
        tolerance == null ? OptionalDouble.empty() : OptionalDouble.of(tolerance),
        Optional.ofNullable(start),
        seed);
  }

  private TensorFile parts(Decomposition found) {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    found.parts().forEach((name, part) -> tensors.put(name, part.read()));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("method", method);
    metadata.put("shape", found.type().shape().toString());
    metadata.put("ranks", found.ranks().toString());
    metadata.put("relative_error", Double.toString(found.relativeError()));
    return new TensorFile(tensors, metadata);
  }

  private void report(Decomposition found, double seconds, double warmUpSeconds) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("method", method);
    report.put("shape", found.type().shape().dims());
    report.put("ranks", found.ranks());
    report.put("relative_error", found.relativeError());
    report.put("iterations", found.history().sweeps());
    report.put("converged", found.history().converged());
    report.put("seconds", seconds);
    report.put("parameters", found.parameters());
    report.put("compression", found.compression());
    if (json) {
      report.put("warm_up_seconds", warmUpSeconds);
      JsonOutput.print(report);
      return;
    }
    report.put("shape", found.type().shape());
    report.forEach((key, value) -> System.out.println(key + ": " + value));
  }
}
