package org.failovermon.engine.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.failovermon.engine.port.Write;

/**
 * The disk of an observer's machine with the database on it. It outlives the engine's process; what
 * is durable on it outlives everything.
 */
public final class SimDisk {
  /** What the store says while the disk is full. */
  public static final String FULL =
      "cannot write failovermon.db: no space left on device; free some space, the store goes on by"
          + " itself";

  private enum Condition {
    WELL,
    FULL,
    HANGS
  }

  private final World world;
  private final String machine;
  private final StoreImage image = new StoreImage();
  private final List<Runnable> hanging = new ArrayList<>();
  private Condition condition = Condition.WELL;
  private Spread latency = Spread.ofMicros(400, 3_000);
  private long transactions;
  private LongConsumer before = k -> {};
  private LongConsumer after = k -> {};

  SimDisk(World world, String machine) {
    this.world = world;
    this.machine = machine;
  }

  /** What is durable. */
  public StoreImage image() {
    return image;
  }

  /** Transactions that became durable so far. Each may hold several batches. */
  public long transactions() {
    return transactions;
  }

  /** Sets how long a transaction takes to become durable. */
  public void latency(Spread takes) {
    latency = takes;
  }

  /** The disk is full: nothing can be written until it is mended. */
  public void fill() {
    become(Condition.FULL, "is full");
  }

  /** The disk hangs: what is written comes back neither done nor failed until it is mended. */
  public void hang() {
    become(Condition.HANGS, "hangs");
  }

  /** The disk works again. */
  public void mend() {
    become(Condition.WELL, "works again");
  }

  /** Whether it can be written now. */
  public boolean works() {
    return condition == Condition.WELL;
  }

  /** Has this called right before each transaction becomes durable, with its number from 1. */
  public void beforeEachTransaction(LongConsumer hook) {
    before = hook;
  }

  /** Has this called right after each transaction became durable, with its number from 1. */
  public void afterEachTransaction(LongConsumer hook) {
    after = hook;
  }

  boolean full() {
    return condition == Condition.FULL;
  }

  boolean hangs() {
    return condition == Condition.HANGS;
  }

  void whenItGoesOn(Runnable work) {
    hanging.add(work);
  }

  long latency(Chance chance) {
    return latency.draw(chance);
  }

  void announceTransaction() {
    before.accept(transactions + 1);
  }

  void write(List<Write> writes) {
    for (Write write : writes) {
      image.apply(write, SimClock.BEGINNING.plusNanos(world.nanos()));
    }
  }

  void transactionDone() {
    transactions++;
    after.accept(transactions);
  }

  private void become(Condition next, String what) {
    if (condition == next) {
      return;
    }
    condition = next;
    world.say(machine, "the disk " + what);
    if (next != Condition.HANGS) {
      List<Runnable> waiting = List.copyOf(hanging);
      hanging.clear();
      waiting.forEach(Runnable::run);
    }
  }
}
