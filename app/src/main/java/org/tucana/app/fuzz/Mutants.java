package org.tucana.app.fuzz;

import java.util.List;
import org.tucana.app.fuzz.mutation.ByteMutation;
import org.tucana.app.fuzz.mutation.Dice;
import org.tucana.app.fuzz.mutation.Mutation;
import org.tucana.core.type.RandomKey;

/**
 * The damaged files of a target: each is a good one after one to eight changes, found by its number
 * without those before it.
 *
 * @param target whose good files they are made of
 * @param seed with the target's name and a file's number the key of all choices
 */
record Mutants(FuzzTarget target, long seed) {
  private static final int MOST_CHANGES = 8;

  byte[] file(long index) {
    Dice dice =
        new Dice(new RandomKey(seed, "fuzz " + target.name(), index).stream(), target.goodFiles());
    byte[] file = dice.goodFile();
    int changes = 0;
    do {
      boolean structured = !target.mutations().isEmpty() && dice.coin();
      List<Mutation> choices = structured ? target.mutations() : ByteMutation.ALL;
      file = dice.pick(choices).apply(file, dice);
      changes++;
    } while (changes < MOST_CHANGES && dice.coin());
    return file;
  }
}
