package org.failovermon.engine.schedule;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.port.Event;

/**
 * A schedule in a process of its own, for a wall clock that is faked from outside. Prints each
 * event with the monotonic time in milliseconds and the wall clock in milliseconds; ends when its
 * standard input ends.
 */
final class ScheduleUnderFakeClock {
  static final long TICK_MS = 50;

  private ScheduleUnderFakeClock() {}

  public static void main(String[] arguments) throws java.io.IOException {
    try (QuartzSchedule schedule = new QuartzSchedule(ScheduleUnderFakeClock::print)) {
      schedule.setCohorts(Set.of(TICK_MS));
      schedule.setJobs(
          List.of(
              new Job(
                  "each-second",
                  "* * * * * ?",
                  ZoneOffset.UTC,
                  new Job.RunScript(ScriptRef.DEFAULT_LOST))));
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  private static boolean print(Event event) {
    String what =
        event instanceof Event.JobDue due ? "job " + due.scheduledFor().toEpochMilli() : "tick 0";
    System.out.println(
        what + " " + System.nanoTime() / 1_000_000 + " " + System.currentTimeMillis());
    return true;
  }
}
