package org.failovermon.engine.decide;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.port.Write;
import org.jspecify.annotations.Nullable;

/**
 * Judges what an operator wants (SEEDS §1 and §2): which writes it means, and what to answer. A
 * pure function, used by the engine and, where no daemon runs, by the command line. Whether a
 * script exists and a cron expression is well formed is asked before, by those who can.
 */
public final class Inventory {
  private final Known known;
  private final String who;
  private final Instant now;
  private final boolean running;
  private boolean byFile;
  private final List<Write> writes = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private Inventory(Known known, String who, Instant now, boolean running) {
    this.known = known;
    this.who = who;
    this.now = now;
    this.running = running;
  }

  /**
   * What an operator's wish means.
   *
   * @param reply what to answer
   * @param writes what to commit; empty but for the line in the journal when the wish is refused
   */
  public record Change(Reply reply, List<Write> writes) {
    /** Copies the list. */
    public Change {
      writes = List.copyOf(writes);
    }
  }

  /**
   * Judges one wish.
   *
   * @param known the installation as it is
   * @param command the wish
   * @param who whose it is, for the journal
   * @param now the wall time, for the journal
   * @param running whether a daemon runs, so that a started monitor really runs
   */
  public static Change apply(
      Known known, OperatorCommand command, String who, Instant now, boolean running) {
    return new Inventory(known, who, now, running).judge(command);
  }

  /**
   * What a job means that changes the interval of a monitor. The monitor of a policy file is
   * changed by jobs of the files alone.
   */
  public static Change changeInterval(Known known, String job, Job.SetInterval set, Instant now) {
    OperatorCommand change =
        new OperatorCommand.Modify(set.host(), set.interval(), null, null, null, null, null, false);
    Inventory inventory = new Inventory(known, "job " + job, now, true);
    inventory.byFile = known.owner(Owned.Kind.JOB, job).isPresent();
    return inventory.judge(change);
  }

  private Change judge(OperatorCommand command) {
    try {
      carryOut(command);
    } catch (InvalidValueException refused) {
      String why = String.valueOf(refused.getMessage());
      Write line =
          line(
              who,
              now,
              CommandWords.subject(command),
              CommandWords.say(command) + " was refused: " + why);
      return new Change(Reply.refused(why), List.of(line));
    }
    writes.add(line(who, now, CommandWords.subject(command), CommandWords.say(command)));
    return new Change(new Reply(0, messages, warnings, List.of()), writes);
  }

  private void carryOut(OperatorCommand command) {
    switch (command) {
      case OperatorCommand.Add add -> add(add);
      case OperatorCommand.Delete delete -> delete(delete.host());
      case OperatorCommand.Modify modify -> modify(modify);
      case OperatorCommand.Start start -> start(start.hosts());
      case OperatorCommand.Stop stop -> stop(stop.hosts());
      case OperatorCommand.AddPath path -> addPath(path);
      case OperatorCommand.DeletePath path -> deletePath(path.host(), path.address());
      case OperatorCommand.ModifyPath path -> modifyPath(path);
      case OperatorCommand.AddJob job -> addJob(job.job());
      case OperatorCommand.DeleteJob job -> deleteJob(job.name());
      case OperatorCommand.RetryRun run -> runWishes().retry(run.run());
      case OperatorCommand.DismissRun run -> runWishes().dismiss(run.run());
      case OperatorCommand.AddMaintenance add -> addWindow(add.window());
      case OperatorCommand.DeleteMaintenance delete -> deleteWindow(delete.name());
    }
  }

