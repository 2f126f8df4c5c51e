package org.tucana.decomposition.rewrite;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.tucana.core.type.HostTensor;

/**
 * A weight as factors.
 *
 * @param values the state of the factorised layer, by the names within it: {@code 0.weight}
 * @param relativeError of the weight that they stand for
 */
record FactoredWeight(SequencedMap<String, HostTensor> values, double relativeError) {
  FactoredWeight {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }
}
