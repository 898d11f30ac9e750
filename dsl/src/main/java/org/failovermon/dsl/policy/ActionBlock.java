package org.failovermon.dsl.policy;

import groovy.lang.Closure;
import java.time.Duration;
import org.failovermon.dsl.words.ActionBlockWords;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.jspecify.annotations.Nullable;

/** Reads what rules and jobs have in common. */
abstract class ActionBlock extends BlockReader implements ActionBlockWords {
  private final String name;
  private final RunKind kind;
  private @Nullable ScriptRef action;
  private @Nullable Duration deadline;

  ActionBlock(Reading reading, String name, RunKind kind) {
    super(reading);
    this.name = name;
    this.kind = kind;
  }

  final String name() {
    return name;
  }

  final @Nullable ScriptRef action() {
    return action;
  }

  final @Nullable Duration deadline() {
    return deadline != null ? deadline : reading().inherited().deadline();
  }

  /** What stands before the name of a block in place: rules and jobs may share names. */
  abstract String noun();

  @Override
  public void action(String script) {
    action = reading().script(script, kind, once("action"));
  }

  @Override
  public void action(Closure<?> block) {
    action = reading().inline(noun() + "." + name + ".action", block, once("action"));
  }

  @Override
  public void deadline(Duration time) {
    if (within(once("deadline"), time, BeatBlock.SHORTEST_RUN, BeatBlock.LONGEST_RUN)) {
      deadline = time;
    }
  }
}
