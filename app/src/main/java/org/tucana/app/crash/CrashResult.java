package org.tucana.app.crash;

import java.util.Optional;

/**
 * What came of killing a work.
 *
 * @param work its name
 * @param kills how often it was killed
 * @param whileWriting how many of those left a file that was being written
 * @param finished how many chains of killed runs came to their end
 * @param uninterrupted seconds of a run that nobody kills
 * @param seconds that all of it took
 * @param loss what was lost; the search ends there
 */
public record CrashResult(
    String work,
    int kills,
    int whileWriting,
    int finished,
    double uninterrupted,
    double seconds,
    Optional<String> loss) {}
