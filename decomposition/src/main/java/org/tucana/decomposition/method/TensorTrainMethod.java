package org.tucana.decomposition.method;

import java.util.List;
import java.util.OptionalDouble;
import org.tucana.core.Tensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.train.TensorTrainSvd;

/** {@link TensorTrainSvd} for {@code --method tt}: a single rank is the largest of all. */
public final class TensorTrainMethod implements DecompositionMethod {
  @Override
  public String name() {
    return "tt";
  }

  @Override
  public boolean iterates() {
    return false;
  }

  @Override
  public Decomposition decompose(Tensor x, DecompositionRequest request) {
    RequestReader reader = RequestReader.ofDirect(name(), request);
    OptionalDouble error = reader.errorBound();
    if (error.isPresent()) {
      return TensorTrainSvd.decompose(x, error.getAsDouble());
    }
    List<Integer> ranks = reader.ranks();
    return TensorTrainSvd.decompose(
        x, ranks.size() == 1 ? TensorTrainSvd.ranksOfLargest(x.shape(), ranks.getFirst()) : ranks);
  }
}
