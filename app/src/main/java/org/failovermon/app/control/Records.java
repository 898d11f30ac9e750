package org.failovermon.app.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.port.OperatorCommand;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of one installation, read-only. The daemon and the command line have the same
 * one; it never blocks the writer. Thread-safe.
 */
public interface Records extends AutoCloseable {
  /** Monitors, states, paths, jobs, and what is open. */
  Snapshot snapshot();

  /**
   * Lines of the journal, oldest first: the newest that match, at most as many as asked for.
   *
   * @param filter which
   */
  List<Line> log(LogFilter filter);

  /**
   * Runs, newest first.
   *
   * @param subject the host or job, or null for all
   * @param limit at most so many
   */
  List<Run> runs(@Nullable String subject, int limit);

  /** The run of this number. */
  Optional<Run> run(long id);

  /** What the run printed, or has printed so far; nothing where that is not known. */
  Optional<String> output(long run);

  /** The process id of a program of the run that still runs. */
  default Optional<Long> program(long run) {
    return Optional.empty();
  }

  /** Why a command about a run cannot be carried out, where there is no such run. */
  default Optional<String> noSuchRun(OperatorCommand command) {
    long id =
        switch (command) {
          case OperatorCommand.RetryRun(long run) -> run;
          case OperatorCommand.DismissRun(long run) -> run;
          case OperatorCommand other -> 0;
        };
    boolean about =
        command instanceof OperatorCommand.RetryRun
            || command instanceof OperatorCommand.DismissRun;
    return about && run(id).isEmpty()
        ? Optional.of("there is no run " + id + "; see those there are with failovermon runs")
        : Optional.empty();
  }

  /**
   * Outages, newest first.
   *
   * @param host of this host, or null for all
   * @param limit at most so many
   */
  List<Outage> outages(@Nullable HostName host, int limit);

  /**
   * How the heartbeats of a host went, by pieces of time, oldest first; pieces without a beat too.
   *
   * @param from where the first piece begins
   * @param to where the last one ends
   * @param step how long a piece is, at least 1 ms; longer where there were more than 10,000
   */
  List<Beats> history(HostName host, Instant from, Instant to, Duration step);

  /** Versions of the policies, newest first, at most so many. */
  List<Version> policyVersions(int limit);

  /** The files of a version of the policies as texts by path; empty when there is no such one. */
  Map<String, String> policyFiles(long version);

  @Override
  void close();

  /**
   * The heartbeats of one piece of time.
   *
   * @param start where it begins
   * @param hits beats that were answered
   * @param misses beats that were not
   * @param p50 median of the round-trip times, or null where none is known
   * @param p99 99th percentile of the same, or null
   * @param max the longest, or null
   */
  record Beats(
      Instant start,
      long hits,
      long misses,
      @Nullable Duration p50,
      @Nullable Duration p99,
      @Nullable Duration max) {}

  /**
   * A version of the policies without the contents of its files.
   *
   * @param number from 1
   * @param at when it came into force
   * @param who who brought it
   * @param because what brought it
   * @param changed paths of the files that are new or changed against the version before
   * @param gone paths of the files that are gone since the version before
   */
  record Version(
      long number,
      Instant at,
      String who,
      String because,
      List<String> changed,
      List<String> gone) {}

  /**
   * A line of the journal with its number, which grows with time.
   *
   * @param id number of the line
   * @param entry the line
   */
  record Line(long id, LogEntry entry) {}

  /**
   * Which lines of the journal are wanted.
   *
   * @param subject the host, job or run, or null for all
   * @param since the oldest moment, or null
   * @param after only lines with a greater number; 0 for all
   * @param limit at most so many
   */
  record LogFilter(@Nullable String subject, @Nullable Instant since, long after, int limit) {}
}
