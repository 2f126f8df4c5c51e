package org.tucana.gpucheck;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.tucana.core.Backends;

/** Leaves out classes of tests where the backend cuda cannot start, and says why. */
public final class DeviceCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled("its class is not left out");
    }
    return Backends.diagnoses()
        .get("cuda")
        .offBecause()
        .map(reason -> ConditionEvaluationResult.disabled("skipped: " + reason))
        .orElseGet(() -> ConditionEvaluationResult.enabled("there is a device"));
  }
}
