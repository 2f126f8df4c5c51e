package org.tucana.app.fuzz.mutation;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One of a format's own words put in or written over what stands there.
 *
 * @param words each character one byte
 */
public record WordMutation(List<String> words) implements Mutation {
  public WordMutation {
    words = List.copyOf(words);
  }

  @Override
  public byte[] apply(byte[] file, Dice dice) {
    byte[] word = dice.pick(words).getBytes(StandardCharsets.ISO_8859_1);
    int at = dice.below(file.length + 1);
    int to = dice.coin() ? at : Math.min(file.length, at + word.length);
    return Bytes.replaced(file, at, to, word);
  }
}
