package org.tucana.astro.threshold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tree that an object's light forms when the threshold falls from its peak: parts appear, grow
 * and meet. Where two or more that hold enough light meet, each is an object of its own (Bertin and
 * Arnouts 1996).
 */
final class BranchTree {
  private final Grid grid;
  private final Levels levels;
  private final int minimumArea;
  private final double leastLight;

  /** Union-find over the pixels; {@link Grid#NONE} at those still below the threshold. */
  private final int[] parent;

  private final int[] area;
  private final double[] light;
  private final int[] group;

  /** What connected pixels above a threshold were found to consist of; nothing while undivided. */
  private record Branch(int pixel, int area, double light, List<Core> cores) {}

  /**
   * The heart of one object: what is connected with a pixel at and above a level.
   *
   * @param pixel position in the object's list
   * @param level number of a threshold
   */
  record Core(int pixel, int level) {}

  private BranchTree(
      Grid grid, Levels levels, float[] pixelLight, int minimumArea, double leastLight) {
    this.grid = grid;
    this.levels = levels;
    this.minimumArea = minimumArea;
    this.leastLight = leastLight;
    int n = pixelLight.length;
    parent = new int[n];
    Arrays.fill(parent, Grid.NONE);
    area = new int[n];
    light = new double[n];
    for (int i = 0; i < n; i++) {
      light[i] = pixelLight[i];
    }
    group = new int[n];
    Arrays.fill(group, Grid.NONE);
  }

  /**
   * The cores of the objects that a connected object consists of.
   *
   * @param grid holds the object
   * @param levels its pixels by level
   * @param light brightness of each of its pixels
   * @param minimumArea fewest pixels of a branch that counts
   * @param contrast share of the whole light that it needs above its threshold
   * @return none where it is one object, otherwise at least two
   */
  static List<Core> cores(
      Grid grid, Levels levels, float[] light, int minimumArea, double contrast) {
    double whole = 0;
    for (float l : light) {
      whole += l;
    }
    BranchTree tree = new BranchTree(grid, levels, light, minimumArea, contrast * whole);
    List<Branch> branches = List.of();
    for (int k = levels.count() - 1; k >= 0; k--) {
      tree.raise(k);
      branches = tree.branches(k, branches);
    }
    return branches.stream().flatMap(b -> b.cores.stream()).toList();
  }

  /** Adds the pixels of a level and joins them with their neighbours. */
  private void raise(int k) {
    for (int i = levels.start()[k]; i < levels.start()[k + 1]; i++) {
      int pixel = levels.order()[i];
      parent[pixel] = pixel;
      area[pixel] = 1;
      for (int d = 0; d < Grid.DIRECTIONS; d++) {
        int other = grid.beside(pixel, d);
        if (other != Grid.NONE && parent[other] != Grid.NONE) {
          join(root(pixel), root(other));
        }
      }
    }
  }

  private int root(int pixel) {
    int at = pixel;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  private void join(int one, int other) {
    if (one == other) {
      return;
    }
    int large = area[one] >= area[other] ? one : other;
    int small = large == one ? other : one;
    parent[small] = large;
    area[large] += area[small];
    light[large] += light[small];
  }

  /** The branches at a level, each made of branches of the level above and of new pixels. */
  private List<Branch> branches(int k, List<Branch> above) {
    List<Integer> roots = new ArrayList<>();
    List<List<Branch>> children = new ArrayList<>();
    for (Branch branch : above) {
      children.get(groupOf(branch.pixel, roots, children)).add(branch);
    }
    for (int i = levels.start()[k]; i < levels.start()[k + 1]; i++) {
      groupOf(levels.order()[i], roots, children);
    }
    List<Branch> branches = new ArrayList<>(roots.size());
    for (int g = 0; g < roots.size(); g++) {
      int root = roots.get(g);
      group[root] = Grid.NONE;
      branches.add(new Branch(root, area[root], light[root], cores(children.get(g), k + 1)));
    }
    return branches;
  }

  private int groupOf(int pixel, List<Integer> roots, List<List<Branch>> children) {
    int root = root(pixel);
    if (group[root] == Grid.NONE) {
      group[root] = roots.size();
      roots.add(root);
      children.add(new ArrayList<>(1));
    }
    return group[root];
  }

  /** What the branches that meet below level {@code k} consist of. */
  private List<Core> cores(List<Branch> meeting, int k) {
    if (meeting.size() == 1) {
      return meeting.getFirst().cores;
    }
    List<Core> cores = new ArrayList<>();
    List<Branch> strong = new ArrayList<>();
    for (Branch branch : meeting) {
      cores.addAll(branch.cores);
      if (branch.area >= minimumArea
          && branch.light - levels.floor()[k] * branch.area > leastLight) {
        strong.add(branch);
      }
    }
    if (strong.size() > 1) {
      strong.stream().filter(b -> b.cores.isEmpty()).forEach(b -> cores.add(new Core(b.pixel, k)));
    }
    return cores;
  }
}
