package org.tucana.core.op;

import java.util.List;
import java.util.stream.Stream;
import org.tucana.core.Constant;
import org.tucana.core.CoreOperators;
import org.tucana.core.SliceGradient;
import org.tucana.core.type.TensorType;

/** At least one case of every operator there is; see {@link OperatorCoverageTest}. */
final class OperatorCases {
  private OperatorCases() {}

  static List<OperatorCase> all() {
    Stream<OperatorCase> core =
        Stream.of(
            OperatorCase.given("", new Constant(TensorType.float32(2), 3)),
            OperatorCase.given("", new SliceGradient(1, 1, 5), Argument.smooth(2, 3)),
            OperatorCase.given(
                "", CoreOperators.accumulate(), Argument.smooth(2), Argument.smooth(2)));
    return Stream.of(core, PointwiseCases.all().stream(), NetworkCases.all().stream())
        .flatMap(s -> s)
        .toList();
  }
}
