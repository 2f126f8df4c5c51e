package org.tucana.cuda.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Puts the software device in place before any test of this module's JVM can ask for CUDA, which is
 * looked for only once.
 */
public final class SoftwareDeviceSession implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    SoftwareDevice.place();
  }
}
