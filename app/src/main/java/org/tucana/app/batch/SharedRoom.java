package org.tucana.app.batch;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.tucana.astro.io.PictureTooLargeException;

/**
 * Room that pictures share: as a rule several at a time have a part each; one for which that is too
 * little, or in which memory runs out, has all of it as soon as the others are done.
 */
public final class SharedRoom {
  private final long part;
  private final long whole;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** What is done in some room. */
  @FunctionalInterface
  public interface Work<R> {
    /**
     * Does it.
     *
     * @param room how many samples there is room for
     */
    R within(long room) throws IOException;
  }

  /**
   * @param part how many samples one of several pictures may have
   * @param whole how many a picture may have that is alone
   */
  public SharedRoom(long part, long whole) {
    this.part = part;
    this.whole = whole;
  }

  /**
   * Does some work, and where it finds too little room, once more with all of it.
   *
   * @throws PictureTooLargeException where all of it is too little
   */
  public <R> R give(Work<R> work) throws IOException {
    try {
      return locked(lock.readLock(), work, part);
    } catch (PictureTooLargeException | OutOfMemoryError _) {
      return locked(lock.writeLock(), work, whole);
    }
  }

  private static <R> R locked(Lock lock, Work<R> work, long room) throws IOException {
    lock.lock();
    try {
      return work.within(room);
    } finally {
      lock.unlock();
    }
  }
}
