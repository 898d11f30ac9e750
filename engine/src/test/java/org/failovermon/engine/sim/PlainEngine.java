package org.failovermon.engine.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.HeartbeatLink;

/**
 * The simplest engine that a world can drive: it asks one host each second and notes what it hears.
 */
final class PlainEngine implements DrivenEngine, HeartbeatLink.Listener {
  static final HostName HOST = new HostName("hosta");
  private static final long PERIOD = 1_000_000_000L;

  final EnginePorts ports;
  final List<String> heard = new ArrayList<>();
  final Queue<Event> inbox = new ArrayDeque<>();
  private long nextTry;

  PlainEngine(EnginePorts ports, List<CommPath> paths) {
    this.ports = ports;
    ports.link().setPaths(HOST, paths);
    ports.schedule().setCohorts(Set.of(1_000L));
    nextTry = ports.clock().nanos();
  }

  @Override
  public boolean offer(Event event) {
    inbox.add(event);
    ports.waiter().wakeup();
    return true;
  }

  @Override
  public void cycle() {
    ports.link().drain(this);
    for (Event event = inbox.poll(); event != null; event = inbox.poll()) {
      heard.add(event.getClass().getSimpleName());
    }
    if (ports.clock().nanos() >= nextTry) {
      nextTry = ports.clock().nanos() + PERIOD;
      ports.link().beginTry(HOST);
    }
  }

  @Override
  public long nextDeadlineNanos() {
    return nextTry;
  }

  long count(String what) {
    return heard.stream().filter(what::equals).count();
  }

  @Override
  public void answered(
      HostName host, CommPath path, long roundTripNanos, Health health, long incarnation) {
    heard.add("answered" + (health.sick() ? " sick" : ""));
  }

  @Override
  public void answeredLate(HostName host, CommPath path, long roundTripNanos) {
    heard.add("late");
  }

  @Override
  public void troubled(HostName host, CommPath path, String trouble) {
    heard.add(trouble);
  }

  @Override
  public void announced(HostName host, long incarnation, long number, long absentMillis) {
    heard.add("announced " + incarnation + "/" + number + "/" + absentMillis);
  }
}
