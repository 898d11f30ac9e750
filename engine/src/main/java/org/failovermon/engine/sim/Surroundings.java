package org.failovermon.engine.sim;

import java.time.Duration;
import org.failovermon.engine.port.Event;

/** What an observer can see of its own place in the network: its link, and reference addresses. */
final class Surroundings {
  private final World world;
  private final Observer machine;
  private boolean carrier = true;

  Surroundings(World world, Observer machine) {
    this.world = world;
    this.machine = machine;
  }

  boolean hasCarrier() {
    return carrier;
  }

  void carrier(boolean present) {
    if (carrier != present) {
      carrier = present;
      world.say(machine.name(), present ? "eth0 has carrier again" : "eth0 has no carrier");
      suspicion("link eth0", !present, "eth0 has " + (present ? "" : "no ") + "carrier");
    }
  }

  void reference(String address, boolean answers) {
    world.say(machine.name(), "reference " + address + (answers ? " answers" : " is silent"));
    suspicion(
        "reference " + address, !answers, address + (answers ? " answers" : " does not answer"));
  }

  private void suspicion(String source, boolean suspicious, String because) {
    world.after(
        Duration.ofSeconds(1),
        () ->
            machine.inThisProcess(
                () -> machine.offer(new Event.SelfSuspicion(source, suspicious, because))));
  }
}
