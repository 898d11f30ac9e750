package org.failovermon.engine.shell;

import java.time.Duration;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.failovermon.engine.port.Schedule;

/**
 * Cohorts of monitors that one Quartz trigger wakes: those whose beats need about the same
 * precision. A tick looks which of its cohort are due. The guard notices on the monotonic clock
 * that ticks do not come, has the triggers rebuilt, and meanwhile looks by itself, so that no step
 * of the wall clock silences a monitor. Engine's thread only.
 */
final class Cohorts {
  /** Tick periods, in milliseconds. */
  private static final long[] LADDER = {1, 2, 5, 10, 20, 50, 100, 250};

  /** A tick is at most this part of the pause between two beats late. */
  private static final int PRECISION = 40;

  /**
   * So many periods without a tick, and at least {@link #GUARD_FLOOR}, mean that Quartz is silent.
   */
  private static final int GUARD_PERIODS = 5;

  /**
   * So many beats of a cohort go out before the answers that came meanwhile are heard. A crowd that
   * a pause of ours left would stay one for ever if all were sent first: heard together, they would
   * be due together. Heard one by one, they are due as far apart as sending them took.
   */
  private static final int AT_ONCE = 64;

  private static final long GUARD_FLOOR = Duration.ofMillis(100).toNanos();
  private static final long REBUILD_PACE = Duration.ofSeconds(5).toNanos();

  private final Map<Long, Cohort> byPeriod = new TreeMap<>();
  private final Schedule schedule;
  private long order;
  private long rebuiltAt = Long.MIN_VALUE;

  private record Due(long at, long order, Watch watch, long plan) {}

  private static final class Cohort {
    final PriorityQueue<Due> due =
        new PriorityQueue<>(
            (a, b) -> a.at != b.at ? Long.compare(a.at - b.at, 0) : Long.compare(a.order, b.order));
    long lastTick;

    /** Beats that were due at the last look are to go out, and too many for once. */
    boolean crowd;

    /** When that look was. */
    long looked;

    Cohort(long now) {
      lastTick = now;
    }
  }

  Cohorts(Schedule schedule) {
    this.schedule = schedule;
  }

  /** The tick period that a pause between beats needs, in milliseconds. */
  static long period(Duration pause) {
    long wanted = pause.toMillis() / PRECISION;
    long period = LADDER[0];
    for (long step : LADDER) {
      if (step <= wanted) {
        period = step;
      }
    }
    return period;
  }

  /** Plans the next beat of a monitor at its due time; plans made for it before are over. */
  void plan(Watch watch, long now) {
    watch.period = period(watch.spec.pause());
    Cohort cohort = byPeriod.get(watch.period);
    if (cohort == null) {
      cohort = new Cohort(now);
      byPeriod.put(watch.period, cohort);
      schedule.setCohorts(Set.copyOf(byPeriod.keySet()));
    }
    cohort.due.add(new Due(watch.dueAt, order++, watch, watch.plan));
  }

  /**
   * A tick came: hands over the monitors of the cohort that are due. Those of a crowd that are too
   * many at once are left to {@link #guard}.
   */
  void tick(long periodMillis, long now, Consumer<Watch> beat) {
    Cohort cohort = byPeriod.get(periodMillis);
    if (cohort != null) {
      cohort.lastTick = now;
      look(cohort, now, beat);
    }
  }

  /**
   * Goes on with a crowd, and looks by itself where ticks are missing, and has the triggers
   * rebuilt. A pause of our own is not Quartz's fault.
   */
  void guard(long now, long awakeSince, Consumer<Watch> beat) {
    for (Map.Entry<Long, Cohort> entry : byPeriod.entrySet()) {
      Cohort cohort = entry.getValue();
      if (cohort.crowd) {
        handOver(cohort, beat);
        continue;
      }
      dropStale(cohort);
      if (cohort.due.isEmpty() || now < guardTime(entry.getKey(), cohort, awakeSince)) {
        continue;
      }
      if (rebuiltAt == Long.MIN_VALUE || now - rebuiltAt >= REBUILD_PACE) {
        rebuiltAt = now;
        schedule.rebuild(
            "no tick of "
                + entry.getKey()
                + " ms for "
                + (now - cohort.lastTick) / 1_000_000
                + " ms");
      }
      cohort.lastTick = now;
      look(cohort, now, beat);
    }
  }

  /** When the guard wants to look next (in the past for a crowd), or {@code Long.MAX_VALUE}. */
  long nextGuard(long awakeSince) {
    long next = Long.MAX_VALUE;
    for (Map.Entry<Long, Cohort> entry : byPeriod.entrySet()) {
      Cohort cohort = entry.getValue();
      if (cohort.crowd) {
        next = Math.min(next, cohort.looked);
      } else if (!cohort.due.isEmpty()) {
        next = Math.min(next, guardTime(entry.getKey(), cohort, awakeSince));
      }
    }
    return next;
  }

  /** The tick periods that no monitor needs any more are given up. */
  void trim() {
    byPeriod.values().forEach(Cohorts::dropStale);
    if (byPeriod.values().removeIf(cohort -> cohort.due.isEmpty())) {
      schedule.setCohorts(Set.copyOf(byPeriod.keySet()));
    }
  }

  private static long guardTime(long period, Cohort cohort, long awakeSince) {
    long silent = Math.max(GUARD_FLOOR, GUARD_PERIODS * Duration.ofMillis(period).toNanos());
    return Math.max(cohort.lastTick, awakeSince) + silent;
  }

  private static void look(Cohort cohort, long now, Consumer<Watch> beat) {
    cohort.looked = now;
    handOver(cohort, beat);
  }

  private static void handOver(Cohort cohort, Consumer<Watch> beat) {
    int handed = 0;
    dropStale(cohort);
    while (!cohort.due.isEmpty() && cohort.due.peek().at <= cohort.looked) {
      if (handed++ == AT_ONCE) {
        cohort.crowd = true;
        return;
      }
      beat.accept(cohort.due.remove().watch);
      dropStale(cohort);
    }
    cohort.crowd = false;
  }

  private static void dropStale(Cohort cohort) {
    while (!cohort.due.isEmpty() && stale(cohort.due.peek())) {
      cohort.due.poll();
    }
  }

  private static boolean stale(Due due) {
    return due.plan != due.watch.plan;
  }
}
