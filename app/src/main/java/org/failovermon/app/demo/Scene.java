package org.failovermon.app.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What {@code failovermon status}, {@code log} and {@code runs} of beta say at one moment, read
 * from their JSON.
 *
 * @param verdict on alpha, in the words of the verdicts; empty while nothing is known
 * @param because the sentence of that verdict
 * @param bound longest time from a death to the verdict: interval + (1 + retries) × timeout
 * @param boundInWords the same with its numbers
 * @param paths the paths to alpha, the one of its own name first
 * @param log the journal, oldest first
 * @param runs the runs, newest first
 * @param notices what needs the operator
 */
record Scene(
    String verdict,
    String because,
    Duration bound,
    String boundInWords,
    List<PathLine> paths,
    List<LogLine> log,
    List<RunLine> runs,
    List<String> notices) {

  /** Before anything was asked. */
  static final Scene EMPTY =
      new Scene("", "", Duration.ZERO, "", List.of(), List.of(), List.of(), List.of());

  /**
   * A path.
   *
   * @param own whether it is the path of the host's own name
   * @param address where it leads
   * @param silentFor time since its last answer, or null if it never answered
   * @param roundTrip of that answer, or null
   * @param trouble what is wrong, or empty
   */
  record PathLine(
      boolean own,
      String address,
      @Nullable Duration silentFor,
      @Nullable Duration roundTrip,
      String trouble) {}

  /** A line of the journal. */
  record LogLine(long id, Instant at, String kind, String subject, String change, String text) {}

  /** A run. */
  record RunLine(long id, String kind, String status, String result) {
    boolean ended() {
      return !status.equals("queued") && !status.equals("running");
    }
  }

  /** Reads the three documents. */
  static Scene of(JsonNode status, JsonNode log, JsonNode runs) {
    JsonNode monitor = status.path("monitors").path(0);
    Duration interval = orZero(monitor.path("interval_s"));
    Duration timeout = orZero(monitor.path("timeout_s"));
    int tries = 1 + monitor.path("retries").asInt(0);
    List<PathLine> paths = new ArrayList<>();
    for (JsonNode path : monitor.path("paths")) {
      paths.add(
          new PathLine(
              path.path("own_name").asBoolean(false),
              path.path("address").asString(""),
              duration(path.path("last_answer_ago_s")),
              duration(path.path("round_trip_s")),
              path.path("trouble").asString("")));
    }
    paths.sort(Comparator.comparing(PathLine::own).reversed());
    List<LogLine> lines = new ArrayList<>();
    for (JsonNode line : log.path("log")) {
      lines.add(
          new LogLine(
              line.path("id").asLong(0),
              Instant.parse(line.path("at").asString("1970-01-01T00:00:00Z")),
              line.path("kind").asString(""),
              line.path("subject").asString(""),
              line.path("change").asString(""),
              line.path("text").asString("")));
    }
    List<RunLine> all = new ArrayList<>();
    for (JsonNode run : runs.path("runs")) {
      all.add(
          new RunLine(
              run.path("run").asLong(0),
              run.path("kind").asString(""),
              run.path("status").asString(""),
              run.path("result").asString("")));
    }
    List<String> notices = new ArrayList<>();
    status.path("notices").forEach(each -> notices.add(each.asString("")));
    status.path("script_problems").forEach(each -> notices.add(each.asString("")));
    return new Scene(
        monitor.path("verdict").asString(""),
        monitor.path("because").asString(""),
        interval.plus(timeout.multipliedBy(tries)),
        Spans.seconds(interval) + " + " + tries + " × " + Spans.seconds(timeout),
        List.copyOf(paths),
        List.copyOf(lines),
        List.copyOf(all),
        List.copyOf(notices));
  }

  /** The newest run of a kind, if there is one. */
  Optional<RunLine> run(String kind) {
    return runs.stream().filter(run -> run.kind().equals(kind)).findFirst();
  }

  /** How many runs of a kind there are. */
  long runs(String kind) {
    return runs.stream().filter(run -> run.kind().equals(kind)).count();
  }

  /** When a verdict was first reached after a moment, by the journal. */
  Optional<Instant> reached(String word, Instant after) {
    return log.stream()
        .filter(line -> line.kind().equals("verdict") && line.change().endsWith(word))
        .map(LogLine::at)
        .filter(at -> !at.isBefore(after))
        .findFirst();
  }

  private static Duration orZero(JsonNode seconds) {
    Duration duration = duration(seconds);
    return duration == null ? Duration.ZERO : duration;
  }

  private static @Nullable Duration duration(JsonNode seconds) {
    return seconds.isNumber()
        ? Duration.ofNanos(
            seconds.decimalValue().multiply(BigDecimal.valueOf(1_000_000_000)).longValue())
        : null;
  }
}
