package org.tucana.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Training, of a detector or of a classifier. */
@Command(
    name = "train",
    description = "Trains a detector, its classes, or a classifier.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TrainDetectorCommand.class,
      TrainClassesCommand.class,
      TrainClassifierCommand.class
    },
    footer = {"", "Example: tucana train detector --out model.safetensors --minutes 30"})
final class TrainCommand implements Runnable {
  @Spec private CommandSpec spec;

  TrainCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to train: detector, classes or classifier");
  }
}
