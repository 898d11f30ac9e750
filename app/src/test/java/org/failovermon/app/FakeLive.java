package org.failovermon.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.app.control.Json;
import org.failovermon.app.control.Live;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.port.EngineView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A daemon that sees what the installation records, and nothing else. */
public final class FakeLive implements Live {
  private final MemoryInstallation installation;

  /** Sees this installation. */
  public FakeLive(MemoryInstallation installation) {
    this.installation = installation;
  }

  @Override
  public EngineView view() {
    Snapshot snapshot = installation.snapshot();
    List<EngineView.MonitorView> monitors = new ArrayList<>();
    for (MonitorSpec spec : snapshot.monitors()) {
      MonitorState state =
          snapshot.states().stream()
              .filter(each -> each.host().equals(spec.host()))
              .findFirst()
              .orElseThrow();
      boolean up = state.verdict() == Verdict.UP;
      List<EngineView.PathView> paths = new ArrayList<>();
      for (CommPath path : snapshot.paths()) {
        if (path.host().equals(spec.host())) {
          @Nullable Duration ago = up ? Duration.ofSeconds(3) : null;
          paths.add(
              new EngineView.PathView(
                  path,
                  ago,
                  up ? Duration.ofNanos(412_000) : null,
                  up ? "" : "connection refused"));
        }
      }
      monitors.add(
          new EngineView.MonitorView(spec, state, up ? 0 : 4, 100, Duration.ofSeconds(1), paths));
    }
    return new EngineView(
        FakeOffices.NOW,
        monitors,
        snapshot.openRuns(),
        List.of(),
        new EngineView.Figures(
            Duration.ofMinutes(1),
            100,
            Duration.ofNanos(80_000),
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            0,
            Duration.ZERO));
  }

  @Override
  public List<String> notices() {
    return List.of();
  }

  @Override
  public List<String> scriptProblems() {
    return List.of();
  }

  @Override
  public ObjectNode policies() {
    ObjectNode policies = Json.object().put("auto_apply", true).putNull("trouble");
    policies.putArray("waiting");
    return policies;
  }

  @Override
  public ObjectNode facts() {
    return Json.object().put("pid", 812).put("since", "2026-11-20T01:00:00Z").put("port", 6940);
  }

  @Override
  public int defaultPort() {
    return 6940;
  }
}
