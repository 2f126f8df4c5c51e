package org.tucana.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a backend finds on this machine.
 *
 * @param offBecause why it cannot start, in one line; empty where it can
 * @param optional true where a machine is sound without it
 * @param versions what it is built on, by name, in the order to show
 * @param devices what it could compute on besides the processor
 * @param missing what it wants and does not find
 */
public record BackendDiagnosis(
    Optional<String> offBecause,
    boolean optional,
    Map<String, String> versions,
    List<Device> devices,
    List<Missing> missing) {

  /** A device with memory of its own. */
  public record Device(String name, long memoryBytes) {}

  /**
   * Something that the backend wants.
   *
   * @param what the thing that is not there, and why it is thought so
   * @param remedy the command or action that mends it
   */
  public record Missing(String what, String remedy) {}

  public BackendDiagnosis {
    devices = List.copyOf(devices);
    missing = List.copyOf(missing);
  }

  /** A backend that needs nothing but the JVM. */
  public static BackendDiagnosis ready() {
    return new BackendDiagnosis(Optional.empty(), false, Map.of(), List.of(), List.of());
  }

  /** A backend that every machine should have and that this one cannot start. */
  public static BackendDiagnosis broken(String why) {
    return new BackendDiagnosis(Optional.of(why), false, Map.of(), List.of(), List.of());
  }

  /** Whether this machine is as it should be. */
  public boolean sound() {
    return optional || offBecause.isEmpty();
  }
}
