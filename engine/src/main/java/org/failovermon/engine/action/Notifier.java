package org.failovermon.engine.action;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Tells people. Blocks the caller for a bounded time; thread-safe. */
public interface Notifier {
  /**
   * Sends a notice every way that is configured.
   *
   * @param notice what to say
   * @param atMost how long all ways together may take
   * @return a sentence for each way that failed; empty when all went well
   */
  List<String> send(Notice notice, Duration atMost);

  /** Whether there is anybody to tell. */
  boolean hasAudience();

  /**
   * What to say.
   *
   * @param subject one line
   * @param text the whole
   * @param environment the {@code FAILOVERMON_} values of the run it is about, for a command
   */
  record Notice(String subject, String text, Map<String, String> environment) {}
}
