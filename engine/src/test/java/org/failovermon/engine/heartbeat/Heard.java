package org.failovermon.engine.heartbeat;

import java.util.ArrayList;
import java.util.List;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.port.HeartbeatLink;

/** Writes down what a link hands over. */
final class Heard implements HeartbeatLink.Listener {
  sealed interface Item {}

  record Answered(HostName host, String address, long nanos, Health health, long incarnation)
      implements Item {}

  record Late(HostName host, String address, long nanos) implements Item {}

  record Troubled(HostName host, String address, String trouble) implements Item {}

  record Announced(HostName host, long incarnation, long number, long absentMillis)
      implements Item {}

  final List<Item> items = new ArrayList<>();

  <T extends Item> List<T> all(Class<T> kind) {
    return items.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<Answered> answers() {
    return all(Answered.class);
  }

  @Override
  public void answered(
      HostName host, CommPath path, long roundTripNanos, Health health, long incarnation) {
    items.add(new Answered(host, path.address(), roundTripNanos, health, incarnation));
  }

  @Override
  public void answeredLate(HostName host, CommPath path, long roundTripNanos) {
    items.add(new Late(host, path.address(), roundTripNanos));
  }

  @Override
  public void troubled(HostName host, CommPath path, String trouble) {
    items.add(new Troubled(host, path.address(), trouble));
  }

  @Override
  public void announced(HostName host, long incarnation, long number, long absentMillis) {
    items.add(new Announced(host, incarnation, number, absentMillis));
  }
}
