package org.tucana.bench.study;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures several models side by side. */
@Command(
    name = "study",
    description = "Measures models side by side and reports on them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "STUDY",
    subcommands = CompactCommand.class)
final class StudyCommand implements Runnable {
  @Spec private CommandSpec spec;

  StudyCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a study is missing: compact");
  }
}