  private void add(OperatorCommand.Add add) {
    MonitorSpec spec = add.spec();
    HostName host = spec.host();
    mustNotBeOwned(Owned.Kind.MONITOR, host.value(), "add " + host);
    if (known.monitor(host).isPresent()) {
      throw new InvalidValueException(
          "an entry for " + host + " exists already; change it with modify, or delete it first");
    }
    writes.add(new Write.PutMonitor(spec));
    writes.add(new Write.PutPath(CommPath.ownName(host)));
    MonitorState added = MonitorState.added(host, now);
    writes.add(new Write.PutState(add.start() ? added.meantToRun(true) : added));
    messages.add("added " + host + (add.start() ? " and started its monitor" : ""));
    if (spec.interval().isZero() && spec.retries() == 0) {
      messages.add(
          "interval 0 means that beats follow one another "
              + Durations.show(MonitorSpec.FLOOR_OF_ZERO)
              + " after each answer; retries 0 means that the first beat missed is an outage");
    } else if (spec.interval().isZero()) {
      messages.add(
          "interval 0 means that beats follow one another "
              + Durations.show(MonitorSpec.FLOOR_OF_ZERO)
              + " after each answer");
    } else if (spec.retries() == 0) {
      messages.add("retries 0 means that the first beat missed is an outage");
    }
  }

  private void delete(HostName host) {
    mustNotBeOwned(Owned.Kind.MONITOR, host.value(), "delete " + host);
    if (known.monitor(host).isEmpty()) {
      warnings.add("there is no entry for " + host + "; nothing was deleted");
      return;
    }
    boolean wasRunning = known.state(host).map(MonitorState::started).orElse(false);
    // Before the monitor, so that its end finds nothing more to start.
    for (Run run : known.queuedRuns(host)) {
      writes.add(
          new Write.PutRun(
              Lane.skipped(run, now, "the monitor was deleted before it could start")));
      warnings.add("run " + run.id() + ", which waited, will not start");
    }
    writes.add(new Write.DeleteMonitor(host));
    messages.add("deleted " + host + (wasRunning ? ", its monitor was stopped" : ""));
  }

  private void modify(OperatorCommand.Modify modify) {
    HostName host = modify.host();
    MonitorSpec old = entry(host);
    mustNotBeOwned(Owned.Kind.MONITOR, host.value(), "modify " + host);
    MonitorSpec changed =
        new MonitorSpec(
            host,
            or(modify.interval(), old.interval()),
            or(modify.retries(), old.retries()),
            or(modify.timeout(), old.timeout()),
            or(modify.lostPulse(), old.lostPulse()),
            or(modify.regainPulse(), old.regainPulse()),
            or(modify.startAtReboot(), old.startAtReboot()));
    writes.add(new Write.PutMonitor(changed));
    messages.add("modified " + host);
    if (modify.restart()) {
      MonitorState state = stateOf(host);
      if (!state.started()) {
        writes.add(new Write.PutState(state.meantToRun(true)));
      }
      messages.add((state.started() ? "restarted" : "started") + " the monitor of " + host);
    }
  }

  private void start(List<HostName> hosts) {
    for (HostName host : hosts.isEmpty() ? List.copyOf(known.hosts()) : hosts) {
      entry(host);
      Optional<String> obstacle = known.obstacle(host);
      if (obstacle.isPresent()) {
        String not = "cannot start the monitor of " + host + ": " + obstacle.get();
        if (!hosts.isEmpty()) {
          throw new InvalidValueException(not);
        }
        warnings.add(not);
        continue;
      }
      MonitorState state = stateOf(host);
      if (state.started() && running) {
        if (!hosts.isEmpty()) {
          throw new InvalidValueException("monitor for " + host + " already running");
        }
        warnings.add("a monitor for " + host + " is already running");
      } else {
        writes.add(new Write.PutState(state.meantToRun(true)));
        messages.add("started the monitor of " + host);
      }
    }
    if (hosts.isEmpty() && known.hosts().isEmpty()) {
      warnings.add("there is no entry to start; add one with: failovermon add HOST");
    }
  }

