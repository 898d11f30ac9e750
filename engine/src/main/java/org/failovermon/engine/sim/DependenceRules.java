package org.failovermon.engine.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failovermon.engine.decide.Dependence;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.port.Write;

/** What must hold of monitors that depend on others: none is judged lost while its parent is. */
final class DependenceRules implements Probe {
  private final Observer observer;
  private final Map<HostName, MonitorState> states = new HashMap<>();
  private PolicySet inForce = PolicySet.EMPTY;

  DependenceRules(Observer observer) {
    this.observer = observer;
  }

  @Override
  public void life(Observer of, Life what) {
    if (what == Life.STARTED) {
      inForce = observer.policies().files();
      states.clear();
      observer.disk().image().snapshot().states().forEach(each -> states.put(each.host(), each));
    }
  }

  @Override
  public void decided(Observer of, long batch, List<Write> writes, boolean taken) {
    if (writes.stream().anyMatch(write -> write instanceof Write.PutPolicyVersion)) {
      inForce = observer.policies().files();
    }
    for (Write write : writes) {
      switch (write) {
        case Write.PutState put -> {
          MonitorState before = states.put(put.state().host(), put.state());
          long open = before == null ? 0 : before.openOutage();
          if (put.state().openOutage() != 0 && put.state().openOutage() != open) {
            lost(put.state());
          }
        }
        case Write.DeleteMonitor delete -> states.remove(delete.host());
        default -> {}
      }
    }
  }

  private void lost(MonitorState state) {
    for (MonitorPolicy policy : inForce.monitors()) {
      if (policy.spec().host().equals(state.host())) {
        policy.dependsOn().forEach(parent -> mustBeWell(parent, state));
      }
    }
  }

  private void mustBeWell(String name, MonitorState child) {
    MonitorState parent = name.contains("/") ? null : states.get(new HostName(name));
    if (parent != null && parent.started()) {
      Verdict verdict = parent.verdict();
      if (Dependence.unwell(verdict)) {
        throw new InvariantBroken(
            "no child is judged lost while its parent is not well",
            child.because() + "; its parent " + name + " is " + verdict.word());
      }
    }
  }
}
