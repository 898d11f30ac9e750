package org.failovermon.engine.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.failovermon.engine.model.policy.Maintenance;
import org.jspecify.annotations.Nullable;

/**
 * The maintenance windows of an installation: which are on at an instant, for whom, and until when.
 * Pure; knows no clock.
 *
 * <p>Windows are told by the wall clock, since that is how people agree on them. A recurring window
 * begins at each time that its cron expression names, and lasts as long as it says in elapsed time,
 * also over the change of summer time. Where its times overlap or touch, it is one window that goes
 * on. After a step of the clock, what is on is what is on at the new time.
 */
public final class MaintenanceWindows {
  /** Overlapping times of one window that are joined, at most; the rest is joined when it comes. */
  private static final int MOST_JOINED = 64;

  private final List<Maintenance> windows;
  private final CronTimes cron;

  /** Windows, with what says when their expressions come due. */
  public MaintenanceWindows(List<Maintenance> windows, CronTimes cron) {
    this.windows = List.copyOf(windows);
    this.cron = cron;
  }

  /**
   * A window that is on.
   *
   * @param window the window
   * @param until when it ends
   */
  public record On(Maintenance window, Instant until) {
    /** What keeps things from happening, as people read it: "maintenance patch-day until …". */
    public String reason() {
      return "maintenance " + window.name() + " until " + until;
    }
  }

  /**
   * Which windows are on at an instant.
   *
   * @param at the instant
   * @param on those that are on, by name
   * @param change when the next one begins or ends, or null for never
   */
  public record Situation(Instant at, List<On> on, @Nullable Instant change) {
    /** Nothing is on, and nothing ever will be. */
    public static final Situation NONE = new Situation(Instant.EPOCH, List.of(), null);

    /** Copies the list. */
    public Situation {
      on = List.copyOf(on);
    }

    /** The window that covers the monitor or check the longest, if one does. */
    public Optional<On> covering(String subject) {
      return longest(subject);
    }

    /** The window that covers all the longest, if one does. */
    public Optional<On> coveringAll() {
      return longest(null);
    }

    /** The window of that name, if it is on. */
    public Optional<On> find(String name) {
      return on.stream().filter(each -> each.window().name().equals(name)).findFirst();
    }

    private Optional<On> longest(@Nullable String subject) {
      return on.stream()
          .filter(each -> covers(each.window(), subject))
          .max(Comparator.comparing(On::until));
    }
  }

  /** Every window, in the order given. */
  public List<Maintenance> all() {
    return windows;
  }

  /** Which windows are on at the instant. */
  public Situation at(Instant now) {
    List<On> on = new ArrayList<>();
    Instant change = null;
    for (Maintenance window : windows) {
      Optional<Instant> until = until(window, now);
      until.ifPresent(end -> on.add(new On(window, end)));
      Instant next = until.or(() -> begins(window, now)).orElse(null);
      if (next != null && (change == null || next.isBefore(change))) {
        change = next;
      }
    }
    on.sort(Comparator.comparing(each -> each.window().name()));
    return new Situation(now, on, change);
  }

  /**
   * When the window ends if it is on at the instant, else when it begins next; empty when it is
   * over for good.
   */
  public Optional<Instant> change(Maintenance window, Instant now) {
    return until(window, now).or(() -> begins(window, now));
  }

  /** Whether the window covers a monitor or a check; with a monitor it covers its checks. */
  public static boolean covers(Maintenance window, @Nullable String subject) {
    if (window.subjects().isEmpty()) {
      return true;
    }
    if (subject == null) {
      return false;
    }
    String name = subject.toLowerCase(Locale.ROOT);
    return window.subjects().stream()
        .map(each -> each.toLowerCase(Locale.ROOT))
        .anyMatch(each -> name.equals(each) || name.startsWith(each + "/"));
  }

  private Optional<Instant> until(Maintenance window, Instant now) {
    return switch (window.window()) {
      case Maintenance.Once once ->
          now.isBefore(once.from()) || !now.isBefore(once.to())
              ? Optional.empty()
              : Optional.of(once.to());
      case Maintenance.Recurring recurring -> until(recurring, now);
    };
  }

  private Optional<Instant> until(Maintenance.Recurring window, Instant now) {
    Instant begun = next(window, now.minus(window.lasts())).orElse(null);
    if (begun == null || begun.isAfter(now)) {
      return Optional.empty();
    }
    Duration half = window.lasts().dividedBy(2);
    Instant end = begun.plus(window.lasts());
    for (int joined = 0; joined < MOST_JOINED; joined++) {
      Instant before = end;
      Optional<Instant> further =
          next(window, end.minus(half)).filter(next -> !next.isAfter(before));
      if (further.isEmpty()) {
        further = next(window, begun).filter(next -> !next.isAfter(before));
      }
      if (further.isEmpty()) {
        break;
      }
      begun = further.get();
      end = begun.plus(window.lasts());
    }
    return Optional.of(end);
  }

  private Optional<Instant> begins(Maintenance window, Instant now) {
    return switch (window.window()) {
      case Maintenance.Once once ->
          now.isBefore(once.from()) ? Optional.of(once.from()) : Optional.empty();
      case Maintenance.Recurring recurring -> next(recurring, now);
    };
  }

  private Optional<Instant> next(Maintenance.Recurring window, Instant after) {
    return cron.next(window.cron(), window.zone(), after);
  }
}
