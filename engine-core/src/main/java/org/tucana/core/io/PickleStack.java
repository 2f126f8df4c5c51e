package org.tucana.core.io;

import java.util.Arrays;
import java.util.List;
import org.tucana.core.type.FormatException;

/** The objects that a pickle works on: a stack with marks, and the memo of those used again. */
final class PickleStack {
  private static final int REFERENCE_BYTES = 8;
  private static final int LIST_BYTES = 64;
  private static final int FIRST_LENGTH = 64;

  private final PickleCursor cursor;
  private final Allowance allowance;
  private Pickled[] objects = {};
  private int height;
  private int[] marks = {};
  private int markCount;
  private Pickled[] memo = {};
  private int memoized;

  /**
   * @param cursor what says where something is wrong
   * @param allowance of memory for the stack and lists of its objects
   */
  PickleStack(PickleCursor cursor, Allowance allowance) {
    this.cursor = cursor;
    this.allowance = allowance;
  }

  int height() {
    return height;
  }

  void push(Pickled value) {
    if (height == objects.length) {
      objects = Arrays.copyOf(objects, grown(height));
    }
    objects[height++] = value;
  }

  Pickled pop() {
    require(1);
    return objects[--height];
  }

  Pickled top() {
    require(1);
    return objects[height - 1];
  }

  /** Takes the uppermost objects, the lowest of them first. */
  List<Pickled> pop(int count) {
    require(count);
    allowance.take(LIST_BYTES + (long) count * REFERENCE_BYTES);
    height -= count;
    return List.of(Arrays.copyOfRange(objects, height, height + count));
  }

  void mark() {
    if (markCount == marks.length) {
      marks = Arrays.copyOf(marks, grown(markCount));
    }
    marks[markCount++] = height;
  }

  /** Takes the objects above the last mark, and the mark. */
  List<Pickled> popToMark() {
    if (markCount == 0) {
      throw fault("goes back to a mark that was not set");
    }
    return pop(height - marks[--markCount]);
  }

  /** Refuses to take objects that lie below the last mark. */
  private void require(int count) {
    int floor = markCount == 0 ? 0 : marks[markCount - 1];
    if (height - floor < count) {
      throw fault("takes more objects than there are");
    }
  }

  Pickled kept(long index) {
    if (index >= memoized) {
      throw fault("asks for object " + index + " of the " + memoized + " that it kept");
    }
    return memo[(int) index];
  }

  /** Keeps the uppermost object under the next number. */
  void keep() {
    keep(memoized);
  }

  /** Keeps the uppermost object; writers count up, so that no number is skipped. */
  void keep(long index) {
    if (index > memoized) {
      throw fault("keeps object " + index + ", expected at most number " + memoized);
    }
    if (index == memo.length) {
      memo = Arrays.copyOf(memo, grown(memo.length));
    }
    memo[(int) index] = top();
    memoized = Math.max(memoized, (int) index + 1);
  }

  /** The new length of an array that is full with {@code count}. */
  private int grown(int count) {
    int length = Math.max(FIRST_LENGTH, count + count / 2);
    allowance.take((long) length * REFERENCE_BYTES);
    return length;
  }

  private FormatException fault(String what) {
    return cursor.fault(what);
  }
}
