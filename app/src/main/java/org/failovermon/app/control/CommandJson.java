package org.failovermon.app.control;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.port.OperatorCommand;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Operator commands as JSON objects: the member {@code command} names the command, the others are
 * its values; durations are decimal seconds in members that end in {@code _s}. A member that is
 * absent or null in {@code modify} keeps its value.
 */
final class CommandJson {
  /** The words that {@link #read} knows. */
  static final List<String> WORDS =
      List.of(
          "add",
          "delete",
          "modify",
          "start",
          "stop",
          "path-add",
          "path-delete",
          "path-modify",
          "job-add",
          "job-delete",
          "run-retry",
          "run-dismiss",
          "maintenance-add",
          "maintenance-delete");

  private CommandJson() {}

  /** Writes a command. */
  static ObjectNode write(OperatorCommand command) {
    ObjectNode json = Json.object();
    switch (command) {
      case OperatorCommand.Add(MonitorSpec spec, boolean start) -> {
        json.put("command", "add");
        json.set("monitor", Documents.monitor(spec));
        json.put("start", start);
      }
      case OperatorCommand.Delete(HostName host) ->
          json.put("command", "delete").put("host", host.value());
      case OperatorCommand.Modify modify -> writeModify(json, modify);
      case OperatorCommand.Start(List<HostName> hosts) ->
          writeHosts(json.put("command", "start"), hosts);
      case OperatorCommand.Stop(List<HostName> hosts) ->
          writeHosts(json.put("command", "stop"), hosts);
      case OperatorCommand.AddPath(HostName host, String address, int port) ->
          json.put("command", "path-add")
              .put("host", host.value())
              .put("address", address)
              .put("port", port);
      case OperatorCommand.DeletePath(HostName host, String address) ->
          json.put("command", "path-delete").put("host", host.value()).put("address", address);
      case OperatorCommand.ModifyPath(
              HostName host,
              String address,
              String newAddress,
              int newPort) ->
          json.put("command", "path-modify")
              .put("host", host.value())
              .put("address", address)
              .put("new_address", newAddress)
              .put("new_port", newPort);
      case OperatorCommand.AddJob(Job job) -> {
        json.put("command", "job-add");
        json.set("job", Documents.job(job));
      }
      case OperatorCommand.DeleteJob(String name) ->
          json.put("command", "job-delete").put("name", name);
      case OperatorCommand.RetryRun(long run) -> json.put("command", "run-retry").put("run", run);
      case OperatorCommand.DismissRun(long run) ->
          json.put("command", "run-dismiss").put("run", run);
      case OperatorCommand.AddMaintenance(Maintenance window) -> {
        json.put("command", "maintenance-add");
        json.set("maintenance", Documents.maintenance(window));
      }
      case OperatorCommand.DeleteMaintenance(String name) ->
          json.put("command", "maintenance-delete").put("name", name);
    }
    return json;
  }

  private static void writeModify(ObjectNode json, OperatorCommand.Modify modify) {
    json.put("command", "modify").put("host", modify.host().value());
    if (modify.interval() != null) {
      json.put("interval_s", Json.seconds(modify.interval()));
    }
    if (modify.retries() != null) {
      json.put("retries", modify.retries());
    }
    if (modify.timeout() != null) {
      json.put("timeout_s", Json.seconds(modify.timeout()));
    }
    if (modify.lostPulse() != null) {
      json.put("lost_pulse", modify.lostPulse().text());
    }
    if (modify.regainPulse() != null) {
      json.put("regain_pulse", modify.regainPulse().text());
    }
    if (modify.startAtReboot() != null) {
      json.put("start_at_reboot", modify.startAtReboot());
    }
    json.put("restart", modify.restart());
  }

  private static void writeHosts(ObjectNode json, List<HostName> hosts) {
    ArrayNode array = json.putArray("hosts");
    hosts.forEach(host -> array.add(host.value()));
  }

