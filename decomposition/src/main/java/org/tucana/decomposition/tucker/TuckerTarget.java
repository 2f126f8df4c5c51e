package org.tucana.decomposition.tucker;

import java.util.List;

/** What a Tucker decomposition is to reach: ranks, or an error bound. */
public sealed interface TuckerTarget permits TuckerRanks, TuckerErrorBound {
  /** The modes to compress in the order to work on them, from 0; empty means all in their order. */
  List<Integer> modes();
}
