package org.tucana.bench.work;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.tucana.core.Backend;

/** Something worth timing, in the way a user would have it computed. */
public sealed interface Work
    permits MatrixProduct,
        Convolution,
        ResNetForward,
        CostTableRow,
        MaskRcnnDetection,
        ResNetRewriting,
        ResNetTraining,
        TensorDecomposition {
  /** Short, without blanks: what {@code --only} and JMH's parameters say. */
  String name();

  /** 10^9 floating-point operations of one run, where the work is one operator. */
  OptionalDouble gigaflop();

  /** Prepares the work: weights are drawn, plans compiled. */
  OpenWork open(Backend backend);

  /** All works, in the order of the report. */
  static List<Work> all() {
    return Stream.of(
            Stream.of(new MatrixProduct(512), new MatrixProduct(1024)),
            Convolution.shapes().stream(),
            Stream.of(
                new ResNetForward("resnet18"),
                new ResNetForward("resnet50"),
                new ResNetForward("resnet101"),
                new MaskRcnnDetection(),
                new ResNetTraining()),
            CostTableRow.all().stream(),
            TensorDecomposition.cases().stream(),
            Stream.of(new ResNetRewriting("resnet101")))
        .<Work>flatMap(works -> works)
        .toList();
  }

  /** The work of that name. */
  static Work named(String name) {
    return all().stream()
        .filter(work -> work.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("benchmark: there is no work '" + name + "'"));
  }
}
