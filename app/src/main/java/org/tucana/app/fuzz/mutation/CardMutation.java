package org.tucana.app.fuzz.mutation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Changes of the cards of a FITS file, which stay 80 characters long and in their blocks. */
public enum CardMutation implements Mutation {
  /** Another number in a card. */
  NUMBER,
  /** A card of a good file's header in the place of one. */
  COPY,
  /** Two cards in each other's place. */
  SWAP,
  /** A card without anything. */
  BLANK,
  /** A card taken out, those after it moved up. */
  REMOVE,
  /** One character of a card, printable. */
  CHARACTER;

  /** All of them. */
  public static final List<Mutation> ALL = List.of(values());

  private static final int CARD = 80;
  private static final int BLOCK = 36 * CARD;
  private static final byte[] END = "END     ".getBytes(StandardCharsets.US_ASCII);

  @Override
  public byte[] apply(byte[] file, Dice dice) {
    List<Integer> cards = cards(file);
    if (cards.isEmpty()) {
      return file.clone();
    }
    int at = dice.pick(cards);
    byte[] changed = file.clone();
    switch (this) {
      case NUMBER -> put(NumberMutation.RIGHT_JUSTIFIED.apply(card(file, at), dice), changed, at);
      case COPY -> {
        byte[] good = dice.goodFile();
        // Packed ones show no cards.
        byte[] donor = cards(good).isEmpty() ? file : good;
        put(card(donor, dice.pick(cards(donor))), changed, at);
      }
      case SWAP -> {
        int other = dice.pick(cards);
        put(card(file, other), changed, at);
        put(card(file, at), changed, other);
      }
      case BLANK -> Arrays.fill(changed, at, at + CARD, (byte) ' ');
      case REMOVE -> {
        int end = at;
        while (cards.contains(end + CARD)) {
          end += CARD;
        }
        System.arraycopy(file, at + CARD, changed, at, end - at);
        Arrays.fill(changed, end, end + CARD, (byte) ' ');
      }
      case CHARACTER -> changed[at + dice.below(CARD)] = (byte) (' ' + dice.below('~' - ' ' + 1));
    }
    return changed;
  }

  private static byte[] card(byte[] file, int at) {
    return Arrays.copyOfRange(file, at, at + CARD);
  }

  private static void put(byte[] card, byte[] file, int at) {
    System.arraycopy(card, 0, file, at, CARD);
  }

  /** Where the cards of all headers begin, END included. */
  private static List<Integer> cards(byte[] file) {
    List<Integer> cards = new ArrayList<>();
    boolean header = false;
    for (int at = 0; at + CARD <= file.length; at += CARD) {
      header |= at % BLOCK == 0 && (starts(file, at, "SIMPLE  =") || starts(file, at, "XTENSION="));
      if (header) {
        cards.add(at);
        header = !Arrays.equals(file, at, at + END.length, END, 0, END.length);
      }
    }
    return cards;
  }

  private static boolean starts(byte[] file, int at, String text) {
    return new String(file, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
  }
}