  private void stop(List<HostName> hosts) {
    for (HostName host : hosts.isEmpty() ? List.copyOf(known.hosts()) : hosts) {
      entry(host);
      MonitorState state = stateOf(host);
      if (!state.started()) {
        String not = "monitor for " + host + " not running";
        if (!hosts.isEmpty()) {
          throw new InvalidValueException(not);
        }
        warnings.add(not);
      } else {
        writes.add(new Write.PutState(running ? state.meantToRun(false) : stopped(state)));
        messages.add("stopped the monitor of " + host);
      }
    }
  }

  private void addPath(OperatorCommand.AddPath add) {
    entry(add.host());
    mustNotBeOwned(Owned.Kind.MONITOR, add.host().value(), "add a path to " + add.host());
    CommPath path = new CommPath(add.host(), add.address(), add.port(), false);
    if (find(add.host(), path.address()) != null) {
      throw new InvalidValueException(
          "path "
              + path.address()
              + " of "
              + add.host()
              + " exists already; change it with path modify");
    }
    writes.add(new Write.PutPath(path));
    messages.add("added path " + path.address() + " to " + add.host());
    warnOfTwin(path);
  }

  /** One machine behind two monitors: its death would be two outages, and its life hide one. */
  private void warnOfTwin(CommPath path) {
    for (HostName other : known.hosts()) {
      if (!other.equals(path.host()) && find(other, path.address()) != null) {
        warnings.add(
            path.address()
                + " is a path of "
                + other
                + " already: an answer by it proves that the machine lives which has that address,"
                + " and not that both hosts do");
      }
    }
  }

  private void deletePath(HostName host, String address) {
    entry(host);
    mustNotBeOwned(Owned.Kind.MONITOR, host.value(), "delete a path of " + host);
    CommPath path = pathOf(host, address);
    if (path.own()) {
      throw new InvalidValueException(
          "path " + path.address() + " is the name of " + host + " itself, which is always a path");
    }
    writes.add(new Write.DeletePath(host, path.address()));
    messages.add("deleted path " + path.address() + " of " + host);
  }

  private void modifyPath(OperatorCommand.ModifyPath modify) {
    entry(modify.host());
    mustNotBeOwned(Owned.Kind.MONITOR, modify.host().value(), "modify a path of " + modify.host());
    CommPath old = pathOf(modify.host(), modify.address());
    boolean renamed = !old.leadsTo(modify.newAddress());
    String address = renamed ? modify.newAddress() : old.address();
    CommPath changed = new CommPath(modify.host(), address, modify.newPort(), old.own());
    if (renamed && old.own()) {
      throw new InvalidValueException(
          "path "
              + old.address()
              + " is the name of "
              + modify.host()
              + " itself; only its port can be changed, add a path for another address");
    }
    if (renamed && find(modify.host(), changed.address()) != null) {
      throw new InvalidValueException(
          "path " + changed.address() + " of " + modify.host() + " exists already");
    }
    if (renamed) {
      writes.add(new Write.DeletePath(modify.host(), old.address()));
    }
    writes.add(new Write.PutPath(changed));
    messages.add("modified path " + old.address() + " of " + modify.host());
  }

  private void addJob(Job job) {
    mustNotBeOwned(Owned.Kind.JOB, job.name(), "add job " + job.name());
    if (known.job(job.name()).isPresent()) {
      throw new InvalidValueException(
          "job " + job.name() + " exists already; delete it first, or choose another name");
    }
    if (job.action() instanceof Job.SetInterval set) {
      MonitorSpec old = entry(set.host());
      mustNotBeOwned(
          Owned.Kind.MONITOR, set.host().value(), "change the interval of " + set.host());
      // The ranges of an interval are checked by making the monitor that it would lead to.
      new MonitorSpec(
          old.host(),
          set.interval(),
          old.retries(),
          old.timeout(),
          old.lostPulse(),
          old.regainPulse(),
          old.startAtReboot());
    }
    writes.add(new Write.PutJob(job));
    messages.add("added job " + job.name());
  }

  private void deleteJob(String name) {
    mustNotBeOwned(Owned.Kind.JOB, name, "delete job " + name);
    if (known.job(name).isEmpty()) {
      warnings.add("there is no job " + name + "; nothing was deleted");
      return;
    }
    writes.add(new Write.DeleteJob(name));
    messages.add("deleted job " + name);
  }

