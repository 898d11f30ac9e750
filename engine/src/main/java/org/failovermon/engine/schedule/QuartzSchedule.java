package org.failovermon.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;
import org.failovermon.engine.port.Schedule;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.quartz.core.QuartzScheduler;
import org.quartz.core.QuartzSchedulerResources;
import org.quartz.impl.DefaultThreadExecutor;
import org.quartz.impl.StdJobRunShellFactory;
import org.quartz.impl.StdScheduler;
import org.quartz.impl.triggers.AbstractTrigger;
import org.quartz.simpl.RAMJobStore;
import org.quartz.simpl.SimpleClassLoadHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedule on Quartz, in memory: one trigger for each cohort and one for each cron job. All
 * that happens on Quartz' thread is that an event is offered to the inbox.
 *
 * <p>Nothing is replayed. A trigger that is late skips what it missed; a cron job whose instant is
 * more than {@link #LATEST} ago has missed it. An instant of a job is offered once, also when the
 * wall clock comes by it again.
 *
 * <p>Quartz follows the wall clock, and a backward step silences its triggers until the clock has
 * caught up. A guard of its own compares the clocks and builds the triggers anew; the engine calls
 * {@link #rebuild} besides, for silence of any other cause. Thread-safe.
 */
public final class QuartzSchedule implements Schedule, AutoCloseable {
  /** How late a cron job may be and still be carried out. */
  public static final Duration LATEST = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(QuartzSchedule.class);
  private static final String TICKS = "ticks";
  private static final String JOBS = "jobs";
  private static final String RULES = "rules";
  private static final JobKey ENQUEUE = new JobKey("enqueue");

  /**
   * Instants of each job that are remembered, so that none is offered twice: an hour of seconds.
   */
  private static final int REMEMBERED = 4_000;

  /** How long Quartz sleeps at most when nothing is due; a step of the clock ends no sleep. */
  private static final long IDLE_MS = 5_000;

  /** By how much Quartz is early at most, in nanoseconds; more is a step of the clock. */
  private static final long MOST_EARLY_NANOS = 5_000_000;

  private final Inbox inbox;
  private final Scheduler quartz;
  private final WallClockGuard guard;
  private final Map<String, Event.Tick> ticks = new ConcurrentHashMap<>();
  private final Map<TriggerKey, Set<Instant>> offered = new ConcurrentHashMap<>();
  private final Map<TriggerKey, Timed> timed = new ConcurrentHashMap<>();
  private boolean closed;

  /**
   * Starts Quartz, with nothing to do yet.
   *
   * @param inbox where ticks and due jobs go. It is relied on to drop a tick that is equal to one
   *     that waits there
   * @throws IllegalStateException when Quartz does not start
   */
  public QuartzSchedule(Inbox inbox) {
    this.inbox = inbox;
    try {
      quartz = newScheduler();
      quartz.setJobFactory((bundle, scheduler) -> new Enqueue(this));
      JobDetail enqueue =
          JobBuilder.newJob(Enqueue.class).withIdentity(ENQUEUE).storeDurably().build();
      quartz.addJob(enqueue, true);
      quartz.start();
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not start: " + e.getMessage(), e);
    }
    guard = new WallClockGuard(this::rebuild);
  }

  /** Assembled by hand: the factories of Quartz read files and system properties. */
  private static Scheduler newScheduler() throws SchedulerException {
    RAMJobStore store = new RAMJobStore();
    store.setMisfireThreshold(LATEST.toMillis());
    StdJobRunShellFactory shells = new StdJobRunShellFactory();
    QuartzSchedulerResources resources = new QuartzSchedulerResources();
    resources.setName("failovermon");
    resources.setInstanceId("failovermon");
    resources.setThreadName("failovermon-quartz");
    resources.setMakeSchedulerThreadDaemon(true);
    resources.setThreadExecutor(new DefaultThreadExecutor());
    resources.setThreadPool(new InPlacePool());
    resources.setJobStore(store);
    resources.setJobRunShellFactory(shells);
    QuartzScheduler core = new QuartzScheduler(resources, IDLE_MS, IDLE_MS);
    Scheduler scheduler = new StdScheduler(core);
    store.initialize(new SimpleClassLoadHelper(), core.getSchedulerSignaler());
    shells.initialize(scheduler);
    return scheduler;
  }

  @Override
  public synchronized void setCohorts(Set<Long> periodsMillis) {
    Set<String> wanted = new HashSet<>();
    for (long period : periodsMillis) {
      if (period < 1) {
        throw new InvalidValueException("a tick period is at least 1 ms, was " + period + " ms");
      }
      String name = Long.toString(period);
      wanted.add(name);
      if (ticks.putIfAbsent(name, new Event.Tick(period)) == null) {
        schedule(tickTrigger(name));
      }
    }
    for (String name : Set.copyOf(ticks.keySet())) {
      if (!wanted.contains(name)) {
        unschedule(new TriggerKey(name, TICKS));
        ticks.remove(name);
      }
    }
  }

  @Override
  public synchronized void setJobs(List<Job> wanted) {
    Map<TriggerKey, Timed> byKey = new HashMap<>();
    for (Job job : wanted) {
      TriggerKey key = new TriggerKey(job.name(), JOBS);
      byKey.put(
          key, new Timed(key, "Job " + job.name(), job, job.cron(), job.zone(), Instant.now()));
    }
    replace(JOBS, byKey);
  }

  @Override
  public synchronized void setRuleTimes(List<RuleTime> wanted) {
    Map<TriggerKey, Timed> byKey = new HashMap<>();
    for (RuleTime time : wanted) {
      TriggerKey key = new TriggerKey(time.rule() + " " + time.zone() + " " + time.cron(), RULES);
      byKey.put(
          key,
          new Timed(key, "Rule " + time.rule(), time, time.cron(), time.zone(), Instant.now()));
    }
    replace(RULES, byKey);
  }

  /** What is unchanged keeps its trigger, and the time from which its instants count. */
  private void replace(String group, Map<TriggerKey, Timed> wanted) {
    for (Timed entry : List.copyOf(timed.values())) {
      TriggerKey key = entry.key();
      Timed now = wanted.get(key);
      if (key.getGroup().equals(group) && (now == null || !now.what().equals(entry.what()))) {
        unschedule(key);
        timed.remove(key);
      }
    }
    offered.keySet().removeIf(key -> key.getGroup().equals(group) && !wanted.containsKey(key));
    wanted.forEach(
        (key, entry) -> {
          if (timed.putIfAbsent(key, entry) == null) {
            schedule(entry);
          }
        });
  }

  /**
   * {@inheritDoc}
   *
   * <p>Cron jobs are built anew too. An instant that a forward step jumped over is made good if it
   * is not older than {@link #LATEST}; one that the clock comes by again is not offered again.
   */
  @Override
  public synchronized void rebuild(String because) {
    if (closed) {
      return;
    }
    LOG.info("The triggers of Quartz are built anew: {}", because);
    for (String name : ticks.keySet()) {
      unschedule(new TriggerKey(name, TICKS));
      schedule(tickTrigger(name));
    }
    Instant now = Instant.now();
    Instant oldest = now.minus(LATEST);
    for (Map.Entry<TriggerKey, Timed> each : timed.entrySet()) {
      Timed entry = each.getValue();
      Instant since = entry.since().isAfter(now) ? now : entry.since();
      each.setValue(entry.countedFrom(since.isBefore(oldest) ? oldest : since));
      unschedule(each.getKey());
      schedule(each.getValue());
    }
  }

  /** Stops Quartz; no event is offered once it returns, except one that was under way. */
  @Override
  public synchronized void close() {
    closed = true;
    guard.close();
    try {
      quartz.shutdown(false);
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not stop: " + e.getMessage(), e);
    }
  }

  private static TickTrigger tickTrigger(String name) {
    return new TickTrigger(new TriggerKey(name, TICKS), Long.parseLong(name));
  }

  private void schedule(Timed entry) {
    try {
      if (Cron.next(entry.cron(), entry.zone(), entry.since(), 1).isEmpty()) {
        LOG.info("{} ({}) names no time that is still to come", entry.name(), entry.cron());
      } else {
        schedule(new JobTrigger(entry.key(), entry.cron(), entry.zone(), entry.since()));
      }
    } catch (InvalidValueException e) {
      LOG.error("{} is left out: {}", entry.name(), e.getMessage());
    }
  }

  private void schedule(AbstractTrigger<?> trigger) {
    trigger.setJobKey(ENQUEUE);
    try {
      quartz.scheduleJob(trigger);
    } catch (SchedulerException e) {
      throw new IllegalStateException(
          "Quartz refuses the trigger " + trigger.getKey() + ": " + e.getMessage(), e);
    }
  }

  private void unschedule(TriggerKey key) {
    try {
      quartz.unscheduleJob(key);
    } catch (SchedulerException e) {
      throw new IllegalStateException(
          "Quartz refuses to forget the trigger " + key + ": " + e.getMessage(), e);
    }
  }

  /** Runs on Quartz' thread, which must not wait for the lock: {@link #close} holds it. */
  void fired(TriggerKey key, Instant scheduledFor) {
    if (key.getGroup().equals(TICKS)) {
      Event.Tick tick = ticks.get(key.getName());
      if (tick != null) {
        inbox.offer(tick); // dropped when the inbox is full: the next one is not far
      }
      return;
    }
    Timed entry = timed.get(key);
    if (entry == null) {
      return;
    }
    Set<Instant> before = offered.computeIfAbsent(key, each -> new LinkedHashSet<>());
    if (!before.add(scheduledFor)) {
      LOG.info("{} was due at {} once before, and is not due again", entry.name(), scheduledFor);
      return;
    }
    if (before.size() > REMEMBERED) {
      before.remove(before.iterator().next());
    }
    awaitMoment(scheduledFor);
    if (!inbox.offer(entry.due(scheduledFor))) {
      LOG.error(
          "{} of {} was dropped: the engine has too many events waiting",
          entry.name(),
          scheduledFor);
    }
  }

  /**
   * Quartz fires up to 2 ms early. A job of two o'clock would then come before the maintenance
   * window of two o'clock, and run in it.
   */
  private static void awaitMoment(Instant scheduledFor) {
    long early = Duration.between(Instant.now(), scheduledFor).toNanos();
    long end = System.nanoTime() + Math.min(early, MOST_EARLY_NANOS);
    while (early > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /**
   * A job or a time of a rule.
   *
   * @param key of its trigger
   * @param name for the log
   * @param what the job or the time: an equal one keeps its trigger
   * @param since wall clock when it was set; no instant before that is carried out
   */
  private record Timed(
      TriggerKey key, String name, Object what, String cron, ZoneId zone, Instant since) {
    Timed countedFrom(Instant newSince) {
      return new Timed(key, name, what, cron, zone, newSince);
    }

    Event due(Instant scheduledFor) {
      return what instanceof RuleTime time
          ? new Event.RuleDue(time.rule(), scheduledFor)
          : new Event.JobDue(key.getName(), scheduledFor);
    }
  }

  /** The only Quartz job there is; its triggers say what came due. */
  private record Enqueue(QuartzSchedule schedule) implements org.quartz.Job {
    @Override
    public void execute(JobExecutionContext context) {
      schedule.fired(context.getTrigger().getKey(), context.getScheduledFireTime().toInstant());
    }
  }
}
