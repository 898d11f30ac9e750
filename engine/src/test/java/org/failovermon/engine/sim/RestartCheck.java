package org.failovermon.engine.sim;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.port.EngineView;

/** After each start of the engine: what it believes is what was committed. */
final class RestartCheck implements Probe {
  private final Observer observer;

  RestartCheck(Observer observer) {
    this.observer = observer;
  }

  @Override
  public void life(Observer of, Life what) {
    if (what == Life.STARTED) {
      Snapshot committed = observer.disk().image().snapshot();
      observer.view().ifPresent(view -> compare(committed, view));
    }
  }

  private void compare(Snapshot committed, EngineView view) {
    Map<HostName, MonitorState> states =
        committed.states().stream()
            .collect(Collectors.toMap(MonitorState::host, Function.identity()));
    same(committed.monitors(), view.monitors().stream().map(m -> m.spec()).toList(), "monitors");
    for (EngineView.MonitorView monitor : view.monitors()) {
      MonitorState state = states.get(monitor.spec().host());
      if (state == null) {
        throw new InvariantBroken("state after a restart is committed state", monitor.toString());
      }
      same(state.openOutage(), monitor.state().openOutage(), "outage of " + state.host());
      same(state.incarnation(), monitor.state().incarnation(), "incarnation of " + state.host());
      if (committed.bootId().equals(observer.bootId())) {
        same(state.started(), monitor.state().started(), "started " + state.host());
      }
    }
    same(
        committed.openRuns().stream().map(RestartCheck::afterRestart).sorted().toList(),
        view.runs().stream().map(run -> run.id() + " " + run.status().word()).sorted().toList(),
        "open runs");
  }

  private static String afterRestart(Run run) {
    RunStatus status = run.status() == RunStatus.RUNNING ? RunStatus.UNKNOWN : run.status();
    return run.id() + " " + status.word();
  }

  private static void same(Object committed, Object believed, String what) {
    if (!committed.equals(believed)) {
      throw new InvariantBroken(
          "state after a restart is committed state",
          what + ": committed " + committed + ", believed " + believed);
    }
  }
}
