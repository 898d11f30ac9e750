package org.failovermon.app.control;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.Reply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The nouns of failovermon as JSON objects: what the API answers and {@code --json} prints. Members
 * are never renamed; times are ISO 8601, durations decimal seconds in members that end in {@code
 * _s}, and a value that is not known is null.
 */
final class Documents {
  private Documents() {}

  static ObjectNode monitor(MonitorSpec spec) {
    return Json.object()
        .put("host", spec.host().value())
        .put("interval_s", Json.seconds(spec.interval()))
        .put("retries", spec.retries())
        .put("timeout_s", Json.seconds(spec.timeout()))
        .put("lost_pulse", spec.lostPulse().text())
        .put("regain_pulse", spec.regainPulse().text())
        .put("start_at_reboot", spec.startAtReboot());
  }

  /** Adds what is known of the state of a monitor; it runs only while a daemon does. */
  static void state(ObjectNode json, MonitorState state, boolean running) {
    json.put("running", running && state.started())
        .put("started", state.started())
        .put("verdict", state.verdict().word())
        .put("since", Json.instant(state.since()))
        .put("because", state.because())
        .put("last_answer", Json.instant(state.lastAnswer()))
        .put("absent_until", Json.instant(state.absentUntil()));
    if (state.openOutage() > 0) {
      json.put("open_outage", state.openOutage());
    } else {
      json.putNull("open_outage");
    }
  }

  static ObjectNode path(CommPath path, int defaultPort) {
    return Json.object()
        .put("host", path.host().value())
        .put("address", path.address())
        .put("port", path.port() == 0 ? defaultPort : path.port())
        .put("own_name", path.own());
  }

  static ObjectNode livePath(EngineView.PathView view, int defaultPort) {
    ObjectNode json = path(view.path(), defaultPort);
    if (view.lastAnswer() == null) {
      json.putNull("last_answer_ago_s");
    } else {
      json.put("last_answer_ago_s", Json.seconds(view.lastAnswer()));
    }
    if (view.roundTrip() == null) {
      json.putNull("round_trip_s");
    } else {
      json.put("round_trip_s", Json.seconds(view.roundTrip()));
    }
    return json.put("trouble", view.trouble());
  }

  static ObjectNode job(Job job) {
    ObjectNode json =
        Json.object()
            .put("name", job.name())
            .put("cron", job.cron())
            .put("zone", job.zone().getId());
    switch (job.action()) {
      case Job.RunScript(var script) -> json.put("script", script.text());
      case Job.SetInterval(var host, var interval) ->
          json.put("host", host.value()).put("interval_s", Json.seconds(interval));
    }
    return json;
  }

  static ObjectNode maintenance(Maintenance maintenance) {
    ObjectNode json = Json.object().put("name", maintenance.name());
    texts(json.putArray("subjects"), new TreeSet<>(maintenance.subjects()));
    switch (maintenance.window()) {
      case Maintenance.Once(Instant from, Instant to) ->
          json.put("from", Json.instant(from)).put("to", Json.instant(to));
      case Maintenance.Recurring(String cron, ZoneId zone, Duration lasts) ->
          json.put("cron", cron).put("zone", zone.getId()).put("lasts_s", Json.seconds(lasts));
    }
    return json;
  }

  static ObjectNode run(Run run) {
    ObjectNode json =
        Json.object()
            .put("run", run.id())
            .put("kind", run.kind().word())
            .put("subject", run.subject())
            .put("outage", run.outage())
            .put("script", run.script().text())
            .put("status", run.status().word())
            .put("reason", run.reason())
            .put("requested_at", Json.instant(run.requestedAt()))
            .put("started_at", Json.instant(run.startedAt()))
            .put("ended_at", Json.instant(run.endedAt()))
            .put("exit_code", run.exitCode())
            .put("result", run.result());
    if (run.retryOf() > 0) {
      json.put("retry_of", run.retryOf());
    } else {
      json.putNull("retry_of");
    }
    return json;
  }

  static ObjectNode outage(Outage outage) {
    return Json.object()
        .put("outage", outage.id())
        .put("host", outage.host().value())
        .put("lost_at", Json.instant(outage.lostAt()))
        .put("ended_at", Json.instant(outage.endedAt()))
        .put("because", outage.because());
  }

  static ObjectNode history(HostName host, List<Records.Beats> pieces) {
    ObjectNode json = Json.object().put("host", host.value());
    ArrayNode array = json.putArray("history");
    for (Records.Beats piece : pieces) {
      ObjectNode one =
          Json.object()
              .put("from", Json.instant(piece.start()))
              .put("answered", piece.hits())
              .put("missed", piece.misses());
      span(one, "round_trip_p50_s", piece.p50());
      span(one, "round_trip_p99_s", piece.p99());
      span(one, "round_trip_max_s", piece.max());
      array.add(one);
    }
    return json;
  }

  private static void span(ObjectNode json, String member, @Nullable Duration span) {
    if (span == null) {
      json.putNull(member);
    } else {
      json.put(member, Json.seconds(span));
    }
  }

  static ObjectNode entry(long id, LogEntry entry) {
    return Json.object()
        .put("id", id)
        .put("at", Json.instant(entry.at()))
        .put("kind", entry.kind().name().toLowerCase(java.util.Locale.ROOT))
        .put("subject", entry.subject())
        .put("change", entry.change())
        .put("rule", entry.rule())
        .put("text", entry.text())
        .put("who", entry.who());
  }

  static ObjectNode figures(EngineView.Figures figures) {
    return Json.object()
        .put("window_s", Json.seconds(figures.window()))
        .put("beats", figures.beats())
        .put("lateness_p50_s", Json.seconds(figures.latenessP50()))
        .put("lateness_p99_s", Json.seconds(figures.latenessP99()))
        .put("lateness_max_s", Json.seconds(figures.latenessMax()))
        .put("pauses", figures.pauses())
        .put("paused_s", Json.seconds(figures.paused()))
        .put("checks_begun", figures.checks().begun())
        .put("check_lateness_p50_s", Json.seconds(figures.checks().latenessP50()))
        .put("check_lateness_p99_s", Json.seconds(figures.checks().latenessP99()))
        .put("check_lateness_max_s", Json.seconds(figures.checks().latenessMax()));
  }

  static ObjectNode reply(Reply reply) {
    ObjectNode json = Json.object().put("exit", reply.exit());
    texts(json.putArray("messages"), reply.messages());
    texts(json.putArray("warnings"), reply.warnings());
    texts(json.putArray("errors"), reply.errors());
    return json;
  }

  private static void texts(ArrayNode array, Collection<String> texts) {
    texts.forEach(array::add);
  }
}
