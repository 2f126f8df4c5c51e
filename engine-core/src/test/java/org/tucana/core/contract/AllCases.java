package org.tucana.core.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cases of every family, by the family's name. */
final class AllCases {
  private AllCases() {}

  static Map<String, List<KernelCase>> byFamily() {
    Map<String, List<KernelCase>> all = new LinkedHashMap<>();
    all.put("Pointwise", PointwiseCases.all());
    all.put("Reduction", ReductionCases.all());
    all.put("Matmul", MatmulCases.all());
    all.put("Convolution", ConvolutionCases.all());
    all.put("Normalization", NormalizationCases.all());
    all.put("Pooling", PoolingCases.all());
    all.put("Indexing", IndexingCases.all());
    all.put("Resize", ResizeCases.all());
    all.put("Loss", LossCases.all());
    all.put("Region", RegionCases.all());
    all.put("Optimizer", OptimizerCases.all());
    return all;
  }
}
