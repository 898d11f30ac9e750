package org.failovermon.dsl.manual;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.failovermon.engine.action.EndedRuns;
import org.failovermon.engine.action.ProgramEnd;
import org.failovermon.engine.action.ScriptContext;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.port.Actions;

/** A stand-in for every program: remembers what was run, and ends well or not. */
final class Recorder implements ScriptContext {
  private final List<String> commands = new ArrayList<>();
  private final int exitCode;

  Recorder(boolean good) {
    this.exitCode = good ? 0 : 1;
  }

  List<String> commands() {
    return List.copyOf(commands);
  }

  @Override
  public Actions.Order order() {
    return EndedRuns.order(1, RunKind.LOST_PULSE, "hosta", "example.groovy");
  }

  @Override
  public Path home() {
    return Path.of("/");
  }

  @Override
  public Executed exec(List<String> command, Optional<Duration> deadline) {
    commands.add(String.join(" ", command));
    return new Executed(
        new ProgramEnd(ProgramEnd.How.EXITED, exitCode, Duration.ofSeconds(1), ""), "");
  }

  @Override
  public void log(String text) {
    commands.add("tell " + text);
  }

  @Override
  public void print(String text) {}

  @Override
  public boolean tell(String text) {
    commands.add("tell " + text);
    return true;
  }
}
