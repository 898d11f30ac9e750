package org.failovermon.engine.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.failovermon.engine.decide.Inventory;
import org.failovermon.engine.decide.Known;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Schedule;
import org.failovermon.engine.port.Write;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cron jobs, and what happens when one comes due. Engine's thread only. */
final class Jobs {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final Duration TOO_OLD = Duration.ofMinutes(1);

  /** How far ahead of the clock an instant may lie that was acted on: clocks are set in steps. */
  private static final Duration FUTURE = Duration.ofMinutes(1);

  private final Clock clock;
  private final Schedule schedule;
  private final Journal journal;
  private final Runs runs;
  private final Supplier<String> heldAll;
  private final Map<String, Job> jobs = new TreeMap<>();
  private final Map<String, Instant> fired = new HashMap<>();

  /**
   * Makes it.
   *
   * @param heldAll why no job may run now: a maintenance window that covers all; else empty
   */
  Jobs(Clock clock, Schedule schedule, Journal journal, Runs runs, Supplier<String> heldAll) {
    this.clock = clock;
    this.schedule = schedule;
    this.journal = journal;
    this.runs = runs;
    this.heldAll = heldAll;
  }

  void restore(List<Job> all, Map<String, Instant> allFired) {
    all.forEach(job -> jobs.put(job.name(), job));
    fired.putAll(allFired);
  }

  /** Has the schedule know the jobs; called once when all of a change is known. */
  void announce() {
    schedule.setJobs(List.copyOf(jobs.values()));
  }

  boolean isEmpty() {
    return jobs.isEmpty();
  }

  Optional<Job> find(String name) {
    return Optional.ofNullable(jobs.get(name));
  }

  List<Job> all() {
    return List.copyOf(jobs.values());
  }

  void put(Job job) {
    jobs.put(job.name(), job);
    fired.remove(job.name());
  }

  void remove(String name) {
    jobs.remove(name);
    fired.remove(name);
  }

  /**
   * A job came due.
   *
   * @param rests why it is left out, because no policies are in force, or empty
   * @param absorb takes the writes of a change of interval
   */
  void due(Event.JobDue due, String rests, Known known, Consumer<List<Write>> absorb) {
    Job job = toDo(due);
    if (job == null) {
      return;
    }
    fired.put(job.name(), due.scheduledFor());
    journal.write(new Write.JobFired(job.name(), due.scheduledFor()));
    String was = "job " + job.name() + " was due at " + due.scheduledFor();
    if (!rests.isEmpty()) {
      journal.engine(was + " and is left out, because no policies are in force: " + rests);
      return;
    }
    switch (job.action()) {
      case Job.RunScript script -> {
        if (due.scheduledFor().plus(TOO_OLD).isBefore(clock.wall())) {
          journal.engine(was + ", which is too long ago; it is left out");
        } else if (!heldAll.get().isEmpty()) {
          journal.line(
              LogEntry.Kind.RUN,
              job.name(),
              was + "; it is left out, because of " + heldAll.get(),
              LogEntry.ENGINE);
        } else {
          runs.request(RunKind.JOB, job.name(), 0, script.script(), was);
        }
      }
      case Job.SetInterval set ->
          absorb.accept(Inventory.changeInterval(known, job.name(), set, clock.wall()).writes());
    }
  }

  /**
   * The job, unless this instant of it was acted on before. An instant that lies in the future was
   * acted on while the clock was wrong, and says nothing: the job would be silent until then.
   */
  private @Nullable Job toDo(Event.JobDue due) {
    Job job = jobs.get(due.job());
    if (job == null) {
      return null;
    }
    Instant before = fired.getOrDefault(due.job(), Instant.EPOCH);
    if (before.isAfter(clock.wall().plus(FUTURE))) {
      journal.engine(
          "job "
              + due.job()
              + " was last acted on for "
              + before
              + ", when the wall clock was ahead; that no longer counts");
      return job;
    }
    if (!due.scheduledFor().isAfter(before)) {
      LOG.info("job {} was acted on for {} already", due.job(), due.scheduledFor());
      return null;
    }
    return job;
  }
}
