package org.tucana.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.simulation.Simulator;

/** Simulated stamps with labels, as commands take them. */
final class StampFolder {
  private StampFolder() {}

  /**
   * Writes stamps of the four classes in turn.
   *
   * @param folder is made
   * @param stamps how many
   * @param side rows and columns of each
   */
  static Path write(Path folder, int stamps, int side) throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    List<String> lines = new ArrayList<>(List.of("file,class"));
    Simulator simulator = Simulator.ofStamps(2, side);
    GalaxyClass[] kinds = GalaxyClass.values();
    for (int i = 0; i < stamps; i++) {
      GalaxyClass kind = kinds[i % kinds.length];
      PictureFormat.PNG.write(
          images.resolve(i + ".png"), simulator.stamp(i, Optional.of(kind)).picture());
      lines.add(i + ".png," + kind.title());
    }
    Files.write(folder.resolve("labels.csv"), lines);
    return folder;
  }
}
