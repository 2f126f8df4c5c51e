package org.tucana.detection.detector;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.tucana.detection.structure.PictureSize;
import org.tucana.detection.tiling.Tile;
import org.tucana.detection.tiling.TileObject;
import org.tucana.detection.tiling.Tiling;
import org.tucana.nn.data.Picture;
import org.tucana.nn.train.Progress;

/**
 * Detectors on threads of their own, to which any number of threads bring pictures: each tile of
 * each picture goes to the next detector that is free. A picture's objects are those that one
 * detector finds, whatever the size of the team.
 */
public final class DetectorTeam implements AutoCloseable {
  private final Tiling tiling;
  private final List<String> classes;
  private final Supplier<Detector> maker;
  private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
  private final List<Thread> members = new ArrayList<>();

  /** What a member takes from the queue. */
  private sealed interface Job {}

  private record Search(Picture picture, Tile tile, CompletableFuture<List<TileObject>> found)
      implements Job {}

  /** The end of a member. */
  private record Leave() implements Job {}

  /**
   * Starts the team; a member makes its detector when it gets its first tile.
   *
   * @param size how many detectors, at least 1
   * @param maker makes one, for the thread that calls it
   */
  DetectorTeam(int size, Tiling tiling, List<String> classes, Supplier<Detector> maker) {
    this.tiling = tiling;
    this.classes = classes;
    this.maker = maker;
    for (int i = 0; i < size; i++) {
      members.add(Thread.ofPlatform().daemon().name("tucana-detector-" + i).start(this::work));
    }
  }

  /** Number of tiles of a picture: the steps that progress counts. */
  public int tiles(Picture picture) {
    return tiling.tiles(new PictureSize(picture.height(), picture.width())).size();
  }

  /**
   * Objects of a picture by falling score; on any thread, which waits.
   *
   * @param progress is told how many tiles are done
   */
  public List<Detection> detect(Picture picture, Progress progress) {
    List<Tile> tiles = tiling.tiles(new PictureSize(picture.height(), picture.width()));
    List<Search> searches =
        tiles.stream().map(tile -> new Search(picture, tile, new CompletableFuture<>())).toList();
    jobs.addAll(searches);
    List<TileObject> found = new ArrayList<>();
    for (int t = 0; t < searches.size(); t++) {
      found.addAll(result(searches.get(t)));
      progress.at(t + 1L, found.size() + " found");
    }
    return Detection.merged(tiles, found, classes);
  }

  private static List<TileObject> result(Search search) {
    try {
      return search.found.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }

  private void work() {
    Detector own = null;
    try {
      while (jobs.take() instanceof Search search) {
        try {
          if (own == null) {
            own = maker.get();
          }
          search.found.complete(own.find(search.picture, search.tile));
        } catch (RuntimeException | Error failure) {
          search.found.completeExceptionally(failure);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      if (own != null) {
        own.close();
      }
    }
  }

  /** Waits until all members are done with what was asked of them. */
  @Override
  public void close() {
    members.forEach(_ -> jobs.add(new Leave()));
    boolean interrupted = false;
    for (Thread member : members) {
      while (member.isAlive()) {
        try {
          member.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
