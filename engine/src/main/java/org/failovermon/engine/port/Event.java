package org.failovermon.engine.port;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.RunResult;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.jspecify.annotations.Nullable;

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
   *     most once, but for those that came before their time because the wall clock was ahead
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
   * @param from the local addresses that it is about: it counts for a host when all paths of that
   *     host are sent from such addresses. Empty when it is about all that we send
   */
  record SelfSuspicion(String source, boolean suspicious, String because, Set<InetAddress> from)
      implements Event {

    /** Copies the addresses. */
    public SelfSuspicion {
      from = Set.copyOf(from);
    }

    /** A reason that is about all that we send. */
    public SelfSuspicion(String source, boolean suspicious, String because) {
      this(source, suspicious, because, Set.of());
    }
  }

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

  /**
   * A cron expression of a rule came due.
   *
   * @param rule its name
   * @param scheduledFor the instant that the expression names
   */
  record RuleDue(String rule, Instant scheduledFor) implements Event {}

  /**
   * An execution of a check ended. A completion: never dropped.
   *
   * @param check its name
   * @param ticket as {@link Probes#start} was given it
   * @param result what it found
   */
  record Checked(String check, long ticket, CheckResult result) implements Event {}

  /**
   * The content of a file that a rule looks at changed, or the file appeared or vanished.
   *
   * @param file the file as the rule names it
   * @param contentHash SHA-256 of what it holds now, in hexadecimal; empty when it is gone
   * @param at when that was seen
   */
  record FileChanged(String file, String contentHash, Instant at) implements Event {}

  /**
   * A set of policies is to come into force, as a whole or not at all. The set in force before is
   * compared with it: what is unchanged keeps its state, phase and counters, and no transition is
   * replayed.
   *
   * @param who who brings it, as recorded
   * @param because what brings it: "edited policies/mail.groovy", "apply", "rollback to version 3"
   * @param set all that the policies say from now on
   * @param version the version to be recorded, one above the newest; null where the files are those
   *     of the newest version, so that there is nothing to record
   * @param reply called once from the engine's thread: when it is committed, or at once when the
   *     set is refused, with every reason. Where the store fails after the set was taken, it is in
   *     force, and the reply says so with a warning
   */
  record ApplyPolicies(
      String who,
      String because,
      PolicySet set,
      @Nullable PolicyVersion version,
      Consumer<Reply> reply)
      implements Event {}
}
