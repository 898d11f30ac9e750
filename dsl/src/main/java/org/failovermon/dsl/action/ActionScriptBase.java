package org.failovermon.dsl.action;

import groovy.lang.Script;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.failovermon.dsl.words.ActionWords;
import org.failovermon.engine.action.ActionFailedException;
import org.failovermon.engine.action.ProgramEnd;
import org.failovermon.engine.action.ScriptContext;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.policy.Secret;
import org.jspecify.annotations.Nullable;

/** What every compiled action script extends: carries the words over to the run. */
public abstract class ActionScriptBase extends Script implements ActionWords {
  private @Nullable ScriptContext failovermonContext;

  /** Called by failovermon once, before the script runs. */
  public final void bind(ScriptContext context) {
    failovermonContext = context;
  }

  private ScriptContext context() {
    return Objects.requireNonNull(failovermonContext, "the script was not bound to a run");
  }

  private Run thisRun() {
    return context().order().run();
  }

  @Override
  public String getHost() {
    return thisRun().subject();
  }

  @Override
  public Monitor getMonitor() {
    MonitorSpec spec = context().order().monitor();
    if (spec == null) {
      throw new ActionFailedException(
          "a job has no monitor; the word 'monitor' is for lost-pulse and regain-pulse");
    }
    return new MonitorFacts(spec);
  }

  @Override
  public String getReason() {
    return thisRun().reason();
  }

  @Override
  public Instant getSince() {
    return context().order().since();
  }

  @Override
  public long getRun() {
    return thisRun().id();
  }

  @Override
  public long getOutage() {
    return thisRun().outage();
  }

  @Override
  public String getKind() {
    return thisRun().kind().word();
  }

  @Override
  public Path getHome() {
    return context().home();
  }

  @Override
  public Executed exec(String program, Object... arguments) {
    return execute(program, arguments, false, Optional.empty());
  }

  @Override
  public Executed exec(
      @NamedParams({
            @NamedParam(value = "mayFail", type = Boolean.class),
            @NamedParam(value = "deadline", type = Duration.class)
          })
          Map<String, ?> options,
      String program,
      Object... arguments) {
    boolean mayFail = Boolean.TRUE.equals(options.get("mayFail"));
    Optional<Duration> deadline =
        Optional.ofNullable(options.get("deadline")).map(Duration.class::cast);
    return execute(program, arguments, mayFail, deadline);
  }

  @Override
  public void log(Object text) {
    context().log(String.valueOf(text));
  }

  @Override
  public boolean notify(String text) {
    return context().tell(text);
  }

  @Override
  public void fail(String text) {
    throw new ActionFailedException(text);
  }

  /** Goes to the output of the run, not to the daemon's. */
  @Override
  public void print(@Nullable Object value) {
    context().print(String.valueOf(value));
  }

  @Override
  public void println() {
    context().print("\n");
  }

  @Override
  public void println(@Nullable Object value) {
    context().print(value + "\n");
  }

  @Override
  public void printf(String format, @Nullable Object value) {
    context().print(String.format(java.util.Locale.ROOT, format, value));
  }

  @Override
  public void printf(String format, Object[] values) {
    context().print(String.format(java.util.Locale.ROOT, format, values));
  }

  private Executed execute(
      String program, Object[] arguments, boolean mayFail, Optional<Duration> deadline) {
    List<String> command = new ArrayList<>();
    command.add(program);
    for (Object argument : arguments) {
      if (argument instanceof Secret secret) { // one of known type is found when it is compiled
        throw new ActionFailedException(
            "exec '"
                + program
                + "' was not run: "
                + secret
                + " is not for an action, whose words are recorded; have the program read it from a"
                + " file of its own");
      }
      command.add(String.valueOf(argument));
    }
    ScriptContext.Executed result = context().exec(command, deadline);
    if (result.end().exitCode() == ProgramEnd.NO_PROGRAM
        && result.end().how() == ProgramEnd.How.NOT_STARTED
        && !mayFail) {
      throw new ActionFailedException(result.end().remark());
    }
    ExecutedProgram executed = new ExecutedProgram(result);
    if (!executed.isOk() && !mayFail) {
      String last = executed.getOutput().lines().reduce((a, b) -> b).orElse("").strip();
      throw new ActionFailedException(
          String.join(" ", command)
              + ": "
              + executed.sentence()
              + (last.isEmpty() ? "" : ": " + last));
    }
    return executed;
  }

  private record MonitorFacts(MonitorSpec spec) implements Monitor {
    @Override
    public String getHost() {
      return spec.host().value();
    }

    @Override
    public Duration getInterval() {
      return spec.interval();
    }

    @Override
    public int getRetries() {
      return spec.retries();
    }

    @Override
    public Duration getTimeout() {
      return spec.timeout();
    }

    @Override
    public String getLostPulse() {
      return spec.lostPulse().text();
    }

    @Override
    public String getRegainPulse() {
      return spec.regainPulse().text();
    }
  }
}
