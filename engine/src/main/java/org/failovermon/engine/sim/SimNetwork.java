package org.failovermon.engine.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.failovermon.engine.sim.SimPath.Direction;

/** The network of a world: paths by address, names, and a tape of every announcement. */
public final class SimNetwork {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");

  /** Transmissions of an announcement on each path, since one may be lost. */
  private static final int ANNOUNCEMENT_COPIES = 3;

  private final World world;
  private final Chance chance;
  private final Map<String, SimPath> paths = new LinkedHashMap<>();
  private final Map<String, SimHost> owners = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final List<Announcement> tape = new ArrayList<>();

  SimNetwork(World world) {
    this.world = world;
    this.chance = world.chance("network");
  }

  /** The path to an address, whether a host has that address or nobody does. */
  public SimPath path(String address) {
    return paths.computeIfAbsent(address, a -> new SimPath(world, chance.stream("path " + a), a));
  }

  /** Every path, in the order in which they became known. */
  public List<SimPath> paths() {
    return List.copyOf(paths.values());
  }

  /** Has the name resolve to the address from now on. */
  public void name(String name, String address) {
    names.put(name, address);
    world.say("network", "name " + name + " resolves to " + address);
  }

  /** Has the name resolve no more. */
  public void unname(String name) {
    names.remove(name);
    world.say("network", "name " + name + " does not resolve");
  }

  /**
   * Every announcement that was made so far, oldest first: what an attacker could have recorded.
   */
  public List<Announcement> tape() {
    return List.copyOf(tape);
  }

  /** Sends a recorded announcement once more, as an attacker or a slow network would. */
  public void replay(Announcement recorded) {
    world.say(
        "network",
        "an announcement of "
            + recorded.host()
            + " is replayed: incarnation "
            + recorded.incarnation()
            + ", number "
            + recorded.number());
    SimHost host = world.host(recorded.host());
    for (String address : host.addresses()) {
      broadcast(path(address), recorded);
    }
  }

  void attach(SimHost host) {
    for (String address : host.addresses()) {
      if (owners.putIfAbsent(address, host) != null) {
        throw new IllegalArgumentException("address " + address + " is taken");
      }
      path(address);
    }
    if (!host.addresses().isEmpty()) {
      names.put(host.name(), host.addresses().getFirst());
    }
  }

  Optional<String> resolve(String name) {
    String address = names.get(name);
    if (address != null) {
      return Optional.of(address);
    }
    return LITERAL.matcher(name).matches() ? Optional.of(name) : Optional.empty();
  }

  void ask(String address, SimLink.Question question) {
    SimPath path = path(address);
    path.carry(
        Direction.OUT,
        () -> {
          SimHost host = owners.get(address);
          if (host != null) {
            host.receive(path, question);
          }
        });
  }

  void answer(SimPath path, SimLink.Question question, SimLink.Body body) {
    path.carry(
        Direction.BACK, () -> question.link().arrived(question.host(), question.path(), body));
  }

  void announce(SimHost host, Announcement announcement) {
    tape.add(announcement);
    for (String address : host.addresses()) {
      for (int i = 0; i < ANNOUNCEMENT_COPIES; i++) {
        broadcast(path(address), announcement);
      }
    }
  }

  private void broadcast(SimPath path, Announcement announcement) {
    for (Observer observer : world.observers()) {
      path.carry(Direction.BACK, () -> observer.announced(path.address(), announcement));
    }
  }
}
