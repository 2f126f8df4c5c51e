package org.tucana.detection.tiling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.MaskCrop;
import org.tucana.detection.structure.PictureSize;

/** What a faultless detector would say of each tile is merged into what it would say of all. */
class TileMergeTest {
  private static final PictureSize FIELD = new PictureSize(300, 420);
  private static final Tiling TILING = new Tiling(128, 48);

  /** An ellipse. */
  private record Galaxy(double x, double y, double radiusX, double radiusY, int label) {
    boolean covers(int row, int column) {
      double dx = (column + 0.5 - x) / radiusX;
      double dy = (row + 0.5 - y) / radiusY;
      return dx * dx + dy * dy <= 1;
    }
  }

  /** The part of a galaxy that a tile shows, if it is at least four pixels. */
  private static List<TileObject> seen(Galaxy galaxy, Tile tile, float score) {
    int x1 = Integer.MAX_VALUE;
    int y1 = Integer.MAX_VALUE;
    int x2 = 0;
    int y2 = 0;
    int area = 0;
    for (int row = tile.top(); row < tile.top() + tile.height(); row++) {
      for (int column = tile.left(); column < tile.left() + tile.width(); column++) {
        if (galaxy.covers(row, column)) {
          x1 = Math.min(x1, column);
          y1 = Math.min(y1, row);
          x2 = Math.max(x2, column + 1);
          y2 = Math.max(y2, row + 1);
          area++;
        }
      }
    }
    if (area < 4) {
      return List.of();
    }
    float[] mask = new float[(y2 - y1) * (x2 - x1)];
    for (int row = y1; row < y2; row++) {
      for (int column = x1; column < x2; column++) {
        mask[(row - y1) * (x2 - x1) + column - x1] = galaxy.covers(row, column) ? 0.9f : 0.1f;
      }
    }
    MaskCrop crop = new MaskCrop(FIELD, x1, y1, y2 - y1, x2 - x1, mask);
    return List.of(new TileObject(tile, new Box(x1, y1, x2, y2), galaxy.label(), score, crop));
  }

  private static List<TileMerge.Merged> tiled(List<Galaxy> galaxies, Tiling tiling, long seed) {
    Philox random = new RandomKey(seed, "scores", 0).stream();
    List<Tile> tiles = tiling.tiles(FIELD);
    List<TileObject> found = new ArrayList<>();
    for (Tile tile : tiles) {
      for (Galaxy galaxy : galaxies) {
        found.addAll(seen(galaxy, tile, (float) random.nextDouble(0.5, 1)));
      }
    }
    return TileMerge.merge(tiles, found);
  }

  private static void assertSame(List<Galaxy> galaxies, long seed) {
    List<TileMerge.Merged> whole = tiled(galaxies, Tiling.none(), seed);
    List<TileMerge.Merged> merged = tiled(galaxies, TILING, seed);
    assertEquals(whole.size(), merged.size());
    for (TileMerge.Merged expected : whole) {
      long same =
          merged.stream()
              .filter(m ->
                  m.box().equals(expected.box())
                      && m.label() == expected.label()
                      && m.mask().toRunLength().equals(expected.mask().toRunLength()))
              .count();
      assertEquals(1, same, "object at " + expected.box());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void smallGalaxiesAreNeitherDoubledNorCut(long seed) {
    Philox random = new RandomKey(seed, "field", 0).stream();
    List<Galaxy> galaxies = new ArrayList<>();
    while (galaxies.size() < 40) {
      double radiusX = random.nextDouble(2, 21);
      double radiusY = random.nextDouble(2, 21);
      Galaxy galaxy =
          new Galaxy(
              random.nextDouble(0, FIELD.width()),
              random.nextDouble(0, FIELD.height()),
              radiusX,
              radiusY,
              1 + random.nextInt(4));
      if (galaxies.stream().allMatch(g -> apart(g, galaxy)) && !seenWhole(galaxy).isEmpty()) {
        galaxies.add(galaxy);
      }
    }
    assertSame(galaxies, seed);
  }

  private static List<TileObject> seenWhole(Galaxy galaxy) {
    return seen(galaxy, Tiling.none().tiles(FIELD).getFirst(), 1);
  }

  private static boolean apart(Galaxy a, Galaxy b) {
    return Math.abs(a.x() - b.x()) > a.radiusX() + b.radiusX()
        || Math.abs(a.y() - b.y()) > a.radiusY() + b.radiusY();
  }

  @Test
  void aGalaxyLargerThanATileIsJoinedFromItsParts() {
    assertSame(List.of(new Galaxy(210, 150, 120, 90, 3)), 1);
    assertSame(List.of(new Galaxy(128, 90, 50, 60, 2), new Galaxy(330, 200, 60, 40, 1)), 2);
  }

  @Test
  void aSmallGalaxyInFrontOfALargeOneStays() {
    assertSame(List.of(new Galaxy(210, 150, 120, 90, 3), new Galaxy(200, 140, 8, 6, 1)), 3);
  }

  @Test
  void twoAnswersOfOneTileStayTwo() {
    Tile tile = Tiling.none().tiles(FIELD).getFirst();
    List<TileObject> both = new ArrayList<>(seen(new Galaxy(50, 50, 10, 10, 1), tile, 0.9f));
    both.addAll(seen(new Galaxy(50, 50, 10, 10, 2), tile, 0.6f));
    List<TileMerge.Merged> merged = TileMerge.merge(List.of(tile), both);
    assertEquals(2, merged.size());
    assertTrue(merged.get(0).score() > merged.get(1).score());
  }

  @Test
  void theSurerOfTwoTilesDecidesAboutTheClass() {
    List<Tile> tiles = new Tiling(128, 100).tiles(new PictureSize(128, 156));
    Galaxy galaxy = new Galaxy(78, 64, 20, 20, 1);
    List<TileObject> found = new ArrayList<>();
    PictureSize size = new PictureSize(128, 156);
    for (int t = 0; t < 2; t++) {
      TileObject seen = seen(galaxy, tiles.get(t), 0.6f + 0.1f * t).getFirst();
      MaskCrop mask = seen.mask();
      found.add(
          new TileObject(
              seen.tile(),
              seen.box(),
              1 + t,
              seen.score(),
              new MaskCrop(
                  size, mask.x(), mask.y(), mask.height(), mask.width(), mask.probabilities())));
    }
    List<TileMerge.Merged> merged = TileMerge.merge(tiles, found);
    assertEquals(1, merged.size());
    assertEquals(2, merged.getFirst().label());
  }

  @Test
  void nothingFoundIsNothingMerged() {
    assertEquals(List.of(), TileMerge.merge(TILING.tiles(FIELD), List.of()));
  }
}
