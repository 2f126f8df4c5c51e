package org.tucana.bench.work;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tucana.core.Backend;

/** Something worth timing, in the way a user would have it computed. */
public sealed interface Work
    permits MatrixProduct, ConvolutionChain, CostTableRow, ResNetTraining, DeviceWork {
  /** Short, without blanks: what {@code --only} and JMH's parameters say. */
  String name();

  /** What one part takes, where that is known. */
  default Optional<Effort> effort() {
    return Optional.empty();
  }

  /** What a run consists of. */
  default Parts parts() {
    return Parts.ONE;
  }

  /** Prepares the work: weights are drawn, plans compiled. */
  OpenWork open(Backend backend);

  /** The works of the processor, in the order of the report. */
  static List<Work> all() {
    return Stream.of(
            Stream.of(new MatrixProduct(512), new MatrixProduct(1024)),
            ConvolutionChain.all().stream(),
            Convolution.shapes().stream(),
            ResNetForward.ofProcessor().stream(),
            Stream.of(
                new MaskRcnnDetection(256, 256),
                new MaskRcnnDetection(800, 800),
                new ResNetTraining(),
                new MaskRcnnTraining(2, 256, 256)),
            CostTableRow.all().stream(),
            TensorDecomposition.cases().stream(),
            Stream.of(new ResNetRewriting("resnet101")))
        .<Work>flatMap(works -> works)
        .toList();
  }

  /** The work of that name among the processor's. */
  static Work named(String name) {
    return named(all(), name);
  }

  /** The work of that name among the given ones. */
  static Work named(List<? extends Work> works, String name) {
    return works.stream()
        .filter(work -> work.name().equals(name))
        .<Work>map(work -> work)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("benchmark: there is no work '" + name + "'"));
  }
}
