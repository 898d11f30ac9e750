package org.failovermon.engine.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.port.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quartz.TriggerKey;

@Timeout(60)
final class QuartzScheduleTest {
  private static final long GENEROUS_S = 20;

  /** An inbox that neither coalesces nor bounds. */
  private final LinkedBlockingQueue<Event> inbox = new LinkedBlockingQueue<>();

  private final QuartzSchedule schedule = new QuartzSchedule(inbox::offer);

  @AfterEach
  void close() {
    schedule.close();
  }

  @Test
  void ticksAtEveryPeriodThatIsWanted() throws InterruptedException {
    schedule.setCohorts(Set.of(1L, 20L, 250L));
    Set<Event> seen = new HashSet<>();
    while (seen.size() < 3) {
      seen.add(take());
    }
    assertEquals(Set.of(new Event.Tick(1), new Event.Tick(20), new Event.Tick(250)), seen);
  }

  @Test
  void ticksKeepTheirPaceInTheLongRun() throws InterruptedException {
    schedule.setCohorts(Set.of(20L));
    take();
    long begin = System.nanoTime();
    for (int tick = 0; tick < 25; tick++) {
      take();
    }
    long passedMs = (System.nanoTime() - begin) / 1_000_000;
    assertTrue(passedMs >= 450, () -> "25 ticks of 20 ms came within " + passedMs + " ms");
  }

  @Test
  void aPeriodThatIsNoLongerWantedFallsSilent() throws InterruptedException {
    schedule.setCohorts(Set.of(10L, 15L));
    awaitEvent(new Event.Tick(10)::equals);
    schedule.setCohorts(Set.of(15L));
    // One tick of the old period may have been under way; ten later ones may not.
    awaitEvent(new Event.Tick(15)::equals);
    inbox.clear();
    for (int tick = 0; tick < 10; tick++) {
      assertEquals(new Event.Tick(15), take());
    }
  }

  @Test
  void goesOnTickingAfterARebuildWithoutDoubles() throws InterruptedException {
    schedule.setCohorts(Set.of(50L));
    for (int round = 0; round < 5; round++) {
      schedule.rebuild("the test wants it");
    }
    take();
    long begin = System.nanoTime();
    for (int tick = 0; tick < 6; tick++) {
      take();
    }
    long passedMs = (System.nanoTime() - begin) / 1_000_000;
    assertTrue(passedMs >= 200, () -> "6 ticks of 50 ms came within " + passedMs + " ms");
  }

  @Test
  void anEventThatTheInboxRefusesDoesNotStopTheTicks() throws InterruptedException {
    LinkedBlockingQueue<Event> small = new LinkedBlockingQueue<>(1);
    try (QuartzSchedule crowded = new QuartzSchedule(small::offer)) {
      crowded.setCohorts(Set.of(5L));
      for (int tick = 0; tick < 10; tick++) {
        assertEquals(new Event.Tick(5), small.poll(GENEROUS_S, TimeUnit.SECONDS));
      }
    }
  }

  /**
   * The scheduler itself is up to 2 ms early; a maintenance window of that second begins before.
   */
  @Test
  void aJobNeverComesBeforeItsInstant() throws InterruptedException {
    schedule.setJobs(List.of(everySecond("each-second")));
    for (int early = 1; early <= 4; early++) {
      Instant due = Instant.now().plusMillis(early);
      schedule.fired(new TriggerKey("each-second", "jobs"), due);
      Instant came = Instant.now();
      assertTrue(!came.isBefore(due), () -> due + " came at " + came);
      awaitEvent(new Event.JobDue("each-second", due)::equals);
    }
  }

  @Test
  void aJobComesDueAtTheInstantsThatItsExpressionNames() throws InterruptedException {
    Instant before = Instant.now();
    schedule.setJobs(List.of(everySecond("each-second")));
    Event.JobDue first = (Event.JobDue) take();
    Event.JobDue second = (Event.JobDue) take();
    assertEquals("each-second", first.job());
    assertEquals(0, first.scheduledFor().toEpochMilli() % 1000);
    assertTrue(first.scheduledFor().isAfter(before), first.toString());
    assertTrue(second.scheduledFor().isAfter(first.scheduledFor()), second.toString());
  }

  @Test
  void noInstantIsOfferedTwiceHoweverOftenTheTriggersAreRebuilt() throws InterruptedException {
    schedule.setJobs(List.of(everySecond("each-second")));
    Set<Instant> seen = new HashSet<>();
    while (seen.size() < 3) {
      Event event = inbox.poll(20, TimeUnit.MILLISECONDS);
      if (event instanceof Event.JobDue due) {
        assertTrue(seen.add(due.scheduledFor()), () -> "twice: " + due);
      }
      schedule.rebuild("the test wants it");
      schedule.setJobs(List.of(everySecond("each-second")));
    }
  }

  @Test
  void anInstantBeforeTheJobWasSetIsNeverMadeGood() throws InterruptedException {
    Instant set = Instant.now();
    schedule.setJobs(List.of(everySecond("each-second")));
    schedule.rebuild("the test wants it");
    Event.JobDue due = (Event.JobDue) take();
    assertTrue(due.scheduledFor().isAfter(set), due + " although it was set at " + set);
  }

  @Test
  void aJobThatWasTakenAwayIsSilentAndOthersGoOn() throws InterruptedException {
    schedule.setJobs(List.of(everySecond("one"), everySecond("two")));
    awaitEvent(event -> event instanceof Event.JobDue due && due.job().equals("one"));
    schedule.setJobs(List.of(everySecond("two")));
    inbox.clear();
    Event.JobDue last = null;
    for (int fire = 0; fire < 2; fire++) {
      last = (Event.JobDue) take();
    }
    assertNotNull(last);
    assertEquals("two", last.job());
  }

  @Test
  void aJobWithABadOrExhaustedExpressionIsLeftOutAndOthersRun() throws InterruptedException {
    schedule.setJobs(
        List.of(job("bad", "0 2 * * *"), job("over", "0 0 0 1 1 ? 2020"), everySecond("good")));
    assertEquals("good", ((Event.JobDue) take()).job());
  }

  @Test
  void aTickPeriodOfZeroIsRefused() {
    assertThrows(InvalidValueException.class, () -> schedule.setCohorts(Set.of(0L)));
  }

  @Test
  void nothingComesAfterTheEndAndNoThreadKeepsTheJvmAlive() throws InterruptedException {
    schedule.setCohorts(Set.of(5L));
    take();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("failovermon-")) {
        assertTrue(thread.isDaemon(), thread.getName());
        assertFalse(thread.isVirtual(), thread.getName());
      }
    }
    schedule.close();
    schedule.rebuild("too late, and harmless");
    inbox.poll(50, TimeUnit.MILLISECONDS); // one may have been under way
    inbox.clear();
    assertNull(inbox.poll(200, TimeUnit.MILLISECONDS));
  }

  private Event take() throws InterruptedException {
    Event event = inbox.poll(GENEROUS_S, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event came within " + GENEROUS_S + " s");
    }
    return event;
  }

  private void awaitEvent(Predicate<Event> wanted) throws InterruptedException {
    while (!wanted.test(take())) {
      // take() is bounded
    }
  }

  private static Job everySecond(String name) {
    return job(name, "* * * * * ?");
  }

  private static Job job(String name, String cron) {
    return new Job(name, cron, ZoneOffset.UTC, new Job.RunScript(ScriptRef.DEFAULT_LOST));
  }
}
