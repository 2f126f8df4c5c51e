package org.tucana.core.io;

import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Python's pickles, protocols 2 to 5, as far as torch writes them. A pickle is a program for
 * a stack machine; this machine knows no instruction that runs code, and takes names from {@link
 * TorchObjects} alone. Instructions are those of Python's {@code pickletools}.
 */
final class Unpickler {
  private static final int PROTO = 0x80;
  private static final int OLDEST_PROTOCOL = 2;
  private static final int NEWEST_PROTOCOL = 5;

  /** What objects take in memory, about. */
  private static final int OBJECT_BYTES = 32;

  private static final int CONTAINER_BYTES = 80;
  private static final int ENTRY_BYTES = 80;
  private static final int ITEM_BYTES = 16;

  private final PickleCursor cursor;
  private final PickleStack stack;
  private final TorchObjects objects;
  private final Allowance allowance;

  private Unpickler(PickleCursor cursor, TorchObjects objects, Allowance allowance) {
    this.cursor = cursor;
    this.stack = new PickleStack(cursor, allowance);
    this.objects = objects;
    this.allowance = allowance;
  }

  /**
   * Reads one pickle.
   *
   * @param cursor at its first byte; afterwards at the first byte behind it
   * @param objects what names in it stand for
   * @param allowance of memory for what it makes
   * @throws org.tucana.core.type.FormatException where it names code or is damaged
   */
  static Pickled read(PickleCursor cursor, TorchObjects objects, Allowance allowance) {
    return new Unpickler(cursor, objects, allowance).run();
  }

  /** Whether bytes begin as a pickle of one of these protocols does. */
  static boolean isPickle(FileBytes file) {
    return file.has(0, 2) && file.unsignedByte(0) == PROTO && isKnown(file.unsignedByte(1));
  }

  private static boolean isKnown(int protocol) {
    return protocol >= OLDEST_PROTOCOL && protocol <= NEWEST_PROTOCOL;
  }

  private Pickled run() {
    int instruction = cursor.unsignedByte();
    while (instruction != '.') {
      execute(instruction);
      instruction = cursor.unsignedByte();
    }
    return stack.pop();
  }

  private void execute(int instruction) {
    switch (instruction) {
      case PROTO -> requireProtocol(cursor.unsignedByte());
      case 0x95 -> cursor.int64(); // FRAME, whose bounds help only those who read in pieces
      case '(' -> stack.mark(); // MARK
      case '0' -> stack.pop(); // POP
      case '1' -> stack.popToMark(); // POP_MARK
      case 'N' -> stack.push(Pickled.Constant.NONE); // NONE
      case 0x88 -> stack.push(Pickled.Constant.TRUE); // NEWTRUE
      case 0x89 -> stack.push(Pickled.Constant.FALSE); // NEWFALSE
      case 'K' -> push(new Pickled.Whole(cursor.unsignedByte())); // BININT1
      case 'M' -> push(new Pickled.Whole(cursor.unsignedShort())); // BININT2
      case 'J' -> push(new Pickled.Whole((int) cursor.unsignedInt())); // BININT
      case 0x8a -> push(integer(cursor.integer(cursor.unsignedByte()))); // LONG1
      case 0x8b -> push(integer(cursor.integer(cursor.unsignedInt()))); // LONG4
      case 'G' -> push(new Pickled.Real(cursor.real())); // BINFLOAT
      case 'X' -> text(cursor.unsignedInt(), StandardCharsets.UTF_8); // BINUNICODE
      case 0x8c -> text(cursor.unsignedByte(), StandardCharsets.UTF_8); // SHORT_BINUNICODE
      case 0x8d -> text(cursor.int64(), StandardCharsets.UTF_8); // BINUNICODE8
      case 'T' -> text(cursor.unsignedInt(), StandardCharsets.ISO_8859_1); // BINSTRING
      case 'U' -> text(cursor.unsignedByte(), StandardCharsets.ISO_8859_1); // SHORT_BINSTRING
      case 'B' -> bytes(cursor.unsignedInt()); // BINBYTES
      case 'C' -> bytes(cursor.unsignedByte()); // SHORT_BINBYTES
      case 0x8e -> bytes(cursor.int64()); // BINBYTES8
      case '}' -> pushContainer(Pickled.Table.empty()); // EMPTY_DICT
      case 's' -> set(stack.pop(2)); // SETITEM
      case 'u' -> set(stack.popToMark()); // SETITEMS
      case ']' -> pushContainer(new Pickled.ListOf(new ArrayList<>())); // EMPTY_LIST
      case 'a' -> append(stack.pop(1)); // APPEND
      case 'e' -> append(stack.popToMark()); // APPENDS
      case ')' -> push(new Pickled.Tuple(List.of())); // EMPTY_TUPLE
      case 0x85 -> push(new Pickled.Tuple(stack.pop(1))); // TUPLE1
      case 0x86 -> push(new Pickled.Tuple(stack.pop(2))); // TUPLE2
      case 0x87 -> push(new Pickled.Tuple(stack.pop(3))); // TUPLE3
      case 't' -> push(new Pickled.Tuple(stack.popToMark())); // TUPLE
      case 'c' -> push(objects.named(cursor.line(), cursor.line())); // GLOBAL
      case 0x93 -> pushNamed(); // STACK_GLOBAL
      case 'R' -> reduce(); // REDUCE
      case 'b' -> build(); // BUILD
      case 'Q' -> push(objects.persistent(stack.pop())); // BINPERSID
      case 'h' -> stack.push(stack.kept(cursor.unsignedByte())); // BINGET
      case 'j' -> stack.push(stack.kept(cursor.unsignedInt())); // LONG_BINGET
      case 'q' -> stack.keep(cursor.unsignedByte()); // BINPUT
      case 'r' -> stack.keep(cursor.unsignedInt()); // LONG_BINPUT
      case 0x94 -> stack.keep(); // MEMOIZE
      case 'i' -> refuseInstance(); // INST
      default ->
          throw cursor.fault(
              String.format("has the instruction 0x%02x, which torch does not write", instruction));
    }
  }

