package org.tucana.detection.detector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.PictureDetections;
import org.tucana.detection.maskrcnn.PlannedNetworks;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.PictureSize;
import org.tucana.detection.tiling.Tile;
import org.tucana.detection.tiling.TileObject;
import org.tucana.detection.tiling.Tiling;
import org.tucana.nn.data.Picture;
import org.tucana.nn.train.Progress;

/**
 * Finds objects in pictures of any size: large ones tile by tile, so that memory is bounded by a
 * tile and by what was found. For a model whose parameters no longer change; belongs to the thread
 * that made it.
 */
public final class Detector implements AutoCloseable {
  private final MaskRcnn model;
  private final Tiling tiling;
  private final EagerSession session;
  private final PlannedNetworks networks;
  private final Optional<ObjectReader> reader;

  public Detector(MaskRcnn model, Tiling tiling) {
    this(model, tiling, Optional.empty(), TeamSize.SIZES);
  }

  /**
   * @param reader decides about classes and scores of what was found; where empty, the pass that
   *     found it does
   * @param sizes for how many sizes of tiles plans are kept
   */
  Detector(MaskRcnn model, Tiling tiling, Optional<ObjectReader> reader, int sizes) {
    this.model = model;
    this.tiling = tiling;
    this.reader = reader;
    session = new EagerSession(model.backend());
    networks = new PlannedNetworks(session, model, sizes);
  }

  /** Objects of a picture by falling score; samples as the model was trained on. */
  public List<Detection> detect(Picture picture) {
    return detect(picture, Progress.none());
  }

  /**
   * Objects of a picture by falling score.
   *
   * @param progress is told how many tiles are done
   */
  public List<Detection> detect(Picture picture, Progress progress) {
    List<Tile> tiles = tilesOf(picture);
    List<TileObject> found = new ArrayList<>();
    for (int t = 0; t < tiles.size(); t++) {
      found.addAll(find(picture, tiles.get(t)));
      progress.at(t + 1L, found.size() + " found");
    }
    return Detection.merged(tiles, found, model.config().classes());
  }

  /** Number of tiles of a picture: the steps that progress counts. */
  public int tiles(Picture picture) {
    return tilesOf(picture).size();
  }

  private List<Tile> tilesOf(Picture picture) {
    return tiling.tiles(new PictureSize(picture.height(), picture.width()));
  }

  /** What one tile of a picture shows. */
  List<TileObject> find(Picture picture, Tile tile) {
    try (Scope _ = session.scope()) {
      return placed(tile, objects(tile.cut(picture)));
    }
  }

  private PictureDetections objects(Picture tile) {
    PictureDetections own = model.detect(session, List.of(tile), networks).results().getFirst();
    return reader.map(r -> r.read(session, networks, tile, own)).orElse(own);
  }

  private static List<TileObject> placed(Tile tile, PictureDetections own) {
    List<TileObject> found = new ArrayList<>(own.size());
    for (int i = 0; i < own.size(); i++) {
      Box box = own.boxes().get(i);
      Box placed =
          new Box(
              box.x1() + tile.left(),
              box.y1() + tile.top(),
              box.x2() + tile.left(),
              box.y2() + tile.top());
      found.add(
          new TileObject(
              tile,
              placed,
              own.labels()[i],
              own.scores()[i],
              own.masks().get(i).placed(tile.picture(), tile.left(), tile.top())));
    }
    return found;
  }

  @Override
  public void close() {
    networks.close();
    session.close();
  }
}
