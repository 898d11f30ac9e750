package org.failovermon.engine.port;

import java.time.Instant;
import java.util.function.Consumer;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.RunResult;

/** What happens to the engine from outside, other than datagrams. Arrives in {@link Inbox}. */
public sealed interface Event {

  /**
   * Quartz woke the cohort of monitors whose tick period this is.
   *
   * @param periodMillis tick period of the cohort, in milliseconds
   */
  record Tick(long periodMillis) implements Event {}

  /**
   * A cron job came due.
   *
   * @param job its name
   * @param scheduledFor the instant that the expression names; each instant of a job is acted on at
   *     most once
   */
  record JobDue(String job, Instant scheduledFor) implements Event {}

  /**
   * The store has committed a batch, durably.
   *
   * @param batch the number that {@link Store#commit} was given
   */
  record Committed(long batch) implements Event {}

  /**
   * The store could not commit and goes on trying, in order. Sent once per fault, and again when
   * the fault changes.
   *
   * @param batch the oldest batch that is not committed
   * @param fault what the operator must know: what failed, and the remedy
   */
  record StoreFaulty(long batch, String fault) implements Event {}

  /**
   * A run ended.
   *
   * @param run its id
   * @param result how
   */
  record RunEnded(long run, RunResult result) implements Event {}

  /**
   * We have, or no longer have, a reason to think that we are the one who is cut off.
   *
   * @param source what the reason is about ("link eth0", "reference 10.0.0.254"); one reason is
   *     kept for each source
   * @param suspicious true when the reason arose, false when it is gone
   * @param because the sentence
   */
  record SelfSuspicion(String source, boolean suspicious, String because) implements Event {}

  /**
   * An operator wants something.
   *
   * @param who who it is, as recorded
   * @param command what
   * @param reply called once from the engine's thread: after the change is committed, or at once
   *     when it is refused
   */
  record Operator(String who, OperatorCommand command, Consumer<Reply> reply) implements Event {}

  /**
   * Somebody wants to see the state as it is now.
   *
   * @param resetFigures whether {@link EngineView.Figures} begin anew after this look
   * @param reply called once from the engine's thread, must return at once
   */
  record Look(boolean resetFigures, Consumer<EngineView> reply) implements Event {}

  /**
   * Something happened outside the engine that belongs into the journal: an operator was refused
   * for lack of rights, announced a shutdown, stopped the daemon.
   *
   * @param entry the line
   */
  record Note(LogEntry entry) implements Event {}
}
