package org.failovermon.engine.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A world in virtual time: observers that run the engine, hosts that answer heartbeats or do not,
 * and the network between them.
 *
 * <p>Everything that happens is an entry of one event queue, ordered by virtual time. All luck
 * comes from the seed. So a world with the same seed and the same scenario gives the same {@link
 * Transcript}, on every machine. Not thread-safe: one thread builds it and runs it.
 */
public final class World {
  private final long seed;
  private final Agenda agenda = new Agenda();
  private final Chance chance;
  private final Transcript transcript = new Transcript();
  private final SimNetwork network;
  private final Map<String, SimHost> hosts = new LinkedHashMap<>();
  private final Map<String, Observer> observers = new LinkedHashMap<>();
  private final List<Runnable> afterEach = new ArrayList<>();

  private World(long seed) {
    this.seed = seed;
    this.chance = Chance.of(seed);
    this.network = new SimNetwork(this);
  }

  /** A world without hosts and observers, at time zero. */
  public static World of(long seed) {
    return new World(seed);
  }

  /** The seed that all luck comes from. */
  public long seed() {
    return seed;
  }

  /** Virtual time since the world began. */
  public Duration now() {
    return Duration.ofNanos(agenda.now());
  }

  /** What happened so far. */
  public Transcript transcript() {
    return transcript;
  }

  /** The network between all machines. */
  public SimNetwork network() {
    return network;
  }

  /** A stream of luck for the scenario itself. */
  public Chance chance(String stream) {
    return chance.stream(stream);
  }

  /**
   * Adds a machine that is up and answers heartbeats.
   *
   * @param name its name, which resolves to its first address
   * @param addresses its addresses; each is one communication path to it
   */
  public SimHost host(String name, String... addresses) {
    if (hosts.containsKey(name)) {
      throw new IllegalArgumentException("there is a host " + name + " already");
    }
    SimHost host = new SimHost(this, name, List.of(addresses));
    hosts.put(name, host);
    network.attach(host);
    return host;
  }

  /** The host of that name. */
  public SimHost host(String name) {
    SimHost host = hosts.get(name);
    if (host == null) {
      throw new IllegalArgumentException(
          "there is no host " + name + "; there are " + hosts.keySet());
    }
    return host;
  }

  /**
   * Adds a machine that is up and runs failoverd: the engine, and a responder at these addresses.
   *
   * @param name its name
   * @param factory builds the engine, at each start anew
   * @param addresses its addresses; none if nobody watches it
   */
  public Observer observer(String name, EngineFactory factory, String... addresses) {
    SimHost self = host(name, addresses);
    Observer observer = new Observer(this, self, factory);
    observers.put(name, observer);
    return observer;
  }

  /** Every observer, in the order of adding. */
  public List<Observer> observers() {
    return List.copyOf(observers.values());
  }

  /** Has the action happen at that time since the beginning of the world. */
  public void at(Duration time, Runnable action) {
    agenda.at(time.toNanos(), action);
  }

  /** Has the action happen so long from now. */
  public void after(Duration delay, Runnable action) {
    agenda.at(agenda.now() + delay.toNanos(), action);
  }

  /** Has the check run after every event from now on; what it throws ends the run. */
  public void afterEachEvent(Runnable check) {
    afterEach.add(check);
  }

  /** Lets the world go on until that time since its beginning. */
  public void run(Duration until) {
    runTo(until.toNanos());
    agenda.arriveAt(until.toNanos());
  }

  /** Lets the world go on for so long. */
  public void runFor(Duration time) {
    run(now().plus(time));
  }

  /** Writes a line into the transcript. */
  public void say(String who, String what) {
    transcript.line(agenda.now(), who, what);
  }

  void runTo(long until) {
    while (agenda.step(until)) {
      for (Runnable check : afterEach) {
        check.run();
      }
    }
    agenda.arriveAt(until);
  }

  Agenda agenda() {
    return agenda;
  }

  long nanos() {
    return agenda.now();
  }

  Agenda.Task afterNanos(long delay, Runnable action) {
    return agenda.at(agenda.now() + delay, action);
  }
}
