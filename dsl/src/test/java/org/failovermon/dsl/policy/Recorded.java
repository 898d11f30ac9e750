package org.failovermon.dsl.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.failovermon.engine.action.ProgramEnd;
import org.failovermon.engine.action.ScriptContext;
import org.failovermon.engine.action.ScriptRejectedException;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.port.Actions;

/** A run whose effects are only written down. */
final class Recorded implements ScriptContext {
  private final StringBuilder said = new StringBuilder();
  private final Actions.Order order =
      new Actions.Order(
          new Run(
              1,
              RunKind.LOST_PULSE,
              "hosta",
              1,
              ScriptRef.DEFAULT_LOST,
              RunStatus.RUNNING,
              "4 beats in a row were missed",
              Instant.EPOCH,
              Instant.EPOCH,
              null,
              null,
              "",
              0),
          MonitorSpec.withDefaults(new HostName("hosta")),
          null,
          Instant.EPOCH,
          null);

  private Recorded() {}

  /** A script. */
  interface Script {
    /** Runs it. */
    void run(ScriptContext context) throws ScriptRejectedException;
  }

  /** What a script does, a line each. */
  static String of(Script script) throws ScriptRejectedException {
    Recorded recorded = new Recorded();
    script.run(recorded);
    return recorded.said.toString();
  }

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
    said.append("exec ").append(command).append('\n');
    return new Executed(new ProgramEnd(ProgramEnd.How.EXITED, 0, Duration.ofSeconds(1), ""), "");
  }

  @Override
  public void log(String text) {
    said.append("log ").append(text).append('\n');
  }

  @Override
  public void print(String text) {
    said.append("print ").append(text).append('\n');
  }

  @Override
  public boolean tell(String text) {
    said.append("tell ").append(text).append('\n');
    return true;
  }
}
