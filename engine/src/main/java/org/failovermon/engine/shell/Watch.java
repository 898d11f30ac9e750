package org.failovermon.engine.shell;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.failovermon.engine.decide.PulseEvent;
import org.failovermon.engine.decide.PulseState;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.jspecify.annotations.Nullable;

/**
 * One monitor in the engine's memory: what is wanted of it, what is believed, and the try under
 * way. Engine's thread only.
 */
final class Watch {
  /** Transmissions of one try: a single lost datagram is not an outage. */
  static final int TRANSMISSIONS = 3;

  final HostName host;
  MonitorSpec spec;
  List<CommPath> paths = List.of();
  MonitorPolicy.Members members = MonitorPolicy.Members.HEARTBEAT;
  List<String> dependsOn = List.of();
  PulseState pulse;
  MonitorState saved;
  boolean started;

  long dueAt;
  long period;
  boolean trying;
  long tryStarted;
  int transmissions;
  long pausedBefore;
  boolean suspectedWithinTry;
  String sick = "";
  long roundTripNanos;

  /** The sentence of the newest decision; empty before the first. */
  String because = "";

  /** Why its silence proves nothing, or empty. */
  String doubt = "";

  /**
   * Grows with each change of plan, so that deadlines of an earlier plan are recognised as stale.
   */
  long plan;

  long beats;
  long firstMissAt;
  boolean answeredSinceStart;

  /** When a beat was last a hit; of no meaning before the first since the start. */
  long lastHitAt;

  /** The maintenance window that covered the monitor when windows were last looked at. */
  String maintenance = "";

  @Nullable Instant lastAnswer;

  /** When the host was last known to be well before its newest outage, or null. */
  @Nullable Instant wellBefore;

  final Map<CommPath, PathNotes> notes = new LinkedHashMap<>();

  /** What was seen of one path since the start. */
  static final class PathNotes {
    long answeredAt;
    long roundTripNanos = -1;

    /** What is wrong with it, as the try under way or the one before it found; or empty. */
    String trouble = "";

    /** Whether the trouble was found since the newest try began. */
    boolean troubledThisTry;

    /** The trouble that is in the journal, so that it is not there for each try. */
    String troubleSaid = "";

    boolean answeredThisTry;
    String lateSaid = "";

    /** A try begins: what the one before it did not find is over. */
    void tryBegins() {
      answeredThisTry = false;
      if (!troubledThisTry) {
        trouble = "";
      }
      troubledThisTry = false;
    }
  }

  Watch(MonitorSpec spec, MonitorState saved, PulseState pulse) {
    this.host = spec.host();
    this.spec = spec;
    this.saved = saved;
    this.pulse = pulse;
    this.lastAnswer = saved.lastAnswer();
    this.wellBefore = saved.lastAnswer();
  }

  /** The monitor is started: what was seen before counts no more. */
  void begin() {
    started = true;
    answeredSinceStart = false;
    beats = 0;
    doubt = "";
    notes.clear();
  }

  PathNotes notes(CommPath path) {
    return notes.computeIfAbsent(path, p -> new PathNotes());
  }

  /** That the try under way found enough well, by the heartbeat's answer, by checks or by both. */
  PulseEvent well(long now, PulseEvent.@Nullable Answered answer, String how) {
    if (answer == null) {
      return new PulseEvent.Well(now, how);
    }
    return members.checks().isEmpty() ? answer : answer.with(how);
  }

  /** How the try under way failed, as the end of a sentence. */
  String howMissed(String within) {
    if (!sick.isEmpty()) {
      return "it answers but says again that " + sick;
    }
    if (paths.isEmpty()) {
      return "there is no path";
    }
    List<String> troubles =
        paths.stream()
            .filter(path -> notes(path).troubledThisTry)
            .map(path -> path.address() + ": " + notes(path).trouble)
            .toList();
    String silent =
        "no answer on "
            + (paths.size() == 1 ? "the one path" : paths.size() + " paths")
            + " within "
            + within;
    return troubles.isEmpty()
        ? silent
        : silent
            + " ("
            + String.join(", ", troubles.subList(0, Math.min(4, troubles.size())))
            + (troubles.size() > 4 ? ", …" : "")
            + ")";
  }

  /**
   * Takes up what a policy says of the monitor beyond its values.
   *
   * @param policy null for a monitor of the command line
   * @return whether its beats ask something else from now on
   */
  boolean takes(@Nullable MonitorPolicy policy) {
    MonitorPolicy.Members before = members;
    members = policy == null ? MonitorPolicy.Members.HEARTBEAT : policy.members();
    dependsOn = policy == null ? List.of() : policy.dependsOn();
    return !members.equals(before);
  }
}
