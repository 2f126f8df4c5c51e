package org.tucana.app;

/**
 * A command from another module. Implementations are found on the class path by {@link
 * java.util.ServiceLoader}, so that {@code app} needs not know them.
 */
public interface CommandExtension {
  /** An object with picocli's {@code @Command}, which names the command. */
  Object command();
}
