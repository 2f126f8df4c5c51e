package org.tucana.nn.train;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Tells a waiting user how far long work has come. */
public interface Progress extends AutoCloseable {
  /**
   * Work has come this far.
   *
   * @param done steps finished, of the total
   * @param words a short remark, for example the loss
   */
  void at(long done, String words);

  @Override
  void close();

  /** Says nothing: for output that is no terminal. */
  static Progress none() {
    return new Progress() {
      @Override
      public void at(long done, String words) {}

      @Override
      public void close() {}
    };
  }

  /** A bar with the time left on standard error. */
  static Progress bar(String task, long total) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setConsumer(new ConsoleProgressBarConsumer(System.err, BAR_COLUMNS))
            .build();
    return new Progress() {
      @Override
      public void at(long done, String words) {
        bar.stepTo(done);
        bar.setExtraMessage(words);
      }

      @Override
      public void close() {
        bar.close();
      }
    };
  }

  /** Fits the usual terminal. */
  int BAR_COLUMNS = 100;
}
