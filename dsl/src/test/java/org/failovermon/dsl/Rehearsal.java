package org.failovermon.dsl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.failovermon.engine.action.EndedRuns;
import org.failovermon.engine.action.ProgramEnd;
import org.failovermon.engine.action.ScriptContext;
import org.failovermon.engine.port.Actions;

/** A run without any effect. */
final class Rehearsal implements ScriptContext {
  @Override
  public Actions.Order order() {
    return EndedRuns.rehearsal();
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
