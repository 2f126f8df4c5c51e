package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tucana.core.Backend;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.StoredTensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.config.DetectorName;
import org.tucana.nn.factor.StoredWeights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a network on tensors: public weights in, results out. */
@Command(
    name = "infer",
    description = "Runs a network with public weights on tensors from a file.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The input file holds 'input' [N,C,H,W] for a classifier or 'image' [C,H,W] in 0..1 for a",
      "detector; the output file holds 'logits', or 'boxes', 'labels', 'scores' and 'masks'.",
      "Files are safetensors, npz or what torch.save writes, told by their content; the output is",
      "safetensors.",
      "Weights may be those of a model file with layers stored as factors.",
      "",
      "Example: tucana infer --arch resnet18 --classes 4 --weights w.safetensors"
          + " --input x.safetensors --out y.safetensors"
    })
final class InferCommand implements Callable<Integer> {
  @Option(
      names = "--arch",
      required = true,
      description =
          "resnet18, 34, 50, 101 or 152, maskrcnn_resnet18_fpn (34, 50, 101, 152 likewise), or"
              + " cifar_resnet20, 32, 44 or 56.")
  private String architecture;

  @Option(
      names = "--classes",
      required = true,
      description = "Number of classes; for a detector with or without background.")
  private int classes;

  @Option(names = "--weights", required = true, description = "Weights under their public names.")
  private Path weights;

  @Option(
      names = "--config",
      description = "A detector's settings, JSON with torchvision's MaskRCNN argument names.")
  private Path config;

  @Option(names = "--input", required = true, description = "Input tensors.")
  private Path input;

  @Option(
      names = "--out",
      required = true,
      description = "Where to write the results, safetensors.")
  private Path out;

  @Option(names = "--json", description = "Print names and shapes of the results as JSON.")
  private boolean json;

  @Mixin private BackendMixin backend;

  InferCommand() {}

  @Override
  public Integer call() throws IOException {
    if (classes < 1) {
      throw new FormatException("infer: --classes must be at least 1, got " + classes);
    }
    OutputFile.requireOther("infer", weights, out);
    OutputFile.requireOther("infer", input, out);
    OutputFile.prepare(out);
    StoredWeights stored = StoredWeights.read(weights);
    Map<String, HostTensor> results;
    try (Backend opened = backend.open()) {
      if (DetectorName.isDetector(architecture)) {
        results =
            new DetectorInference(
                    architecture,
                    classes,
                    config == null ? "defaults" : config.toString(),
                    config == null ? "{}" : TextFile.read(config))
                .run(opened, stored, tensor("image", 3));
      } else if (config != null) {
        throw new FormatException(
            "infer: --config is for detectors, got architecture "
                + architecture
                + "; leave it out");
      } else {
        results =
            ClassifierInference.run(opened, architecture, classes, stored, tensor("input", 4));
      }
    }
    Safetensors.write(out, new TensorFile(results, Map.of()));
    report(results);
    return 0;
  }

  private HostTensor tensor(String name, int rank) throws IOException {
    HostTensor tensor;
    try (StoredTensors given = StoredTensors.open(input)) {
      tensor = given.read(name);
    }
    if (tensor.shape().rank() != rank) {
      throw new FormatException(
          input
              + ": '"
              + name
              + "' has shape "
              + tensor.shape()
              + ", expected "
              + rank
              + " axes; reshape it");
    }
    return HostTensor.of(tensor.shape(), tensor.toFloats());
  }

  private void report(Map<String, HostTensor> results) {
    Map<String, Object> shapes = new LinkedHashMap<>();
    results.forEach((name, tensor) -> shapes.put(name, tensor.shape().dims()));
    if (json) {
      JsonOutput.print(shapes);
    } else {
      results.forEach((name, tensor) -> Console.say(out + ": " + name + " " + tensor.shape()));
    }
  }
}
