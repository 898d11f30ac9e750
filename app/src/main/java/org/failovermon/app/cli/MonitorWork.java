package org.failovermon.app.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.Query;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.port.OperatorCommand;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What both forms of the command line do with monitors. */
final class MonitorWork {
  private final Context context;

  MonitorWork(Context context) {
    this.context = context;
  }

  /** Values of a monitor as given; null where the default, or the present value, stands. */
  record Values(
      @Nullable Duration interval,
      @Nullable Integer retries,
      @Nullable Duration timeout,
      @Nullable String lost,
      @Nullable String regain,
      @Nullable Boolean boot) {}

  int add(String name, Values values, boolean start) {
    HostName host = new HostName(name);
    MonitorSpec defaults = MonitorSpec.withDefaults(host);
    MonitorSpec spec =
        new MonitorSpec(
            host,
            values.interval() == null ? defaults.interval() : values.interval(),
            values.retries() == null ? defaults.retries() : values.retries(),
            values.timeout() == null ? defaults.timeout() : values.timeout(),
            values.lost() == null ? defaults.lostPulse() : new ScriptRef(values.lost()),
            values.regain() == null ? defaults.regainPulse() : new ScriptRef(values.regain()),
            Boolean.TRUE.equals(values.boot()));
    OperatorCommand command = new OperatorCommand.Add(spec, start);
    return start ? context.operateRunning(command) : context.operate(command);
  }

  int modify(String name, Values values, boolean restart) {
    OperatorCommand command =
        new OperatorCommand.Modify(
            new HostName(name),
            values.interval(),
            values.retries(),
            values.timeout(),
            values.lost() == null ? null : new ScriptRef(values.lost()),
            values.regain() == null ? null : new ScriptRef(values.regain()),
            values.boot(),
            restart);
    return restart ? context.operateRunning(command) : context.operate(command);
  }

  int delete(String name) {
    return context.operate(new OperatorCommand.Delete(new HostName(name)));
  }

  /**
   * Starts monitors; brings the daemon up if there is none, which by itself resumes those that ran
   * before.
   */
  int start(List<String> names) {
    List<HostName> hosts = hosts(names);
    askAboutAll(hosts); // an unknown host is refused before anything starts
    if (!context.ensureDaemon() || hosts.isEmpty()) {
      return context.operate(new OperatorCommand.Start(hosts));
    }
    List<HostName> waiting = new ArrayList<>();
    for (JsonNode monitor : context.ask(new Query.Monitors(hosts)).path("monitors")) {
      HostName host = new HostName(monitor.path("host").asString(""));
      if (monitor.path("running").asBoolean(false)) {
        context.say("the monitor of " + host + " runs");
      } else {
        waiting.add(host);
      }
    }
    return waiting.isEmpty() ? Refusal.DONE : context.operate(new OperatorCommand.Start(waiting));
  }

  /**
   * What policies name that no daemon has read yet is known too: the one that starts reads them.
   */
  private void askAboutAll(List<HostName> hosts) {
    try {
      context.ask(new Query.Monitors(hosts));
    } catch (Refusal refusal) {
      Set<HostName> awaited = new PolicyWork(context).monitorsOfTheNextDaemon();
      if (awaited.isEmpty()) {
        throw refusal;
      }
      List<HostName> others = hosts.stream().filter(host -> !awaited.contains(host)).toList();
      if (!others.isEmpty()) {
        context.ask(new Query.Monitors(others));
      }
    }
  }

  int stop(List<String> names) {
    return context.operate(new OperatorCommand.Stop(hosts(names)));
  }

  int list(List<String> names, boolean quiet, boolean json) {
    List<HostName> hosts = hosts(names);
    return context.show(
        new Query.Monitors(hosts),
        json,
        document ->
            quiet ? context.lists().bareMonitors(document) : context.lists().monitors(document));
  }

  private static List<HostName> hosts(List<String> names) {
    return names.stream().map(HostName::new).distinct().toList();
  }
}
