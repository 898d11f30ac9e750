package org.failovermon.dsl.action;

import groovy.lang.Closure;
import org.failovermon.engine.action.ScriptContext;

/** One run of an action script that stands in place in a policy. Used by one thread. */
public final class ActionBlockRun extends ActionScriptBase {
  private final Closure<?> block;

  private ActionBlockRun(Closure<?> block) {
    this.block = block;
  }

  /**
   * Runs a copy of the block, which itself stays as it is.
   *
   * @throws RuntimeException whatever the block throws
   */
  public static void run(Closure<?> block, ScriptContext context) {
    ActionBlockRun words = new ActionBlockRun((Closure<?>) block.clone());
    words.bind(context);
    words.run();
  }

  @Override
  public Object run() {
    block.setResolveStrategy(Closure.DELEGATE_ONLY);
    block.setDelegate(this);
    block.call();
    return this;
  }
}
