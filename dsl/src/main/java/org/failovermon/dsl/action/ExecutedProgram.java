package org.failovermon.dsl.action;

import org.failovermon.dsl.words.ActionWords;
import org.failovermon.engine.action.ProgramEnd;
import org.failovermon.engine.action.ScriptContext;

/** How a script sees a program that has ended. */
record ExecutedProgram(ScriptContext.Executed executed) implements ActionWords.Executed {
  @Override
  public int getExitCode() {
    return executed.end().exitCode();
  }

  @Override
  public String getOutput() {
    return executed.output().stripTrailing();
  }

  @Override
  public boolean isOk() {
    return executed.end().ok();
  }

  @Override
  public boolean isTimedOut() {
    return executed.end().how() == ProgramEnd.How.DEADLINE;
  }

  String sentence() {
    return executed.end().sentence();
  }
}
