package org.failovermon.engine.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.failovermon.engine.action.ProgramRunner;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;
import org.failovermon.engine.port.Probes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes service checks of every kind. A check that was started ends exactly once, at its timeout at
 * the latest, whatever the peer does; what does not heed its end (a closure in an endless loop) is
 * left behind, keeps its place, and its check is not made again before it is gone. Thread-safe.
 *
 * <p>Checks over the network run on virtual threads; plugins and closures have platform threads,
 * because they would hold the few carriers of virtual threads.
 */
public final class ServiceProbes implements Probes, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceProbes.class);

  private final Clock clock;
  private final Inbox inbox;
  private final Guard guard;
  private final Names names = new Names();
  private final ProbeTools tools = new ProbeTools(names, new Tls(new TrustRoots()));
  private final Lane connections;
  private final Lane plugins;
  private final Lane closures;
  private final PluginProbe pluginProbe;
  private final EchoProbe echoProbe;
  private final Map<Attempt, Boolean> underWay = new ConcurrentHashMap<>();
  private final Map<String, Long> closuresUnderWay = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * Makes one; nothing runs before the first check is started.
   *
   * @param settings bounds
   * @param clock measures times
   * @param inbox where results go, as {@link Event.Checked}
   */
  public ServiceProbes(ProbeSettings settings, Clock clock, Inbox inbox) {
    this(settings, clock, inbox, new Guard(clock));
  }

  ServiceProbes(ProbeSettings settings, Clock clock, Inbox inbox, Guard guard) {
    this.clock = clock;
    this.inbox = inbox;
    this.guard = guard;
    ProgramRunner programs = new ProgramRunner(clock);
    this.pluginProbe = new PluginProbe(programs, settings.home());
    this.echoProbe = new EchoProbe(programs, settings.home(), clock);
    this.connections =
        new Lane(
            "checks over the network",
            settings.connections(),
            settings.waiting(),
            Thread.ofVirtual().name("failovermon-check-", 0).factory());
    this.plugins = new Lane("plugins", settings.plugins(), settings.waiting(), platform("plugin"));
    this.closures =
        new Lane("Groovy checks", settings.closures(), settings.waiting(), platform("closure"));
  }

  private static ThreadFactory platform(String what) {
    return Thread.ofPlatform().daemon().name("failovermon-" + what + "-", 0).factory();
  }

  @Override
  public void start(CheckSpec check, long ticket) {
    String name = check.name();
    Consumer<CheckResult> hearer = result -> tell(name, ticket, result);
    if (check.probe() instanceof Probe.Closure closure) {
      startClosure(name, closure, check.timeout(), hearer);
    } else {
      make(check.probe(), check.timeout(), hearer, () -> {});
    }
  }

  private void tell(String check, long ticket, CheckResult result) {
    if (!inbox.offer(new Event.Checked(check, ticket, result))) {
      LOG.error("the result of check {} found no place in the queue of the engine", check);
    }
  }

  private void startClosure(
      String name, Probe.Closure closure, Duration timeout, Consumer<CheckResult> hearer) {
    Long now = clock.nanos();
    Long since = closuresUnderWay.putIfAbsent(name, now);
    if (since != null) {
      hearer.accept(
          CheckResult.of(
              CheckResult.Status.UNKNOWN,
              "not made: its last execution, begun "
                  + Finding.time(now - since)
                  + " ago, does not heed the interrupt at its timeout and still runs; "
                  + closures.busy()
                  + " Groovy checks run",
              Duration.ZERO));
      return;
    }
    Runnable gone = () -> closuresUnderWay.remove(name, now);
    Probe.Closure watched =
        new Probe.Closure(
            closure.identity(),
            context -> {
              try {
                return closure.code().check(context);
              } finally {
                gone.run(); // before the result is told, so that the next one may begin at once
              }
            });
    make(watched, timeout, hearer, gone);
  }

  /** How many executions have begun and are not over. */
  public int underWay() {
    return underWay.size();
  }

  /** How many places are taken: the same, and those left behind by executions that do not end. */
  public int busy() {
    return connections.busy() + plugins.busy() + closures.busy();
  }

  private void make(
      Probe probe, Duration timeout, Consumer<CheckResult> hearer, Runnable reallyOver) {
    Attempt[] itself = new Attempt[1];
    Attempt attempt =
        new Attempt(
            probe,
            timeout,
            clock,
            result -> {
              underWay.remove(itself[0]);
              hearer.accept(result);
            });
    itself[0] = attempt;
    underWay.put(attempt, true);
    if (closed) {
      reallyOver.run();
      underWay.remove(attempt);
      return;
    }
    try {
      attempt.guardedBy(guard);
    } catch (RejectedExecutionException e) {
      reallyOver.run();
      underWay.remove(attempt); // closed in this moment: nobody waits for results any more
      return;
    }
    lane(probe).submit(attempt, () -> work(attempt), reallyOver);
  }

  private Lane lane(Probe probe) {
    return switch (probe) {
      case Probe.Plugin _ -> plugins;
      case Probe.Closure _ -> closures;
      case Probe.Icmp icmp -> echoProbe.needsProgram(icmp) ? plugins : connections;
      case Probe.Tcp _,
          Probe.Http _,
          Probe.Smtp _,
          Probe.Pop3 _,
          Probe.Imap _,
          Probe.Dns _,
          Probe.Tls _,
          Probe.Ssh _ ->
          connections;
    };
  }

  private void work(Attempt attempt) {
    try {
      attempt.end(probe(attempt));
    } catch (ProbeFailure e) {
      attempt.end(e.finding());
    } catch (IOException e) {
      attempt.end(Faults.of(e).finding());
    } catch (InterruptedException e) {
      attempt.end(Finding.unknown("given up"));
    } catch (RuntimeException | Error e) {
      LOG.error("a check of {} failed by a fault of ours", attempt.probe().target(), e);
      attempt.end(Finding.unknown("not made, by a fault of failovermon itself: " + e));
    }
  }

  private Finding probe(Attempt attempt) throws ProbeFailure, IOException, InterruptedException {
    return switch (attempt.probe()) {
      case Probe.Icmp icmp -> echoProbe.probe(attempt, names, icmp);
      case Probe.Tcp tcp -> TcpProbe.tcp(attempt, tools, tcp);
      case Probe.Http http -> HttpProbe.probe(attempt, tools, http);
      case Probe.Smtp smtp -> SmtpProbe.probe(attempt, tools, smtp);
      case Probe.Pop3 pop3 -> Pop3Probe.probe(attempt, tools, pop3);
      case Probe.Imap imap -> ImapProbe.probe(attempt, tools, imap);
      case Probe.Dns dns -> DnsProbe.probe(attempt, tools, dns);
      case Probe.Tls tls -> TcpProbe.tls(attempt, tools, tls);
      case Probe.Ssh ssh -> TcpProbe.ssh(attempt, tools, ssh);
      case Probe.Plugin plugin -> pluginProbe.probe(attempt, plugin);
      case Probe.Closure closure -> ClosureProbe.probe(attempt, closure, this::makeWithin);
    };
  }

  private void makeWithin(Probe probe, Duration left, BlockingQueue<CheckResult> result) {
    make(probe, left, result::add, () -> {});
  }

  /** Gives up what is under way, without results, and ends the plugins that run. */
  @Override
  public void close() {
    closed = true;
    connections.clear();
    plugins.clear();
    closures.clear();
    underWay.keySet().forEach(Attempt::abandon);
    underWay.clear();
    guard.close();
    names.close();
    echoProbe.close();
  }
}
