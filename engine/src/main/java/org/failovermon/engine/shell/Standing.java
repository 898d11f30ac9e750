package org.failovermon.engine.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.failovermon.engine.decide.Dependence;
import org.failovermon.engine.decide.Members;
import org.failovermon.engine.decide.Phase;
import org.failovermon.engine.decide.PulseEvent;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckVerdict;
import org.jspecify.annotations.Nullable;

/**
 * Where a monitor stands among the others: what its beats ask besides the heartbeat, and what holds
 * it back. Engine's thread only.
 */
final class Standing {
  private final Function<HostName, @Nullable Watch> find;
  private final Map<String, List<Watch>> children = new HashMap<>();
  private final Map<String, List<Watch>> members = new HashMap<>();
  private Outside outside = Outside.NOTHING;
  private Dependence dependence = new Dependence(this::verdict, outside::checkVerdict);

  /** What is known outside of the monitors. */
  interface Outside {
    /** No check, and no maintenance window. */
    Outside NOTHING =
        new Outside() {
          @Override
          public Optional<CheckVerdict> checkVerdict(String check) {
            return Optional.empty();
          }

          @Override
          public Optional<CheckVerdict> memberVerdict(String check) {
            return Optional.empty();
          }

          @Override
          public String maintenance(String subject) {
            return "";
          }
        };

    /** The latest verdict of a check; empty where there is no such check. */
    Optional<CheckVerdict> checkVerdict(String check);

    /**
     * What a check says as a member of a monitor: unknown while its verdict is not of this process;
     * empty where there is no such check.
     */
    Optional<CheckVerdict> memberVerdict(String check);

    /** The window that covers the subject now, "maintenance NAME until T"; else empty. */
    String maintenance(String subject);
  }

  Standing(Function<HostName, @Nullable Watch> find) {
    this.find = find;
  }

  void outside(Outside newOutside) {
    outside = newOutside;
    dependence = new Dependence(this::verdict, newOutside::checkVerdict);
  }

  /** Takes up who depends on whom, and which checks are asked. */
  void index(Collection<Watch> watches) {
    children.clear();
    members.clear();
    for (Watch watch : watches) {
      for (String parent : watch.dependsOn) {
        children.computeIfAbsent(key(parent), name -> new ArrayList<>()).add(watch);
      }
      for (String check : watch.members.checks()) {
        members.computeIfAbsent(check, name -> new ArrayList<>()).add(watch);
      }
    }
  }

  /** The monitors that depend on a monitor or check. */
  List<Watch> childrenOf(String parent) {
    return children.isEmpty() ? List.of() : children.getOrDefault(key(parent), List.of());
  }

  /** The monitors whose beats ask a check. */
  List<Watch> asking(String check) {
    return members.getOrDefault(check, List.of());
  }

  /**
   * Judges a beat.
   *
   * @param heartbeat whether the heartbeat was answered
   * @param how what was seen of it
   */
  Members.Outcome judge(Watch watch, boolean heartbeat, String how) {
    return Members.judge(
        watch.members,
        heartbeat,
        how,
        check -> outside.memberVerdict(check).orElse(CheckVerdict.UNKNOWN));
  }

  /** The window that covers the monitor now, or empty. */
  String maintenance(Watch watch) {
    return outside.maintenance(watch.host.value());
  }

  /**
   * What keeps the host from being judged lost now, or null: a maintenance window, a parent that is
   * not well, or a parent that has not answered since the host fell silent, and so may be what is
   * really gone. That is asked at once when the host falls silent, and judged within its own bound.
   */
  PulseEvent.@Nullable Hold hold(Watch watch) {
    String maintenance = maintenance(watch);
    if (!maintenance.isEmpty()) {
      return new PulseEvent.Hold(Phase.HoldReason.MAINTENANCE, maintenance);
    }
    if (watch.dependsOn.isEmpty()) {
      return null;
    }
    String unwell = dependence.unwell(watch.dependsOn);
    if (!unwell.isEmpty()) {
      return new PulseEvent.Hold(Phase.HoldReason.PARENT_FAILED, unwell);
    }
    for (Watch parent : unconfirmed(watch)) {
      return new PulseEvent.Hold(
          Phase.HoldReason.PARENT_FAILED,
          "its parent " + parent.host + " has not answered since then, and is asked");
    }
    return null;
  }

  /** The parents that run and have not answered since the host fell silent. */
  List<Watch> unconfirmed(Watch watch) {
    List<Watch> found = new ArrayList<>();
    for (String name : watch.dependsOn) {
      Watch parent = monitor(name);
      if (parent != null
          && parent.started
          && !(parent.answeredSinceStart && parent.lastHitAt - watch.firstMissAt >= 0)) {
        found.add(parent);
      }
    }
    return found;
  }

  private Optional<Verdict> verdict(String name) {
    return Optional.ofNullable(monitor(name)).map(watch -> watch.pulse.verdict());
  }

  /** The name of a check inside a monitor has a slash, which no host has. */
  private @Nullable Watch monitor(String name) {
    return name.contains("/") ? null : find.apply(new HostName(name));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
