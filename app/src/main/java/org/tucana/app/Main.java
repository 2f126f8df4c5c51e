package org.tucana.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ServiceLoader;
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
 * failure of the program or the machine.
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

  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    int status = execute(arguments);
    System.out.flush();
    StandardErrorRelay.finish();
    System.exit(status);
  }

  /** Runs a command; running out of memory is told in one line too. */
  private static int execute(String... arguments) {
    try {
      return commandLine().execute(arguments);
    } catch (OutOfMemoryError e) {
      Console.error(outOfMemory());
      return FAILURE;
    }
  }

  /** Words about an input for which the heap is too small. */
  static String outOfMemory() {
    return "memory: "
        + (Runtime.getRuntime().maxMemory() >> 20)
        + " MiB of heap are not enough for this input; set TUCANA_JAVA_OPTS=-Xmx8g or more";
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    ServiceLoader.load(CommandExtension.class)
        .forEach(extension -> commandLine.addSubcommand(extension.command()));
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new WrongUse())
        .setExecutionExceptionHandler(new OneLine())
        .setExitCodeExceptionMapper(Main::status);
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
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
      switch (e) {
        case TucanaException expected -> Console.error(oneLine(expected.getMessage()));
        case FileSystemException refused -> Console.error(describe(refused));
        case IOException io -> Console.error(describe(io));
        case UncheckedIOException io -> Console.error(describe(io.getCause()));
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
