package org.tucana.app.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.tucana.app.fuzz.mutation.Mutation;

/**
 * A reader and the good files that its damaged ones are made of.
 *
 * @param name what the command calls it
 * @param fileName name that its files have
 * @param goodFiles small files that it reads; together they use what the format offers
 * @param mutations changes that know the format, beside those of bytes, words and numbers
 * @param reader what is tested
 */
public record FuzzTarget(
    String name, String fileName, List<byte[]> goodFiles, List<Mutation> mutations, Reader reader) {
  /** What readers make of a file this small stays within the megabyte that they may allocate. */
  private static final int LARGEST_FILE = 1 << 15;

  /** Reads a file. */
  @FunctionalInterface
  public interface Reader {
    /** Takes a file wholly, or throws. */
    void read(Path file) throws IOException;
  }

  public FuzzTarget {
    goodFiles = List.copyOf(goodFiles);
    mutations = List.copyOf(mutations);
    for (byte[] file : goodFiles) {
      if (file.length > LARGEST_FILE) {
        throw new IllegalArgumentException(
            "fuzz: a good file of "
                + name
                + " has "
                + file.length
                + " bytes, expected at most "
                + LARGEST_FILE);
      }
    }
  }
}
