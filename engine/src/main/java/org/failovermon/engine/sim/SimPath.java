package org.failovermon.engine.sim;

import java.time.Duration;
import java.util.Locale;

/**
 * The way to one address and back: how long it takes, and what goes wrong on it. The same for
 * everybody who uses the address. Times and faults may be changed while the world runs; datagrams
 * that are on their way are not affected.
 */
public final class SimPath {
  /** Which way a datagram goes. */
  enum Direction {
    /** From the one who asks to the address. */
    OUT,
    /** From the address back. */
    BACK
  }

  private final World world;
  private final Chance chance;
  private final String address;
  private Spread latency = Spread.ofMicros(150, 350);
  private double loss;
  private double duplication;
  private double reordering;
  private boolean outCut;
  private boolean backCut;

  SimPath(World world, Chance chance, String address) {
    this.world = world;
    this.chance = chance;
    this.address = address;
  }

  /** The address it leads to. */
  public String address() {
    return address;
  }

  /** Cuts it both ways. */
  public SimPath cut() {
    return set(true, true, "is cut");
  }

  /** Cuts the way to the address: the questions are lost. */
  public SimPath cutOut() {
    return set(true, backCut, "is cut on the way out");
  }

  /** Cuts the way back: the answers are lost. */
  public SimPath cutBack() {
    return set(outCut, true, "is cut on the way back");
  }

  /** Mends the cuts. */
  public SimPath mend() {
    return set(false, false, "works again");
  }

  /** Has each datagram lost with that probability, each way. */
  public SimPath loss(double probability) {
    loss = probability;
    say(String.format(Locale.ROOT, "loses %.0f %% of the datagrams each way", probability * 100));
    return this;
  }

  /** Has each datagram arrive twice with that probability. */
  public SimPath duplication(double probability) {
    duplication = probability;
    say(String.format(Locale.ROOT, "doubles %.0f %% of the datagrams", probability * 100));
    return this;
  }

  /**
   * Has each datagram overtaken by later ones with that probability: it takes ten times as long.
   */
  public SimPath reordering(double probability) {
    reordering = probability;
    say(String.format(Locale.ROOT, "delays %.0f %% of the datagrams", probability * 100));
    return this;
  }

  /** Sets how long a datagram takes one way. */
  public SimPath latency(Spread oneWay) {
    latency = oneWay;
    say(
        String.format(
            Locale.ROOT,
            "takes %.1f to %.1f ms each way",
            oneWay.least().toNanos() / 1e6,
            oneWay.most().toNanos() / 1e6));
    return this;
  }

  /** Whether a question would get there and an answer back, if luck does not lose them. */
  public boolean whole() {
    return !outCut && !backCut;
  }

  /** Longest time that a question and its answer take on it together, as it is now. */
  public Duration longestRoundTrip() {
    return latency.most().multipliedBy(reordering > 0 ? 20 : 2);
  }

  /** Whether it may lose a datagram, as it is now. */
  public boolean mayLose() {
    return loss > 0 || !whole();
  }

  void carry(Direction direction, Runnable arrival) {
    if (direction == Direction.OUT ? outCut : backCut) {
      return;
    }
    int copies = chance.happens(duplication) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (!chance.happens(loss)) {
        long delay = latency.draw(chance);
        world.afterNanos(chance.happens(reordering) ? delay * 10 : delay, arrival);
      }
    }
  }

  private SimPath set(boolean out, boolean back, String what) {
    if (out != outCut || back != backCut) {
      outCut = out;
      backCut = back;
      say(what);
    }
    return this;
  }

  private void say(String what) {
    world.say("network", "path " + address + " " + what);
  }
}