  private void addWindow(Maintenance window) {
    String name = window.name();
    mustNotBeOwned(Owned.Kind.WINDOW, name, "add maintenance " + name);
    if (known.window(name).isPresent()) {
      throw new InvalidValueException(
          "maintenance " + name + " exists already; delete it first, or choose another name");
    }
    if (window.window() instanceof Maintenance.Once once && !once.to().isAfter(now)) {
      throw new InvalidValueException(
          "maintenance " + name + " is over already: it would end at " + once.to());
    }
    window.subjects().stream().sorted().forEach(each -> mustExist(name, each));
    writes.add(new Write.PutWindow(window));
    messages.add("added maintenance " + name + " " + window.window().shown());
  }

  /** A slip of the pen would leave a host unprotected that somebody is about to shut down. */
  private void mustExist(String window, String subject) {
    boolean check =
        known.owned().stream()
            .anyMatch(
                each -> each.kind() == Owned.Kind.CHECK && each.name().equalsIgnoreCase(subject));
    if (!check && (subject.contains("/") || known.monitor(new HostName(subject)).isEmpty())) {
      throw new InvalidValueException(
          "there is no monitor or check '"
              + subject
              + "' that maintenance "
              + window
              + " could cover; see: failovermon list, failovermon check list");
    }
  }

  private void deleteWindow(String name) {
    mustNotBeOwned(Owned.Kind.WINDOW, name, "delete maintenance " + name);
    if (known.window(name).isEmpty()) {
      warnings.add("there is no maintenance " + name + "; nothing was deleted");
      return;
    }
    writes.add(new Write.DeleteWindow(name));
    messages.add("deleted maintenance " + name);
  }

  /** What a policy file says is changed in the file. */
  private void mustNotBeOwned(Owned.Kind kind, String name, String wish) {
    if (byFile) {
      return;
    }
    known
        .owner(kind, name)
        .ifPresent(
            place -> {
              throw new InvalidValueException(
                  "cannot "
                      + wish
                      + ": "
                      + kind.word()
                      + " "
                      + name
                      + " belongs to "
                      + place
                      + "; edit the file instead");
            });
  }

  private RunWishes runWishes() {
    return new RunWishes(known, who, now, running, writes, messages);
  }

  private MonitorSpec entry(HostName host) {
    return known
        .monitor(host)
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "there is no entry for " + host + "; add one with: failovermon add " + host));
  }

  private MonitorState stateOf(HostName host) {
    return known.state(host).orElseGet(() -> MonitorState.added(host, now));
  }

  private @Nullable CommPath find(HostName host, String address) {
    return known.paths(host).stream()
        .filter(path -> path.leadsTo(address))
        .findFirst()
        .orElse(null);
  }

  private CommPath pathOf(HostName host, String address) {
    CommPath path = find(host, address);
    if (path == null) {
      throw new InvalidValueException(
          host + " has no path " + address + "; see: failovermon path list " + host);
    }
    return path;
  }

  /** Where no engine judges the stop, its verdict is recorded here, in the words of the engine. */
  private MonitorState stopped(MonitorState state) {
    String outage =
        state.openOutage() == 0 ? "" : "; its outage " + state.openOutage() + " stays open";
    return new MonitorState(
        state.host(),
        false,
        Verdict.STOPPED,
        now,
        "the monitor of " + state.host() + " is stopped" + outage,
        state.openOutage(),
        state.lastAnswer(),
        state.incarnation(),
        state.announcement(),
        state.absentUntil());
  }

  private static <T> T or(@Nullable T changed, T old) {
    return changed == null ? old : changed;
  }

  private static Write line(String who, Instant now, String subject, String text) {
    return new Write.Append(new LogEntry(now, LogEntry.Kind.OPERATOR, subject, "", "", text, who));
  }
}
