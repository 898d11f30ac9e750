package org.failovermon.engine.sim;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The event queue of a world, ordered by virtual time, and by the order of entry where times are
 * equal. Not thread-safe.
 */
final class Agenda {
  /** Something that will happen, and can be called off. */
  static final class Task implements Comparable<Task> {
    private final long at;
    private final long number;
    private final Runnable action;
    private boolean calledOff;

    private Task(long at, long number, Runnable action) {
      this.at = at;
      this.number = number;
      this.action = action;
    }

    /** Virtual nanoseconds at which it happens. */
    long at() {
      return at;
    }

    /** Sees to it that it does not happen. */
    void callOff() {
      calledOff = true;
    }

    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long nextNumber;
  private long now;

  /** Virtual nanoseconds since the world began. */
  long now() {
    return now;
  }

  /** Enters an action; a time that has passed means now. */
  Task at(long nanos, Runnable action) {
    Task task = new Task(Math.max(nanos, now), nextNumber++, action);
    tasks.add(task);
    return task;
  }

  /** Does the next thing that is due by then, and says whether there was one. */
  boolean step(long until) {
    Task task = next();
    if (task == null || task.at > until) {
      return false;
    }
    tasks.remove();
    now = task.at;
    task.action.run();
    return true;
  }

  /** Lets the time pass up to then, with nothing left to do before it. */
  void arriveAt(long until) {
    now = Math.max(now, until);
  }

  private @Nullable Task next() {
    Task task = tasks.peek();
    while (task != null && task.calledOff) {
      tasks.remove();
      task = tasks.peek();
    }
    return task;
  }
}
