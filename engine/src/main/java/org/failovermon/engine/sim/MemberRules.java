package org.failovermon.engine.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.port.Write;

/**
 * What must hold of monitors whose beats ask checks: none is judged lost while enough of what it
 * asks may be well.
 */
final class MemberRules implements Probe {
  private final Observer observer;
  private final Map<HostName, Long> outages = new HashMap<>();
  private final Map<String, CheckVerdict> verdicts = new HashMap<>();

  /** Hosts that answered the latest try, and those that answered the one before it. */
  private final Set<HostName> answered = new HashSet<>();

  private final Set<HostName> answeredBefore = new HashSet<>();
  private final Map<HostName, Long> lastTry = new HashMap<>();
  private PolicySet inForce = PolicySet.EMPTY;

  MemberRules(Observer observer) {
    this.observer = observer;
  }

  @Override
  public void life(Observer of, Life what) {
    if (what == Life.STARTED) {
      inForce = observer.policies().files();
      outages.clear();
      verdicts.clear();
      var image = observer.disk().image().snapshot();
      image.states().forEach(each -> outages.put(each.host(), each.openOutage()));
      image.policy().checkStates().forEach(each -> verdicts.put(each.check(), each.verdict()));
    }
  }

  @Override
  public void tryBegan(Observer of, HostName host) {
    answeredBefore.remove(host);
    if (answered.remove(host)) {
      answeredBefore.add(host);
    }
    lastTry.put(host, observer.world().nanos());
  }

  @Override
  public void answered(Observer of, HostName host, Health health) {
    if (!health.sick()) {
      answered.add(host);
    }
  }

  @Override
  public void decided(Observer of, long batch, List<Write> writes, boolean taken) {
    if (writes.stream().anyMatch(write -> write instanceof Write.PutPolicyVersion)) {
      inForce = observer.policies().files();
    }
    for (Write write : writes) {
      if (write instanceof Write.PutCheckState put) {
        verdicts.put(put.state().check(), put.state().verdict());
      } else if (write instanceof Write.DeleteCheck delete) {
        verdicts.remove(delete.check());
      } else if (write instanceof Write.DeleteMonitor delete) {
        outages.remove(delete.host());
      }
    }
    for (Write write : writes) {
      if (write instanceof Write.PutState put) {
        long before = outages.getOrDefault(put.state().host(), 0L);
        outages.put(put.state().host(), put.state().openOutage());
        if (put.state().openOutage() != 0 && put.state().openOutage() != before) {
          lost(put.state());
        }
      }
    }
  }

  private void lost(MonitorState state) {
    for (MonitorPolicy policy : inForce.monitors()) {
      if (policy.spec().host().equals(state.host()) && !policy.members().checks().isEmpty()) {
        mustBeTooFew(policy.members(), state);
      }
    }
  }

  private void mustBeTooFew(MonitorPolicy.Members members, MonitorState state) {
    long maybeWell =
        members.checks().stream()
            .map(check -> verdicts.getOrDefault(check, CheckVerdict.UNKNOWN))
            .filter(verdict -> !verdict.failed())
            .count();
    // What a cycle decides is committed at its end, when the next try may have begun.
    boolean nextBegan = lastTry.getOrDefault(state.host(), -1L) == observer.world().nanos();
    Set<HostName> judged = nextBegan ? answeredBefore : answered;
    if (members.heartbeat() && judged.contains(state.host())) {
      maybeWell++;
    }
    if (maybeWell >= members.needed()) {
      throw new InvariantBroken(
          "no host is judged lost while enough of its members may be well",
          state.because() + "; " + members + ", " + verdicts);
    }
  }
}
