package org.failovermon.app.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.failovermon.engine.model.HostName;
import org.jspecify.annotations.Nullable;

/** What can be asked of an installation; each is answered by one document. */
public sealed interface Query {
  /** Most lines or runs that one answer has. */
  int MAX_LIMIT = 10_000;

  /** Monitors; no host named means all. A host without a monitor is an error. */
  record Monitors(List<HostName> hosts) implements Query {}

  /** The screen that {@code status} shows. */
  record Status() implements Query {}

  /** Lines of the journal. */
  record Log(@Nullable String subject, @Nullable Instant since, long after, int limit)
      implements Query {}

  /** Runs, newest first. */
  record Runs(@Nullable String subject, int limit) implements Query {}

  /** One run with its output. */
  record Show(long run) implements Query {}

  /** Outages, newest first, of one host or of all. */
  record Outages(@Nullable HostName host, int limit) implements Query {}

  /**
   * How the heartbeats of a host went, by pieces of time until now.
   *
   * @param host a host that has a monitor, or had one
   * @param since where the first piece begins
   * @param step how long a piece is; longer where there were too many
   */
  record History(HostName host, Instant since, Duration step) implements Query {}

  /** Paths, of one host or of all. */
  record Paths(@Nullable HostName host) implements Query {}

  /** Jobs. */
  record Jobs() implements Query {}

  /** Maintenance windows: those in force with a daemon, otherwise those made by command. */
  record Windows() implements Query {}

  /** Service checks, with their verdicts. */
  record Checks() implements Query {}

  /** Rules, with when they acted and what they decided last. */
  record Rules() implements Query {}

  /** Versions of the policies, newest first. */
  record PolicyHistory(int limit) implements Query {}

  /**
   * The files of one version of the policies.
   *
   * @param version its number, or 0 for the newest
   */
  record PolicyFiles(long version) implements Query {}

  /** The daemon itself: process, port, since when. */
  record Daemon() implements Query {}
}
