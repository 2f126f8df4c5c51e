package org.tucana.app;

/** Which source this program was built from. */
public final class Version {
  private Version() {}

  /** The commit of the checkout that the tucana script runs from, or "unknown". */
  public static String commit() {
    return System.getProperty("tucana.commit", "unknown");
  }
}
