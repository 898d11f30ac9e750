package org.failovermon.dsl.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.Set;
import org.failovermon.dsl.words.MaintenanceWords;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.policy.Maintenance;
import org.jspecify.annotations.Nullable;

/** Reads a maintenance block. */
final class MaintenanceBlock extends BlockReader implements MaintenanceWords {
  private final Spot spot;
  private final String name;
  private final Set<String> subjects = new LinkedHashSet<>();
  private @Nullable String cron;
  private @Nullable Duration lasts;
  private @Nullable ZoneId zone;
  private @Nullable String from;
  private @Nullable String to;
  private @Nullable Spot fromSpot;
  private @Nullable Spot toSpot;
  private @Nullable Spot everything;

  MaintenanceBlock(Reading reading, String name, Spot spot) {
    super(reading);
    this.name = name;
    this.spot = spot;
  }

  @Override
  public void cron(String expression) {
    cron = reading().cron(expression, once("cron"));
  }

  @Override
  public void lasts(Duration time) {
    if (within(once("lasts"), time, Duration.ofSeconds(1), Duration.ofDays(31))) {
      lasts = time;
    }
  }

  @Override
  public void zone(String text) {
    zone = reading().zone(text, once("zone"));
  }

  @Override
  public void from(String time) {
    fromSpot = once("from");
    from = time;
  }

  @Override
  public void to(String time) {
    toSpot = once("to");
    to = time;
  }

  @Override
  public void monitors(String... hosts) {
    subjects("monitors", Draft.Target.MONITOR, hosts);
  }

  @Override
  public void checks(String... names) {
    subjects("checks", Draft.Target.CHECK, names);
  }

  private void subjects(String word, Draft.Target target, String[] names) {
    Spot here = spot(word);
    if (names.length == 0) {
      problem(here, "'" + word + "' names nothing; write a name after it, or everything()");
    }
    for (String each : names) {
      subjects.add(each);
      reading().refer(target, each, here);
    }
  }

  @Override
  public void everything() {
    everything = once("everything");
  }

  /** Makes the definition. */
  void finish() {
    boolean named = Names.check(reading(), "maintenance window", name, spot);
    if (everything != null && !subjects.isEmpty()) {
      problem(everything, "'everything' makes the names needless; remove it or them");
    }
    if (everything == null && subjects.isEmpty() && !wasSaid("subjects")) {
      problem(
          spot,
          "maintenance '"
              + name
              + "' does not say what it is for; add monitors 'hostA', checks 'www' or"
              + " everything()");
    }
    Maintenance.Window window = window();
    if (named && window != null) {
      reading()
          .define(
              new Draft.Definition.Window(
                  new Maintenance(name, subjects, window, spot.place()), spot));
    }
  }

  private Maintenance.@Nullable Window window() {
    boolean once = wasSaid("from") || wasSaid("to");
    boolean again = wasSaid("cron") || wasSaid("lasts");
    if (once == again) {
      problem(
          spot,
          "maintenance '"
              + name
              + (once
                  ? "' is said both once (from, to) and again and again (cron, lasts); keep one"
                  : "' does not say when; add cron '0 0 2 ? * SUN' and lasts 2.hours, or from"
                      + " '2026-12-01T02:00' and to '2026-12-01T04:00'"));
      return null;
    }
    return once ? once() : recurring();
  }

  private Maintenance.@Nullable Window once() {
    if (!wasSaid("from") || !wasSaid("to")) {
      String missing = wasSaid("from") ? "to" : "from";
      problem(
          spot,
          "maintenance '"
              + name
              + "' does not say "
              + (missing.equals("to") ? "when it ends" : "when it begins")
              + "; add "
              + missing
              + ", as in: "
              + missing
              + " '2026-12-01T02:00'");
      return null;
    }
    Instant begin = instant(from, fromSpot);
    Instant end = instant(to, toSpot);
    if (begin == null || end == null) {
      return null;
    }
    try {
      return new Maintenance.Once(begin, end);
    } catch (InvalidValueException e) {
      problem(toSpot == null ? spot : toSpot, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private Maintenance.@Nullable Window recurring() {
    if (!wasSaid("cron") || !wasSaid("lasts")) {
      problem(
          spot,
          "maintenance '"
              + name
              + (wasSaid("cron")
                  ? "' does not say how long; add lasts, as in: lasts 2.hours"
                  : "' does not say when; add cron, as in: cron '0 0 2 ? * SUN'"));
      return null;
    }
    return cron == null || lasts == null ? null : new Maintenance.Recurring(cron, inZone(), lasts);
  }

  private ZoneId inZone() {
    return MonitorBlock.first(zone, reading().inherited().zone(), reading().settings().zone());
  }

  private @Nullable Instant instant(@Nullable String text, @Nullable Spot where) {
    if (text == null || where == null) {
      return null;
    }
    try {
      boolean offset = text.matches(".*T.*([+-]\\d\\d(:?\\d\\d)?|Z)$");
      return offset
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text.replace(' ', 'T')).atZone(inZone()).toInstant();
    } catch (DateTimeException e) {
      problem(
          where,
          "'"
              + where.word()
              + "' is a time, as in '2026-12-01T02:00' or '2026-12-01T02:00+01:00', was '"
              + text
              + "'");
      return null;
    }
  }
}
