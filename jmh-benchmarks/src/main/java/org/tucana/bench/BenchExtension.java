package org.tucana.bench;

import org.tucana.app.CommandExtension;

/** Offers {@code bench} to the {@code tucana} command. */
public final class BenchExtension implements CommandExtension {
  @Override
  public Object command() {
    return new BenchCommand();
  }
}
