package org.failovermon.engine.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.Health;

/** A machine with a responder that answers heartbeats, and what can become of both. */
public final class SimHost {
  /** Datagrams that wait for a paused responder; the kernel drops what comes after. */
  static final int RECEIVE_BUFFER = 256;

  /** Time from the last word of a planned shutdown to the end of the responder. */
  private static final Duration SHUTDOWN_TAKES = Duration.ofSeconds(1);

  private enum Responder {
    RUNNING,
    PAUSED,
    SUSPENDED,
    STOPPED
  }

  private record Waiting(SimPath path, SimLink.Question question) {}

  private final World world;
  private final String name;
  private final List<String> addresses;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private boolean observer;
  private boolean powered = true;
  private Responder responder = Responder.RUNNING;
  private Health health = Health.GOOD;
  private long incarnation = 1;
  private long announcement;
  private long life;

  SimHost(World world, String name, List<String> addresses) {
    this.world = world;
    this.name = name;
    this.addresses = addresses;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its addresses, fixed. */
  public List<String> addresses() {
    return addresses;
  }

  /** Whether the machine is up and its responder answers now. */
  public boolean answers() {
    return powered && responder == Responder.RUNNING;
  }

  /** What the responder says of its host. */
  public Health health() {
    return health;
  }

  /** The machine is off at once, as by a loss of power. Nothing if it is off. */
  public void crash() {
    if (powered) {
      say("crashes");
      off();
    }
  }

  /** The machine is up again, with a new incarnation of the responder. Nothing if it is up. */
  public void boot() {
    if (!powered) {
      powered = true;
      say("is up again");
      startResponder();
    }
  }

  /** Crashes and is up again after so long, unless something else happens to it meanwhile. */
  public void reboot(Duration off) {
    if (powered) {
      say("crashes, and reboots in " + Durations.show(off));
      off();
      long thisLife = life;
      world.after(
          off,
          () -> {
            if (life == thisLife) {
              boot();
            }
          });
    }
  }

  /** Stops the process of the responder (SIGSTOP); what arrives waits in its socket. */
  public void pause() {
    if (answers()) {
      responder = Responder.PAUSED;
      say("its failoverd is paused");
    }
  }

  /** Lets the paused responder go on (SIGCONT): it answers all that waits. */
  public void resume() {
    if (powered && responder == Responder.PAUSED) {
      responder = Responder.RUNNING;
      say("its failoverd goes on");
      for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
        answer(next);
      }
    }
  }

  /** The whole machine is suspended: what arrives is lost. */
  void suspend() {
    if (answers()) {
      responder = Responder.SUSPENDED;
      say("is suspended");
    }
  }

  /** The suspended machine goes on. */
  void wake() {
    if (powered && responder == Responder.SUSPENDED) {
      responder = Responder.RUNNING;
      say("wakes up");
    }
  }

  /** Its failoverd is started by an observer, not by the machine: until then it does not answer. */
  void becomeObserver() {
    observer = true;
    responder = Responder.STOPPED;
    incarnation = 0;
  }

  /** The machine has power; its failoverd does not run yet. */
  void powerOn() {
    powered = true;
  }

  /** Stops failoverd on it, the machine goes on: it refuses heartbeats and announces nothing. */
  public void stopResponder() {
    if (powered && responder != Responder.STOPPED) {
      responder = Responder.STOPPED;
      waiting.clear();
      life++;
      say("its failoverd stops");
    }
  }

  /** Starts failoverd on it again, with a new incarnation. Nothing if it runs. */
  public void startResponder() {
    if (powered && responder == Responder.STOPPED) {
      responder = Responder.RUNNING;
      incarnation++;
      announcement = 0;
      life++;
      say("its failoverd starts, incarnation " + incarnation);
    }
  }

  /**
   * Shuts down as planned: says so on every path, and is off a second later.
   *
   * @param absent how long it says it will be away; the engine caps it
   */
  public void shutDown(Duration absent) {
    if (answers()) {
      announce(absent);
      long thisLife = life;
      world.after(
          SHUTDOWN_TAKES,
          () -> {
            if (life == thisLife) {
              say("is down, as planned");
              off();
            }
          });
    }
  }

  /** Says on every path that it will be away for so long; zero takes it back. */
  public void announce(Duration absent) {
    if (answers()) {
      announcement++;
      say(
          absent.isZero()
              ? "takes its announcement back"
              : "announces that it will be away for " + Durations.show(absent));
      world
          .network()
          .announce(this, new Announcement(name, incarnation, announcement, absent.toMillis()));
    }
  }

  /** Has the responder say this of its host from now on. */
  public void health(Health newHealth) {
    if (!health.equals(newHealth)) {
      health = newHealth;
      say(newHealth.sick() ? "is sick: " + newHealth.complaint() : "is well again");
    }
  }

  void receive(SimPath path, SimLink.Question question) {
    if (!powered) {
      return;
    }
    switch (responder) {
      case RUNNING -> answer(new Waiting(path, question));
      case PAUSED -> {
        if (waiting.size() < RECEIVE_BUFFER) {
          waiting.add(new Waiting(path, question));
        }
      }
      case SUSPENDED -> {}
      case STOPPED ->
          world.network().answer(path, question, new SimLink.Trouble("connection refused"));
    }
  }

  private void answer(Waiting to) {
    world
        .network()
        .answer(
            to.path(),
            to.question(),
            new SimLink.Answer(to.question().nonce(), health, incarnation));
  }

  private void off() {
    powered = false;
    responder = Responder.STOPPED;
    waiting.clear();
    life++;
  }

  private void say(String what) {
    if (!observer) { // an observer tells its own story
      world.say(name, what);
    }
  }
}
