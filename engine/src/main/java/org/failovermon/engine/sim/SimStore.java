package org.failovermon.engine.sim;

import java.util.ArrayList;
import java.util.List;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Store;
import org.failovermon.engine.port.Write;

/**
 * The store of one engine process: a bounded queue, and a writer that makes all that waits durable
 * in one transaction, on a {@link SimDisk}.
 */
final class SimStore implements Store {
  /** Batches that may wait; further ones are refused. */
  static final int MAX_WAITING = 1_000;

  private static final long RETRY_NANOS = 1_000_000_000L;
  private static final Spread ACKNOWLEDGEMENT = Spread.ofMicros(10, 200);

  private record Batch(long number, List<Write> writes) {}

  private final World world;
  private final Observer machine;
  private final SimDisk disk;
  private final Chance chance;
  private final long life;
  private final List<Batch> waiting = new ArrayList<>();
  private List<Batch> inFlight = List.of();
  private long lastBatch;
  private boolean faulty;
  private boolean closed;

  SimStore(World world, Observer machine, SimDisk disk, Chance chance, long life) {
    this.world = world;
    this.machine = machine;
    this.disk = disk;
    this.chance = chance;
    this.life = life;
  }

  @Override
  public boolean commit(long batch, List<Write> writes) {
    machine.portCall();
    if (lastBatch != 0 && batch != lastBatch + 1) {
      throw new IllegalStateException("batch " + batch + " follows batch " + lastBatch);
    }
    boolean taken = waiting.size() + inFlight.size() < MAX_WAITING;
    if (taken) {
      lastBatch = batch;
    }
    for (Write write : writes) {
      if (write instanceof Write.Append append) {
        say(append.entry(), taken);
      }
    }
    machine.probes().forEach(p -> p.decided(machine, batch, writes, taken));
    if (taken) {
      waiting.add(new Batch(batch, List.copyOf(writes)));
      goOn();
    }
    return taken;
  }

  @Override
  public void beat(HostName host, long wallMillis, boolean hit, long roundTripMicros) {
    if (closed) {
      throw new IllegalStateException("a beat after the end of the process");
    }
  }

  /** The process is gone. What was being written may be durable or not; what waited is lost. */
  void close() {
    if (!inFlight.isEmpty() && disk.works() && chance.happens(0.5)) {
      write();
    }
    int lost = waiting.size() + inFlight.size();
    closed = true;
    waiting.clear();
    inFlight = List.of();
    if (lost > 0) {
      world.say(
          machine.name(),
          "loses what was not durable: " + lost + (lost == 1 ? " batch" : " batches"));
    }
  }

  private void goOn() {
    if (!closed && inFlight.isEmpty() && !waiting.isEmpty()) {
      inFlight = List.copyOf(waiting);
      waiting.clear();
      attempt();
    }
  }

  private void attempt() {
    if (closed) {
      return;
    }
    if (disk.hangs()) {
      disk.whenItGoesOn(this::attempt);
    } else {
      world.afterNanos(disk.latency(chance), this::finish);
    }
  }

  private void finish() {
    if (closed) {
      return;
    }
    if (disk.hangs()) {
      disk.whenItGoesOn(this::attempt);
    } else if (disk.full()) {
      fault();
    } else {
      disk.announceTransaction();
      if (!closed) {
        write();
        disk.transactionDone();
      }
      if (!closed) {
        faulty = false;
        List<Batch> done = inFlight;
        world.afterNanos(
            ACKNOWLEDGEMENT.draw(chance), () -> machine.inProcess(life, () -> acknowledge(done)));
      }
    }
  }

  private void write() {
    List<Batch> done = inFlight;
    for (Batch batch : done) {
      disk.write(batch.writes());
      machine.probes().forEach(p -> p.durable(machine, batch.number(), batch.writes()));
    }
    if (closed) {
      inFlight = List.of();
    }
  }

  private void acknowledge(List<Batch> done) {
    inFlight = List.of();
    for (Batch batch : done) {
      machine.complete(new Event.Committed(batch.number()));
    }
    goOn();
  }

  private void fault() {
    long oldest = inFlight.getFirst().number();
    machine.inProcess(
        life,
        () -> {
          if (!faulty) {
            faulty = true;
            machine.complete(new Event.StoreFaulty(oldest, SimDisk.FULL));
          }
          world.afterNanos(RETRY_NANOS, () -> machine.inProcess(life, this::attempt));
        });
  }

  private void say(LogEntry entry, boolean taken) {
    String change = entry.change().isEmpty() ? "" : " " + entry.change();
    world.say(
        machine.name(),
        "[%s] %s%s: %s%s"
            .formatted(
                entry.kind().name().toLowerCase(java.util.Locale.ROOT),
                entry.subject(),
                change,
                entry.text(),
                taken ? "" : " (not recorded: the store takes no more)"));
  }
}
