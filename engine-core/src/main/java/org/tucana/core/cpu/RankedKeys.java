package org.tucana.core.cpu;

/**
 * Selects and sorts keys in falling order, NaN first, equal keys by rising place. Places are
 * distinct, so the order is total and the result does not depend on how it is found.
 */
final class RankedKeys {
  private static final int SMALL = 24;

  private RankedKeys() {}

  /**
   * Brings the {@code k} first of {@code n} keys to the front, in order.
   *
   * @param keys the keys; permuted
   * @param places receives for each key where it stood
   */
  static void largest(double[] keys, int[] places, int n, int k) {
    for (int i = 0; i < n; i++) {
      places[i] = i;
    }
    int from = 0;
    int to = n;
    while (to - from > SMALL && k > from && k < to) {
      int split = partition(keys, places, from, to);
      if (k <= split) {
        to = split;
      } else {
        from = split;
      }
    }
    sort(keys, places, 0, k <= from ? k : to);
  }

  private static void sort(double[] keys, int[] places, int first, int end) {
    int from = first;
    int to = end;
    while (to - from > SMALL) {
      int split = partition(keys, places, from, to);
      if (split - from < to - split) {
        sort(keys, places, from, split);
        from = split;
      } else {
        sort(keys, places, split, to);
        to = split;
      }
    }
    for (int i = from + 1; i < to; i++) {
      double key = keys[i];
      int place = places[i];
      int j = i - 1;
      while (j >= from && precedes(key, place, keys[j], places[j])) {
        keys[j + 1] = keys[j];
        places[j + 1] = places[j];
        j--;
      }
      keys[j + 1] = key;
      places[j + 1] = place;
    }
  }

  /**
   * Puts keys that precede a pivot before the others; both sides are not empty. The pivot is the
   * median of the first, middle and last key.
   *
   * @return where the second side begins
   */
  private static int partition(double[] keys, int[] places, int from, int to) {
    int pivot = median(keys, places, from, from + (to - from) / 2, to - 1);
    double pivotKey = keys[pivot];
    int pivotPlace = places[pivot];
    int i = from - 1;
    int j = to;
    while (true) {
      do {
        i++;
      } while (precedes(keys[i], places[i], pivotKey, pivotPlace));
      do {
        j--;
      } while (precedes(pivotKey, pivotPlace, keys[j], places[j]));
      if (i >= j) {
        return Math.max(i, from + 1);
      }
      double key = keys[i];
      keys[i] = keys[j];
      keys[j] = key;
      int place = places[i];
      places[i] = places[j];
      places[j] = place;
    }
  }

  private static int median(double[] keys, int[] places, int a, int b, int c) {
    boolean ab = precedes(keys[a], places[a], keys[b], places[b]);
    boolean bc = precedes(keys[b], places[b], keys[c], places[c]);
    boolean ac = precedes(keys[a], places[a], keys[c], places[c]);
    if (ab == bc) {
      return b;
    }
    return ab == ac ? c : a;
  }

  private static boolean precedes(double a, int aPlace, double b, int bPlace) {
    if (a > b) {
      return true;
    }
    if (a < b) {
      return false;
    }
    boolean aNan = Double.isNaN(a);
    if (aNan != Double.isNaN(b)) {
      return aNan;
    }
    return aPlace < bPlace;
  }
}
