package org.tucana.core.cpu;

import org.tucana.core.host.HostStorage;
import org.tucana.core.host.StridedWalk;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;

/** Turns the epilogue of the kernel contract into the one that tiles are stored with. */
final class Epilogues {
  private Epilogues() {}

  /** The channels of the bias are the rows of the product, as in a convolution. */
  static TileEpilogue overRows(Epilogue epilogue, Operand result, Workspace workspace) {
    TileEpilogue steps = common(epilogue, result, workspace);
    return epilogue
        .bias()
        .map(bias -> dense(bias, workspace))
        .map(bias -> steps.withRowBias(HostStorage.floats(bias), bias.offset()))
        .orElse(steps);
  }

  /** The channels of the bias are the columns of the product, as in a linear layer. */
  static TileEpilogue overColumns(Epilogue epilogue, Operand result, Workspace workspace) {
    TileEpilogue steps = common(epilogue, result, workspace);
    return epilogue
        .bias()
        .map(bias -> dense(bias, workspace))
        .map(bias -> steps.withColumnBias(HostStorage.floats(bias), bias.offset()))
        .orElse(steps);
  }

  private static TileEpilogue common(Epilogue epilogue, Operand result, Workspace workspace) {
    TileEpilogue steps = epilogue.relu() ? TileEpilogue.NONE.withRelu() : TileEpilogue.NONE;
    return epilogue
        .residual()
        .map(residual -> dense(residual, workspace))
        .map(residual ->
            steps.withResidual(HostStorage.floats(residual), residual.offset() - result.offset()))
        .orElse(steps);
  }

  /** The operand where it is row-major, else a copy that is. */
  static Operand dense(Operand operand, Workspace workspace) {
    if (operand.isRowMajor()) {
      return operand;
    }
    Operand copy = workspace.scratch(operand.type());
    float[] from = HostStorage.floats(operand);
    float[] to = HostStorage.floats(copy);
    StridedWalk walk = new StridedWalk(operand);
    for (int i = 0; i < operand.elements(); i++) {
      to[copy.offset() + i] = from[walk.next()];
    }
    return copy;
  }
}