  /**
   * Reads a command.
   *
   * @throws InvalidValueException when it is no command, or a value breaks a rule
   */
  static OperatorCommand read(JsonNode json) {
    String command = Json.text(json, "command");
    return switch (command) {
      case "add" ->
          new OperatorCommand.Add(
              monitor(Json.member(json, "monitor")), json.path("start").asBoolean(false));
      case "delete" -> new OperatorCommand.Delete(host(json));
      case "modify" ->
          new OperatorCommand.Modify(
              host(json),
              duration(json, "interval_s"),
              Json.present(json, "retries") ? (Integer) Json.small(json, "retries") : null,
              duration(json, "timeout_s"),
              script(json, "lost_pulse"),
              script(json, "regain_pulse"),
              Json.present(json, "start_at_reboot")
                  ? (Boolean) Json.member(json, "start_at_reboot").asBoolean(false)
                  : null,
              json.path("restart").asBoolean(false));
      case "start" -> new OperatorCommand.Start(hosts(json));
      case "stop" -> new OperatorCommand.Stop(hosts(json));
      case "path-add" ->
          new OperatorCommand.AddPath(
              host(json), Json.text(json, "address"), Json.small(json, "port"));
      case "path-delete" -> new OperatorCommand.DeletePath(host(json), Json.text(json, "address"));
      case "path-modify" ->
          new OperatorCommand.ModifyPath(
              host(json),
              Json.text(json, "address"),
              Json.text(json, "new_address"),
              Json.small(json, "new_port"));
      case "job-add" -> new OperatorCommand.AddJob(job(Json.member(json, "job")));
      case "job-delete" -> new OperatorCommand.DeleteJob(Json.text(json, "name"));
      case "run-retry" -> new OperatorCommand.RetryRun(Json.integer(json, "run"));
      case "run-dismiss" -> new OperatorCommand.DismissRun(Json.integer(json, "run"));
      case "maintenance-add" ->
          new OperatorCommand.AddMaintenance(maintenance(Json.member(json, "maintenance")));
      case "maintenance-delete" -> new OperatorCommand.DeleteMaintenance(Json.text(json, "name"));
      default ->
          throw new InvalidValueException(
              "unknown command '" + command + "': the commands are " + String.join(", ", WORDS));
    };
  }

  private static MonitorSpec monitor(JsonNode json) {
    MonitorSpec defaults = MonitorSpec.withDefaults(host(json));
    Duration interval = duration(json, "interval_s");
    Duration timeout = duration(json, "timeout_s");
    ScriptRef lost = script(json, "lost_pulse");
    ScriptRef regain = script(json, "regain_pulse");
    return new MonitorSpec(
        defaults.host(),
        interval == null ? defaults.interval() : interval,
        Json.present(json, "retries") ? Json.small(json, "retries") : defaults.retries(),
        timeout == null ? defaults.timeout() : timeout,
        lost == null ? defaults.lostPulse() : lost,
        regain == null ? defaults.regainPulse() : regain,
        json.path("start_at_reboot").asBoolean(false));
  }

  private static Job job(JsonNode json) {
    String zone = Json.text(json, "zone");
    Job.Action action =
        Json.present(json, "script")
            ? new Job.RunScript(new ScriptRef(Json.text(json, "script")))
            : new Job.SetInterval(
                host(json), Json.duration(Json.member(json, "interval_s"), "interval_s"));
    return new Job(Json.text(json, "name"), Json.text(json, "cron"), zone(zone), action);
  }

  private static Maintenance maintenance(JsonNode json) {
    Maintenance.Window window =
        Json.present(json, "cron")
            ? new Maintenance.Recurring(
                Json.text(json, "cron"),
                zone(Json.text(json, "zone")),
                Json.duration(Json.member(json, "lasts_s"), "lasts_s"))
            : new Maintenance.Once(instant(json, "from"), instant(json, "to"));
    Set<String> subjects = new TreeSet<>();
    for (JsonNode subject : json.path("subjects")) {
      subjects.add(subject.asString(""));
    }
    return new Maintenance(Json.text(json, "name"), subjects, window, null);
  }

  private static Instant instant(JsonNode json, String name) {
    String text = Json.text(json, name);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidValueException(
          "invalid time '" + text + "' of " + name + ": write it as in 2026-12-01T02:00:00Z");
    }
  }

  private static ZoneId zone(String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new InvalidValueException(
          "invalid time zone '" + zone + "': write a region such as Europe/Berlin, or UTC");
    }
  }

  private static HostName host(JsonNode json) {
    return new HostName(Json.text(json, "host"));
  }

  private static List<HostName> hosts(JsonNode json) {
    List<HostName> hosts = new ArrayList<>();
    for (JsonNode host : Json.member(json, "hosts")) {
      hosts.add(new HostName(host.asString("")));
    }
    return hosts;
  }

  private static @Nullable Duration duration(JsonNode json, String name) {
    return Json.present(json, name) ? Json.duration(Json.member(json, name), name) : null;
  }

  private static @Nullable ScriptRef script(JsonNode json, String name) {
    return Json.present(json, name) ? new ScriptRef(Json.text(json, name)) : null;
  }
}
