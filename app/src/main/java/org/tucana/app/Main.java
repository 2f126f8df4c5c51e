package org.tucana.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ServiceLoader;
import org.tucana.core.io.WriteException;
import org.tucana.core.type.TucanaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The {@code tucana} command. Exit status 0: done; 2: wrong use or input, told in one line; 1: a
 * failure of the program or the machine; 128 and its number: ended by a signal.
 */
@Command(
    name = "tucana",
    description = "Finds, classifies and outlines galaxies with a Mask R-CNN in pure Java.",
    subcommands = {
      DemoCommand.class,
      SimulateCommand.class,
      DetectCommand.class,
      TraceCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      ConvertCommand.class,
      CompressCommand.class,
      TablesCommand.class,
      InferCommand.class,
      CostCommand.class,
      DecomposeCommand.class,
      RankCommand.class,
      DoctorCommand.class,
      FuzzCommand.class,
      CrashTestCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    version = "tucana 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Start with: tucana demo", "How fast it is here: tucana bench --help"})
public final class Main implements Runnable {
  /** Wrong use or input. */
  static final int WRONG_INPUT = 2;

  /** A failure that is not the user's doing. */
  static final int FAILURE = 1;

  private final Interruption interruption;

  @Spec private CommandSpec spec;

  private Main(Interruption interruption) {
    this.interruption = interruption;
  }

  public static void main(String[] arguments) throws IOException {
    int status;
    try (Interruption.Watch watch = Interruption.watch(arguments)) {
      status = delivered(execute(commandLine(watch.interruption()), arguments));
    }
    StandardErrorRelay.finish();
    System.exit(status);
  }

  /** Runs a command; what the virtual machine cannot do is told in one line too. */
  private static int execute(CommandLine commandLine, String... arguments) {
    try {
      return commandLine.execute(arguments);
    } catch (InternalError e) {
      // So it tells that a mapped part of a file is gone.
      Console.error(
          "input: a file shrank or its device failed while it was read ("
              + oneLine(String.valueOf(e.getMessage()))
              + "); leave files alone until the command is done");
      return FAILURE;
    } catch (OutOfMemoryError e) {
      Console.error(outOfMemory());
      return FAILURE;
    }
  }

  /** A result that did not arrive is a failure, whatever became of the work. */
  private static int delivered(int status) {
    if (!System.out.checkError()) {
      return status;
    }
    Console.error(
        "standard output: was closed, or its disk is full, before the whole result was written;"
            + " read all of it, or write it to a place with room");
    return status == 0 ? FAILURE : status;
  }

  /** Words about an input for which the heap is too small. */
  static String outOfMemory() {
    return "memory: "
        + (Runtime.getRuntime().maxMemory() >> 20)
        + " MiB of heap are not enough for this input; set TUCANA_JAVA_OPTS=-Xmx8g or more";
  }

  static CommandLine commandLine() {
    return commandLine(Interruption.none());
  }

  /** The command line of a process that may be interrupted. */
  static CommandLine commandLine(Interruption interruption) {
    CommandLine commandLine = new CommandLine(new Main(interruption));
    ServiceLoader.load(CommandExtension.class)
        .forEach(extension -> commandLine.addSubcommand(extension.command()));
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new WrongUse())
        .setExecutionExceptionHandler(new OneLine())
        .setExitCodeExceptionMapper(Main::status);
  }

  /** How the running command may be interrupted. */
  static Interruption interruption(CommandSpec command) {
    return ((Main) command.root().userObject()).interruption;
  }

  private static int status(Throwable e) {
    return e instanceof TucanaException || e instanceof FileSystemException ? WRONG_INPUT : FAILURE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Wrong options: the parser's message and where help is, in one line. */
  private static final class WrongUse implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
      String command = e.getCommandLine().getCommandSpec().qualifiedName();
      Console.error(oneLine(e.getMessage()) + "; see '" + command + " --help'");
      return WRONG_INPUT;
    }
  }

  /** Failures while a command runs: one line, without a stack trace. */
  private static final class OneLine implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
      Exception e = thrown instanceof UncheckedIOException io ? io.getCause() : thrown;
      switch (e) {
        case TucanaException expected -> Console.error(oneLine(expected.getMessage()));
        case FileSystemException refused -> Console.error(describe(refused));
        case WriteException full -> Console.error(oneLine(full.getMessage()));
        case IOException io -> Console.error(describe(io));
        default -> Console.error(internalError(e));
      }
      return status(e);
    }

    /** A path that cannot be used as the user wants to. */
    private static String describe(FileSystemException e) {
      String reason =
          switch (e) {
            case FileSystemException said when said.getReason() != null -> said.getReason();
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "may not be read or written";
            default -> e.getClass().getSimpleName();
          };
      return e.getFile() + ": " + oneLine(reason) + "; check the path and its permissions";
    }

    private static String describe(IOException e) {
      return "input or output failed: "
          + e.getClass().getSimpleName()
          + " "
          + oneLine(String.valueOf(e.getMessage()))
          + "; check the path, its permissions and the free space";
    }
  }

  /** Words about a fault of the program. */
  static String internalError(Exception e) {
    StackTraceElement[] trace = e.getStackTrace();
    return "internal error, please report it: "
        + oneLine(e.toString())
        + " at "
        + (trace.length == 0 ? "unknown place" : trace[0].toString());
  }

  /** A message that may quote a file: in one line, without characters that command a terminal. */
  static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
  }
}
