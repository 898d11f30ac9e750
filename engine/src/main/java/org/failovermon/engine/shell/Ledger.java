package org.failovermon.engine.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.failovermon.engine.port.Store;
import org.failovermon.engine.port.Write;

/**
 * Collects what one duty cycle decides, has it committed as one batch, and carries out afterwards
 * what must not happen before. While the store is in trouble, what waits stays in order; nothing
 * that waits is carried out unrecorded unless the installation says so. Engine's thread only.
 */
final class Ledger {
  /**
   * Writes that may wait while the store takes no batch; beyond it lines of the journal are
   * dropped, never state.
   */
  private static final int BACKLOG_LIMIT = 100_000;

  private final Store store;
  private List<Write> writes = new ArrayList<>();
  private List<After> afters = new ArrayList<>();
  private final Deque<Batch> waiting = new ArrayDeque<>();
  private long lastBatch;
  private long droppedLines;
  private String fault = "";

  /** What waits for a commit. */
  interface After {
    /** The batch is committed. */
    void committed();

    /**
     * The batch cannot be committed for now; may be called again. Returns whether nothing is left
     * to do later.
     */
    boolean faulty(String fault);
  }

  private record Batch(long number, List<After> afters) {}

  Ledger(Store store) {
    this.store = store;
  }

  void write(Write write) {
    writes.add(write);
  }

  void after(After after) {
    afters.add(after);
  }

  /** Ends the cycle: hands over what was collected. */
  void flush() {
    if (writes.isEmpty() && afters.isEmpty()) {
      return;
    }
    // Moved aside first: work that goes on unrecorded writes and waits anew.
    List<Write> batch = writes;
    List<After> then = afters;
    writes = new ArrayList<>();
    afters = new ArrayList<>();
    if (store.commit(lastBatch + 1, batch)) {
      lastBatch++;
      waiting.add(new Batch(lastBatch, then));
      if (!fault.isEmpty()) {
        then.removeIf(after -> after.faulty(fault));
      }
      return;
    }
    String why = fault.isEmpty() ? "the store takes no more changes" : fault;
    then.removeIf(after -> after.faulty(why));
    then.addAll(afters);
    afters = then;
    batch.addAll(writes);
    writes = batch;
    if (writes.size() > BACKLOG_LIMIT) {
      int before = writes.size();
      writes.removeIf(write -> write instanceof Write.Append);
      droppedLines += before - writes.size();
    }
  }

  /** The store has committed a batch. */
  void committed(long number) {
    fault = "";
    while (!waiting.isEmpty() && waiting.peekFirst().number <= number) {
      waiting.removeFirst().afters.forEach(After::committed);
    }
  }

  /** The store is in trouble. */
  void faulty(String newFault, Consumer<String> first) {
    if (fault.isEmpty()) {
      first.accept(newFault);
    }
    fault = newFault;
    for (Batch batch : waiting) {
      batch.afters.removeIf(after -> after.faulty(newFault));
    }
  }

  /** What is wrong with the store, or empty. */
  String fault() {
    return fault;
  }

  /** Whether a batch was refused and waits to be offered again. */
  boolean backlogged() {
    return !writes.isEmpty() || !afters.isEmpty();
  }

  /** Lines of the journal that were dropped because the store took nothing for too long. */
  long droppedLines() {
    return droppedLines;
  }
}
