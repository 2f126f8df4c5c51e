package org.tucana.bench.work;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.tucana.core.Backend;

/** Something worth timing, in the way a user would have it computed. */
public sealed interface Work permits MatrixProduct, CostTableRow, ResNetTraining, DeviceWork {
  /** Short, without blanks: what {@code --only} and JMH's parameters say. */
  String name();

  /** 10^9 floating-point operations of one run, where the work is one operator. */
  OptionalDouble gigaflop();

  /** Prepares the work: weights are drawn, plans compiled. */
  OpenWork open(Backend backend);

  /** The works of the processor, in the order of the report. */
  static List<Work> all() {
    return Stream.of(
            Stream.of(new MatrixProduct(512), new MatrixProduct(1024)),
            Convolution.shapes().stream(),
            Stream.of(
                new ResNetForward("resnet18"),
                new ResNetForward("resnet50"),
                new ResNetForward("resnet101"),
                new MaskRcnnDetection(256, 256),
                new ResNetTraining()),
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
