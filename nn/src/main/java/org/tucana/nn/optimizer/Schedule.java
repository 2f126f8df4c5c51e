package org.tucana.nn.optimizer;

import java.util.List;

/**
 * The learning rate's factor at each step, counted from 0: a pure function of the step, so that a
 * resumed run goes on as if it had not stopped.
 */
public sealed interface Schedule {
  double factor(long step);

  /** Always 1. */
  record Constant() implements Schedule {
    @Override
    public double factor(long step) {
      return 1;
    }
  }

  /**
   * Multiplied by {@code gamma} at each milestone.
   *
   * @param milestones rising steps at which the factor falls
   */
  record Step(List<Long> milestones, double gamma) implements Schedule {
    public Step {
      milestones = List.copyOf(milestones);
      check(milestones.stream().allMatch(m -> m >= 0) && gamma > 0, "milestones and gamma");
    }

    @Override
    public double factor(long step) {
      double factor = 1;
      for (long milestone : milestones) {
        if (step >= milestone) {
          factor *= gamma;
        }
      }
      return factor;
    }
  }

  /**
   * One factor after the other, each for some steps; the last one stays.
   *
   * @param pieces in their order, at least one
   */
  record Pieces(List<Piece> pieces) implements Schedule {
    /**
     * A factor.
     *
     * @param steps how long it holds
     */
    public record Piece(long steps, double factor) {
      public Piece {
        check(steps >= 0 && factor >= 0, "steps and factor");
      }
    }

    public Pieces {
      pieces = List.copyOf(pieces);
      if (pieces.isEmpty()) {
        throw new IllegalArgumentException("schedule: at least one piece wanted");
      }
    }

    @Override
    public double factor(long step) {
      long end = 0;
      for (Piece piece : pieces) {
        end += piece.steps();
        if (step < end) {
          return piece.factor();
        }
      }
      return pieces.getLast().factor();
    }
  }

  /**
   * Half a cosine from 1 down to {@code last} (Loshchilov and Hutter, "SGDR", ICLR 2017, equation
   * 5), then constant.
   *
   * @param steps length of the fall
   * @param last the factor at its end
   */
  record Cosine(long steps, double last) implements Schedule {
    public Cosine {
      check(steps > 0 && last >= 0, "steps and last factor");
    }

    @Override
    public double factor(long step) {
      double progress = Math.min(step, steps) / (double) steps;
      return last + (1 - last) * (1 + StrictMath.cos(Math.PI * progress)) / 2;
    }
  }

  /**
   * Rises linearly from {@code first} to 1 over the first steps, times what follows; {@code after}
   * counts from step 0 too.
   *
   * @param steps length of the rise
   * @param first the factor at step 0
   */
  record Warmup(long steps, double first, Schedule after) implements Schedule {
    public Warmup {
      check(steps >= 0 && first >= 0, "steps and first factor");
    }

    @Override
    public double factor(long step) {
      double rise = step >= steps ? 1 : first + (1 - first) * step / steps;
      return rise * after.factor(step);
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("schedule: " + what + " must not be negative");
    }
  }
}
