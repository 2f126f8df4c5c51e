package org.tucana.core.plan;

import java.util.List;
import org.tucana.core.Op;

/** An operator of a lowered plan that does what several fused steps did. */
public interface StepChain extends Op {
  /** The steps, whose weights the plan folds; each reads what the one before writes. */
  List<FusedStep> stages();
}
