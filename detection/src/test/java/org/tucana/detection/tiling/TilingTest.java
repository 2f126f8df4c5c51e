package org.tucana.detection.tiling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.data.Picture;

class TilingTest {
  @ParameterizedTest
  @CsvSource({"256, 64, 2039, 2345", "100, 30, 257, 100", "64, 63, 70, 66", "32, 0, 65, 64"})
  void tilesCoverThePictureAndOverlapEnough(int size, int overlap, int height, int width) {
    PictureSize picture = new PictureSize(height, width);
    List<Tile> tiles = new Tiling(size, overlap).tiles(picture);
    for (int y = 0; y < height; y++) {
      int row = y;
      assertTrue(tiles.stream().anyMatch(t -> t.top() <= row && row < t.top() + t.height()));
    }
    for (int i = 1; i < tiles.size(); i++) {
      Tile before = tiles.get(i - 1);
      Tile tile = tiles.get(i);
      if (tile.top() == before.top()) {
        assertTrue(before.left() + size - tile.left() >= overlap, before + " " + tile);
      }
    }
    Tile last = tiles.getLast();
    assertEquals(height, last.top() + last.height());
    assertEquals(width, last.left() + last.width());
  }

  @Test
  void aPictureThatFitsIsOneTileAndNotCopied() {
    Picture picture = Picture.black(1, 5, 8);
    List<Tile> tiles = new Tiling(8, 4).tiles(new PictureSize(5, 8));
    assertEquals(List.of(new Tile(new PictureSize(5, 8), 0, 0, 5, 8)), tiles);
    assertEquals(picture, tiles.getFirst().cut(picture));
    assertEquals(1, Tiling.none().tiles(new PictureSize(60_000, 10)).size());
  }

  @Test
  void aTileAroundAPixelStaysWithinThePicture() {
    Tiling tiling = new Tiling(8, 4);
    PictureSize picture = new PictureSize(20, 30);
    assertEquals(new Tile(picture, 11, 6, 8, 8), tiling.around(picture, 15, 10));
    assertEquals(new Tile(picture, 0, 12, 8, 8), tiling.around(picture, 1, 19));
    PictureSize small = new PictureSize(5, 8);
    assertEquals(new Tile(small, 0, 0, 5, 8), tiling.around(small, 7, 4));
  }

  @Test
  void aTileHasItsPixels() {
    Picture picture = new Picture(2, 2, 3, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    Tile tile = new Tile(new PictureSize(2, 3), 1, 0, 2, 2);
    assertArrayEquals(new float[] {2, 3, 5, 6, 8, 9, 11, 12}, tile.cut(picture).pixels());
  }

  @Test
  void onlyInnerSidesCut() {
    Tile tile = new Tile(new PictureSize(100, 100), 0, 40, 60, 60);
    assertTrue(tile.showsWhole(new Box(0, 50, 30, 100)));
    assertEquals(false, tile.showsWhole(new Box(0, 41, 30, 100)));
    assertEquals(false, tile.showsWhole(new Box(0, 50, 59, 80)));
  }

  @Test
  void refusesTilesThatDoNotAdvance() {
    assertThrows(IllegalArgumentException.class, () -> new Tiling(64, 64));
  }
}
