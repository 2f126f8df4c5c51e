package org.tucana.app.fuzz.mutation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Changes of a JSON text that mostly leave it JSON: whole values, or keys, are moved about. */
public enum JsonMutation implements Mutation {
  /** A value of another kind in the place of one. */
  REPLACE,
  /** A value of the same file in the place of another. */
  COPY,
  /** A value twice, with a comma between. */
  REPEAT,
  /** A value taken out with the comma after it. */
  REMOVE,
  /** A value put into lists, one or thousands deep. */
  NEST,
  /** A change of the JSON within a text. */
  INNER;

  /** All of them. */
  public static final List<Mutation> ALL = List.of(values());

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\"text\"",
          "\"\\u0000\\u001b[2J\\n\"",
          "\"\\ud800\"",
          "0",
          "-1",
          "1.5",
          "1e400",
          "2147483648",
          "-9223372036854775809",
          "1e999999999",
          "[0,0]",
          "[[[]]]",
          "{\"size\":[1,1],\"counts\":[0,1]}");
  private static final int DEEP = 5_000;

  /** Where a value or a key stands. */
  private record Span(int from, int to) {}

  @Override
  public byte[] apply(byte[] file, Dice dice) {
    List<Span> spans = spans(file);
    if (spans.isEmpty()) {
      return file.clone();
    }
    Span span = dice.pick(spans);
    byte[] value = Arrays.copyOfRange(file, span.from, span.to);
    return switch (this) {
      case REPLACE -> Bytes.replaced(file, span.from, span.to, bytes(dice.pick(VALUES)));
      case COPY -> {
        Span other = dice.pick(spans);
        yield Bytes.replaced(
            file, span.from, span.to, Arrays.copyOfRange(file, other.from, other.to));
      }
      case REPEAT -> Bytes.replaced(file, span.to, span.to, Bytes.joined(new byte[] {','}, value));
      case REMOVE -> {
        boolean comma = span.to < file.length && file[span.to] == ',';
        yield Bytes.replaced(file, span.from, comma ? span.to + 1 : span.to, new byte[0]);
      }
      case NEST -> {
        int depth = dice.below(8) == 0 ? DEEP : 1 + dice.below(3);
        byte[] open = bytes("[".repeat(depth));
        byte[] close = bytes("]".repeat(depth));
        yield Bytes.replaced(
            file, span.from, span.to, Bytes.joined(Bytes.joined(open, value), close));
      }
      case INNER -> {
        List<Span> texts = spans.stream().filter(text -> holdsJson(file, text)).toList();
        if (texts.isEmpty()) {
          yield file.clone();
        }
        Span text = dice.pick(texts);
        byte[] plain = unescaped(Arrays.copyOfRange(file, text.from + 1, text.to - 1));
        Mutation change = dice.pick(List.of(REPLACE, COPY, REPEAT, REMOVE, NEST));
        yield Bytes.replaced(file, text.from + 1, text.to - 1, escaped(change.apply(plain, dice)));
      }
    };
  }

  private static boolean holdsJson(byte[] file, Span span) {
    return span.to - span.from > 3
        && file[span.from] == '"'
        && (file[span.from + 1] == '{' || file[span.from + 1] == '[');
  }

  private static byte[] unescaped(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1)
        .replaceAll("\\\\(.)", "$1")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] escaped(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1)
        .replaceAll("[\"\\\\]", "\\\\$0")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Texts, numbers, words, lists and objects of a file that may be damaged already. */
  private static List<Span> spans(byte[] file) {
    List<Span> spans = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>();
    int at = 0;
    while (at < file.length) {
      int end = at + 1;
      switch (file[at]) {
        case '{', '[' -> open.push(at);
        case '}', ']' -> {
          if (!open.isEmpty()) {
            spans.add(new Span(open.pop(), end));
          }
        }
        case '"' -> {
          while (end < file.length && file[end] != '"') {
            end += file[end] == '\\' ? 2 : 1;
          }
          end = Math.min(file.length, end + 1);
          spans.add(new Span(at, end));
        }
        default -> {
          if (isWord(file[at])) {
            while (end < file.length && isWord(file[end])) {
              end++;
            }
            spans.add(new Span(at, end));
          }
        }
      }
      at = end;
    }
    return spans;
  }

  private static boolean isWord(byte b) {
    return (b >= '0' && b <= '9')
        || (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || b == '-'
        || b == '+'
        || b == '.';
  }
}
