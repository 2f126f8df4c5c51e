package org.tucana.cuda.launch;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What kernels of our own there are. */
public final class KernelNames {
  private KernelNames() {}

  /** The entries of every PTX file. */
  public static SortedSet<String> all() {
    return Arrays.stream(KernelFile.values())
        .flatMap(file -> KernelSignatures.parse(file.ptx()).keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
