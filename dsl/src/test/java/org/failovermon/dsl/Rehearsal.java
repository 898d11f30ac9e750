package org.failovermon.dsl;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.failovermon.engine.action.ProgramEnd;
import org.failovermon.engine.action.ScriptContext;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.port.Actions;

/** A run without any effect. */
final class Rehearsal implements ScriptContext {
  private final Actions.Order order =
      new Actions.Order(
          new Run(
              1,
              RunKind.LOST_PULSE,
              "rehearsal",
              1,
              ScriptRef.DEFAULT_LOST,
              RunStatus.RUNNING,
              "failovermon starts",
              Instant.EPOCH,
              Instant.EPOCH,
              null,
              null,
              "",
              0),
          MonitorSpec.withDefaults(new HostName("rehearsal")),
          null,
          Instant.EPOCH);

  @Override
  public Actions.Order order() {
    return order;
  }

  @Override
  public Path home() {
    return Path.of("/");
  }

  @Override
  public Executed exec(List<String> command, Optional<Duration> deadline) {
    return new Executed(new ProgramEnd(ProgramEnd.How.EXITED, 0, Duration.ofSeconds(1), ""), "");
  }

  @Override
  public void log(String text) {}

  @Override
  public void print(String text) {}

  @Override
  public boolean tell(String text) {
    return true;
  }
}
