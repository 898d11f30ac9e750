package org.failovermon.engine.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.failovermon.engine.decide.PulseState;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.port.Schedule;
import org.junit.jupiter.api.Test;

class CohortsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long TICK = Duration.ofMillis(20).toNanos();

  /** What sending a beat, and hearing its answer, takes of the engine's thread. */
  private static final long SENDING = Duration.ofNanos(20_000).toNanos();

  private static final long HEARING = Duration.ofNanos(5_000).toNanos();

  private final List<String> rebuilt = new ArrayList<>();
  private final Cohorts cohorts = new Cohorts(new Ticking());
  private final Queue<Watch> unheard = new ArrayDeque<>();
  private long now;
  private long latest;

  private final class Ticking implements Schedule {
    @Override
    public void setCohorts(Set<Long> periodsMillis) {}

    @Override
    public void setJobs(List<Job> jobs) {}

    @Override
    public void setRuleTimes(List<RuleTime> times) {}

    @Override
    public void rebuild(String because) {
      rebuilt.add(because);
    }
  }

  private Watch watch(int number, long dueAt) {
    HostName host = new HostName("host" + number);
    Watch watch =
        new Watch(
            MonitorSpec.withDefaults(host).withInterval(Duration.ofSeconds(1)),
            MonitorState.added(host, Instant.EPOCH),
            PulseState.stopped(0));
    plan(watch, dueAt);
    return watch;
  }

  private void plan(Watch watch, long dueAt) {
    watch.plan++;
    watch.dueAt = dueAt;
    cohorts.plan(watch, now);
  }

  private void send(Watch watch) {
    latest = Math.max(latest, now - watch.dueAt);
    now += SENDING;
    unheard.add(watch);
  }

  /**
   * Beats go out and are answered at once, in duty cycles as the engine's, with a tick each 20 ms.
   */
  private void run(long until) {
    long tick = now;
    while (now < until) {
      for (Watch watch = unheard.poll(); watch != null; watch = unheard.poll()) {
        now += HEARING;
        plan(watch, now + SECOND);
      }
      if (now >= tick) {
        tick = now - now % TICK + TICK;
        cohorts.tick(20, now, this::send);
      }
      cohorts.guard(now, 0, this::send);
      if (unheard.isEmpty()) {
        now = Math.max(now, Math.min(tick, cohorts.nextGuard(0)));
      }
    }
  }

  @Test
  void aCrowdThatAPauseOfOursLeftDissolves() {
    for (int i = 0; i < 10_000; i++) {
      watch(i, i * SECOND / 10_000);
    }
    run(5 * SECOND);
    now += 3 * SECOND / 10; // nothing ran: 3,000 beats are due at once
    run(now + 2 * SECOND);
    latest = 0;
    run(now + 5 * SECOND);
    assertTrue(latest < 2 * TICK, "a beat was " + latest / 1_000_000 + " ms late");
    assertEquals(List.of(), rebuilt);
  }

  @Test
  void ofACrowdEachGoesOutOnceAndTheEngineIsNotAsleepMeanwhile() {
    for (int i = 0; i < 1_000; i++) {
      watch(i, 0);
    }
    now = TICK;
    cohorts.tick(20, now, this::send);
    while (cohorts.nextGuard(0) <= now) {
      cohorts.guard(now, 0, this::send);
    }
    assertEquals(1_000, unheard.size());
    assertEquals(1_000, new HashSet<>(unheard).size());
  }

  @Test
  void whatIsDueOnlyAfterTheTickWaitsForTheNext() {
    Watch first = watch(1, 0);
    Watch second = watch(2, TICK / 2);
    cohorts.tick(20, 0, this::send);
    assertEquals(List.of(first), List.copyOf(unheard));
    cohorts.guard(TICK / 2, 0, this::send);
    assertEquals(1, unheard.size());
    cohorts.tick(20, TICK, this::send);
    assertEquals(List.of(first, second), List.copyOf(unheard));
  }

  @Test
  void whereTicksAreMissingTheGuardLooksAndHasThemMadeAnew() {
    watch(1, 0);
    now = cohorts.nextGuard(0);
    cohorts.guard(now, 0, this::send);
    assertEquals(1, unheard.size());
    assertEquals(1, rebuilt.size());
  }
}
