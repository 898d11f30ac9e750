package org.failovermon.engine.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.failovermon.engine.decide.Inventory;
import org.failovermon.engine.decide.Known;
import org.failovermon.engine.decide.Ownership;
import org.failovermon.engine.decide.PulseState;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.port.Write;

/**
 * What the installation consists of, as the engine's memory holds it, and the one place where
 * operators and policies change it. Engine's thread only.
 */
final class Installation implements Known, Policies.Taker {
  private final Clock clock;
  private final Ledger ledger;
  private final Monitors monitors;
  private final Runs runs;
  private final Jobs jobs;
  private final Policies policies;
  private final Ownership owned;
  private final PolicyWork work;
  private final Map<HostName, Boolean> resting = new TreeMap<>();
  private boolean starting = true;
  private int starts;

  Installation(
      Clock clock,
      Ledger ledger,
      Monitors monitors,
      Runs runs,
      Jobs jobs,
      Policies policies,
      PolicyWork work,
      Snapshot snapshot) {
    this.clock = clock;
    this.ledger = ledger;
    this.monitors = monitors;
    this.runs = runs;
    this.jobs = jobs;
    this.policies = policies;
    this.owned = new Ownership(snapshot.policy().owned());
    this.work = work;
  }

  /** Judges and carries out an operator's wish; the reply follows the commit. */
  void operator(Event.Operator operator) {
    if (!ledger.fault().isEmpty()) {
      operator
          .reply()
          .accept(
              Reply.refused(
                  "nothing was changed, because it cannot be recorded: " + ledger.fault()));
      return;
    }
    OperatorCommand command = operator.command();
    Inventory.Change change = Inventory.apply(this, command, operator.who(), clock.wall(), true);
    absorb(change.writes());
    if (command instanceof OperatorCommand.Modify modify
        && modify.restart()
        && change.reply().exit() == 0) {
      Watch watch = monitors.find(modify.host());
      if (watch != null) {
        monitors.respecified(watch, true);
      }
    }
    if (change.reply().exit() == 0) {
      work.operatorDid(command, operator.who());
    }
    ledger.after(new ReplyWhenCommitted(operator.reply(), change.reply()));
  }

  /** A job came due. */
  void jobDue(Event.JobDue due) {
    String rests = owned.find(Owned.Kind.JOB, due.job()).isPresent() ? policies.trouble() : "";
    jobs.due(due, rests, this, this::absorb);
  }

  /** A set of policies is to come into force. */
  void apply(Event.ApplyPolicies wish) {
    boolean rested = !policies.trouble().isEmpty();
    policies.apply(wish, this, this);
    if (rested && policies.trouble().isEmpty()) {
      Map<HostName, Boolean> again = new TreeMap<>(resting);
      resting.clear();
      int place = 0;
      for (Map.Entry<HostName, Boolean> each : again.entrySet()) {
        Watch watch = monitors.find(each.getKey());
        if (watch != null && !watch.started && watch.saved.started()) {
          long grace = each.getValue() ? monitors.graceNanos() : 0;
          monitors.start(watch, clock.nanos() + grace, false, (double) place++ / again.size());
        }
      }
    }
  }

  /** Whether a policy says the monitor and no policies are in force: it rests until they are. */
  boolean rests(HostName host) {
    return !policies.trouble().isEmpty()
        && owned.find(Owned.Kind.MONITOR, host.value()).isPresent();
  }

  /** Why a run of what policies say may not start now: none are in force; else empty. */
  String rests(Run run) {
    boolean ofPolicies =
        switch (run.kind()) {
          case RULE -> true;
          case JOB -> owned.find(Owned.Kind.JOB, run.subject()).isPresent();
          case LOST_PULSE, REGAIN_PULSE ->
              owned.find(Owned.Kind.MONITOR, run.subject()).isPresent();
        };
    return ofPolicies && !policies.trouble().isEmpty() ? "policies that are not in force" : "";
  }

  /**
   * A monitor that would be started now, if its policy were in force.
   *
   * @param graceful whether it has the grace of a boot when it is
   */
  void rest(Watch watch, boolean graceful) {
    resting.put(watch.host, graceful);
  }

  /** The start of the engine is over: from now on changes act at once. */
  void started() {
    starting = false;
  }

  @Override
  public void absorb(List<Write> writes) {
    starts = 0;
    int all = (int) writes.stream().filter(write -> write instanceof Write.PutState).count();
    writes.forEach(write -> absorb(write, all));
    boolean jobsChanged =
        writes.stream().anyMatch(w -> w instanceof Write.PutJob || w instanceof Write.DeleteJob);
    if (!starting) {
      if (jobsChanged) {
        jobs.announce();
      }
      runs.advanceAll();
    }
  }