  private void requireProtocol(int protocol) {
    if (!isKnown(protocol)) {
      throw cursor.fault(
          "has protocol " + protocol + ", expected " + OLDEST_PROTOCOL + " to " + NEWEST_PROTOCOL);
    }
  }

  private void push(Pickled value) {
    allowance.take(OBJECT_BYTES);
    stack.push(value);
  }

  private void pushContainer(Pickled value) {
    allowance.take(CONTAINER_BYTES);
    stack.push(value);
  }

  private static Pickled integer(BigInteger value) {
    return value.bitLength() < Long.SIZE
        ? new Pickled.Whole(value.longValue())
        : new Pickled.LargeWhole(value);
  }

  private void text(long length, Charset charset) {
    push(new Pickled.Text(cursor.text(length, charset)));
  }

  private void bytes(long length) {
    cursor.skip(length);
    push(new Pickled.Bytes(length));
  }

  private void set(List<Pickled> items) {
    if (items.size() % 2 != 0 || !(stack.top() instanceof Pickled.Table(var entries))) {
      throw cursor.fault("sets " + items.size() + " keys and values of what may be no dictionary");
    }
    for (int i = 0; i < items.size(); i += 2) {
      allowance.take(ENTRY_BYTES);
      entries.put(objects.key(items.get(i)), items.get(i + 1));
    }
  }

  private void append(List<Pickled> items) {
    if (!(stack.top() instanceof Pickled.ListOf(var list))) {
      throw cursor.fault("appends to something other than a list");
    }
    allowance.take((long) ITEM_BYTES * items.size());
    list.addAll(items);
  }

  private void pushNamed() {
    List<Pickled> names = stack.pop(2);
    if (!(names.getFirst() instanceof Pickled.Text(String module))
        || !(names.getLast() instanceof Pickled.Text(String name))) {
      throw cursor.fault("names a function by something other than texts");
    }
    push(objects.named(module, name));
  }

  private void reduce() {
    Pickled arguments = stack.pop();
    if (!(arguments instanceof Pickled.Tuple(List<Pickled> items))) {
      throw cursor.fault("calls a function with something other than a tuple");
    }
    push(objects.call(stack.pop(), items));
  }

  /**
   * The state of a dictionary, where torch keeps versions of modules, or of an old parameter, which
   * says whether it is trained, is let go.
   */
  private void build() {
    stack.pop();
    switch (stack.top()) {
      case Pickled.Table _, Pickled.View _ -> {}
      default -> throw cursor.fault("sets the state of something that has none");
    }
  }

  /** A class of the allow-list is never made this way, any other is refused by its name. */
  private void refuseInstance() {
    Pickled named = objects.named(cursor.line(), cursor.line());
    throw cursor.fault("makes an instance of " + named + ", expected a call");
  }
}
