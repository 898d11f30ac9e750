package org.failovermon.engine.model.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.regex.Pattern;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * A maintenance window: monitoring goes on and nothing runs; its end judges afresh.
 *
 * @param name as of a job: unique among the windows
 * @param subjects monitors and checks that it is for; empty means all
 * @param window when
 * @param place where a policy says it, or null when it was made by command
 */
public record Maintenance(String name, Set<String> subjects, Window window, @Nullable Place place) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /**
   * Checks the name. A cron expression is checked by the scheduler, which alone knows its grammar.
   *
   * @throws InvalidValueException when the name has another form
   */
  public Maintenance {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "invalid name of a maintenance window '"
              + name
              + "': 1 to 64 letters, digits, '.', '_' or '-'");
    }
    subjects = Set.copyOf(subjects);
  }

  /** When it is. */
  public sealed interface Window {
    /** As people read it, times in UTC to the second: "from 2026-12-01T02:00:00Z to …". */
    String shown();
  }

  /** Once; ends before the year 2200. */
  public record Once(Instant from, Instant to) implements Window {
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /**
     * Checks the order.
     *
     * @throws InvalidValueException when it ends before it begins, lasts longer than a year, or
     *     lies in years that nothing can record
     */
    public Once {
      if (!to.isBefore(LATEST) || from.isBefore(Instant.EPOCH)) {
        throw new InvalidValueException(
            "a maintenance window lies in the years 1970 to 2199, was " + from + " to " + to);
      }
      if (!to.isAfter(from) || Duration.between(from, to).compareTo(Duration.ofDays(366)) > 0) {
        throw new InvalidValueException(
            "a maintenance window ends after it begins and lasts at most 366 days, was "
                + from
                + " to "
                + to);
      }
    }

    @Override
    public String shown() {
      return "from " + second(from) + " to " + second(to);
    }

    private static Instant second(Instant at) {
      return at.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /** Each time that a cron expression names, for a while. */
  public record Recurring(String cron, ZoneId zone, Duration lasts) implements Window {
    /**
     * Checks the length.
     *
     * @throws InvalidValueException when it is not 1 s to 31 days
     */
    public Recurring {
      if (lasts.compareTo(Duration.ofSeconds(1)) < 0 || lasts.compareTo(Duration.ofDays(31)) > 0) {
        throw new InvalidValueException(
            "a recurring maintenance window lasts 1 s to 31 days, was " + lasts);
      }
    }

    @Override
    public String shown() {
      return "each '" + cron + "' (" + zone + "), for " + Durations.show(lasts);
    }
  }
}
