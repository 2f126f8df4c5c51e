package org.tucana.bench.work;

import org.tucana.core.Cost;
import org.tucana.core.Program;
import org.tucana.nn.cost.OperatorCost;
import org.tucana.nn.cost.Operators;

/**
 * What a part of a work takes by the plain formulas, however it is computed: Winograd's transforms
 * may need fewer operations, so that a rate can pass the machine's peak.
 *
 * @param gigaflop 10^9 additions and multiplications
 * @param gigabytes 10^9 bytes of operands and results, each counted once an operator
 */
public record Effort(double gigaflop, double gigabytes) {
  /** The products and convolutions of a program, which do so many parts at once. */
  static Effort of(Program program, int parts) {
    Cost products =
        Operators.count(program).operators().stream()
            .map(OperatorCost::cost)
            .filter(cost -> cost.macs() > 0)
            .reduce(Cost.NONE, Cost::plus);
    return new Effort(2e-9 * products.macs() / parts, 1e-9 * products.bytes() / parts);
  }

  /** Operations a byte. */
  public double intensity() {
    return gigaflop / gigabytes;
  }

  Effort times(double factor) {
    return new Effort(gigaflop * factor, gigabytes * factor);
  }

  Effort plus(Effort other) {
    return new Effort(gigaflop + other.gigaflop, gigabytes + other.gigabytes);
  }
}
