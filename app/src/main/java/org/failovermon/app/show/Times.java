package org.failovermon.app.show;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.failovermon.engine.model.Durations;
import tools.jackson.databind.JsonNode;

/** Times of documents as people read them, in the time zone of the terminal. */
final class Times {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

  private final ZoneId zone;

  Times(ZoneId zone) {
    this.zone = zone;
  }

  /** A moment: "2026-11-22 03:12:09"; "-" where there is none. */
  String moment(JsonNode instant) {
    return instant.isString()
        ? MOMENT.format(Instant.parse(instant.stringValue()).atZone(zone))
        : "-";
  }

  /** The time of a moment within its day: "03:12:09"; "-" where there is none. */
  String clock(JsonNode instant) {
    return instant.isString()
        ? CLOCK.format(Instant.parse(instant.stringValue()).atZone(zone))
        : "-";
  }

  /** How long ago a moment was, seen from another: "4 min". */
  static String ago(JsonNode instant, JsonNode now) {
    if (!instant.isString() || !now.isString()) {
      return "-";
    }
    Duration age =
        Duration.between(Instant.parse(instant.stringValue()), Instant.parse(now.stringValue()));
    return Durations.show(age.isNegative() ? Duration.ZERO : Duration.ofSeconds(age.toSeconds()));
  }

  /** How long something took, from one moment to another; "-" where one is missing. */
  static String took(JsonNode from, JsonNode to) {
    return from.isString() && to.isString()
        ? Durations.show(
            Duration.between(Instant.parse(from.stringValue()), Instant.parse(to.stringValue())))
        : "-";
  }

  /** The duration that a member in seconds holds. */
  static Duration duration(JsonNode seconds) {
    return Duration.ofNanos(seconds.decimalValue().multiply(NANOS).longValue());
  }

  /** The duration that a member in seconds holds, for people; "-" where it is null. */
  static String span(JsonNode seconds) {
    return seconds.isNumber() ? Durations.show(duration(seconds)) : "-";
  }
}