  @Override
  public void inForce(PolicySet before, PolicySet now) {
    work.replace(now);
    monitors.policies(policies::monitor);
  }

  private void absorb(Write write, int states) {
    ledger.write(write);
    switch (write) {
      case Write.PutMonitor put -> putMonitor(put.spec());
      case Write.PutState put -> startOrStop(put.state(), states);
      case Write.DeleteMonitor delete -> {
        Watch watch = monitors.find(delete.host());
        if (watch != null) {
          if (watch.started) {
            monitors.stop(watch);
            ledger.write(delete);
          }
          monitors.remove(watch);
        }
      }
      case Write.PutPath put -> putPath(put.path());
      case Write.DeletePath delete -> {
        Watch watch = monitors.find(delete.host());
        if (watch != null) {
          watch.paths =
              watch.paths.stream()
                  .filter(path -> !path.address().equals(delete.address()))
                  .toList();
          monitors.pathsChanged(watch);
        }
      }
      case Write.PutJob put -> jobs.put(put.job());
      case Write.DeleteJob delete -> jobs.remove(delete.name());
      case Write.PutRun put -> runs.changedByOperator(put.run());
      case Write.PutOwned put -> owned.put(put.owned());
      case Write.DeleteOwned delete -> owned.delete(delete.kind(), delete.name());
      case Write.PutWindow put -> work.put(put.window());
      case Write.DeleteWindow delete -> work.deleteWindow(delete.name());
      case Write.JobFired fired -> {}
      case Write.PutOutage outage -> {}
      case Write.EndOutage outage -> {}
      case Write.PutRunOutput output -> {}
      case Write.Append append -> {}
      case Write.PutBootId boot -> {}
      case Write.PutCheckState state -> {}
      case Write.DeleteCheck check -> {}
      case Write.PutIncident incident -> {}
      case Write.EndIncident incident -> {}
      case Write.RuleFired fired -> {}
      case Write.PutPolicyVersion version -> {}
    }
  }

  private void putMonitor(MonitorSpec spec) {
    Watch watch = monitors.find(spec.host());
    if (watch == null) {
      MonitorState added = MonitorState.added(spec.host(), clock.wall());
      monitors.add(new Watch(spec, added, PulseState.stopped(0)));
    } else {
      watch.spec = spec;
      monitors.respecified(watch, false);
    }
  }

  private void putPath(CommPath path) {
    Watch watch = monitors.find(path.host());
    if (watch != null) {
      List<CommPath> paths = new ArrayList<>(watch.paths);
      paths.removeIf(each -> each.address().equals(path.address()));
      paths.add(path.own() ? 0 : paths.size(), path);
      watch.paths = List.copyOf(paths);
      monitors.pathsChanged(watch);
    }
  }

  private void startOrStop(MonitorState state, int states) {
    Watch watch = monitors.find(state.host());
    if (watch == null) {
      return;
    }
    if (starting) {
      watch.saved = state;
    } else if (state.started() && !watch.started) {
      monitors.start(watch, clock.nanos(), false, (double) starts++ / states);
    } else if (!state.started() && watch.started) {
      monitors.stop(watch);
    } else if (!state.started()) {
      watch.saved = state;
      resting.remove(watch.host);
    }
  }

  @Override
  public Optional<MonitorSpec> monitor(HostName host) {
    return Optional.ofNullable(monitors.find(host)).map(watch -> watch.spec);
  }

  @Override
  public Optional<MonitorState> state(HostName host) {
    return Optional.ofNullable(monitors.find(host)).map(watch -> watch.saved);
  }

  @Override
  public Collection<HostName> hosts() {
    return monitors.all().stream().map(watch -> watch.host).toList();
  }

  @Override
  public List<CommPath> paths(HostName host) {
    Watch watch = monitors.find(host);
    return watch == null ? List.of() : watch.paths;
  }

  @Override
  public Optional<Job> job(String name) {
    return jobs.find(name);
  }

  @Override
  public Optional<Place> owner(Owned.Kind kind, String name) {
    return owned.find(kind, name).map(Owned::place);
  }

  @Override
  public Optional<Maintenance> window(String name) {
    return work.madeByCommand(name);
  }

  @Override
  public List<Run> queuedRuns(HostName host) {
    return runs.queued(host.value());
  }

  @Override
  public Optional<Run> run(long id) {
    return runs.find(id);
  }

  @Override
  public long nextRun() {
    return runs.nextRun();
  }

  @Override
  public List<Owned> owned() {
    return owned.all();
  }

  @Override
  public Optional<String> obstacle(HostName host) {
    return rests(host)
        ? Optional.of(
            "it belongs to "
                + owner(Owned.Kind.MONITOR, host.value()).orElseThrow()
                + ", and no policies are in force: "
                + policies.trouble())
        : Optional.empty();
  }
}
