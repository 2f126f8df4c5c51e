package org.tucana.bench.study;

import org.tucana.app.CommandExtension;

/** Offers {@code study} to the {@code tucana} command. */
public final class StudyExtension implements CommandExtension {
  @Override
  public Object command() {
    return new StudyCommand();
  }
}
