package org.failovermon.app.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.junit.jupiter.api.Test;

/** What is said of hosts that are already down when their monitors are started. */
class FirstContactTest {
  private static final HostName HOST = new HostName("hosta");

  @Test
  void warnsOfAHostThatRefuses() {
    EngineView.PathView silent =
        new EngineView.PathView(CommPath.ownName(HOST), null, null, "connection refused");
    List<String> warnings = warnings(List.of(silent));
    assertEquals(1, warnings.size());
    assertEquals(
        "cannot initiate connection with host hosta (connection refused), retrying",
        warnings.getFirst().split(";", -1)[0]);
  }

  @Test
  void waitsForNothingWhereNoHeartbeatIsSent() {
    assertEquals(List.of(), warnings(List.of()));
  }

  private static List<String> warnings(List<EngineView.PathView> paths) {
    EngineView view =
        new EngineView(
            Instant.EPOCH,
            List.of(
                new EngineView.MonitorView(
                    MonitorSpec.withDefaults(HOST),
                    MonitorState.added(HOST, Instant.EPOCH).meantToRun(true),
                    0,
                    0,
                    Duration.ZERO,
                    paths)),
            List.of(),
            List.of(),
            new EngineView.Figures(
                Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO));
    return FirstContact.added(
            new Reply(0, List.of(), List.of(), List.of()),
            new OperatorCommand.Start(List.of(HOST)),
            () -> view)
        .warnings();
  }
}
