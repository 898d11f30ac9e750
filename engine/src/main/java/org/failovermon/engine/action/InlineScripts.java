package org.failovermon.engine.action;

import java.util.Optional;
import org.failovermon.engine.model.ScriptRef;

/**
 * The blocks of action script that policies hold in place, compiled with the policies in force.
 * Thread-safe.
 */
public interface InlineScripts {
  /** There are no blocks. */
  InlineScripts NONE = script -> Optional.empty();

  /**
   * The block that a reference such as {@code policies/mail.groovy#hostA.lostPulse} names, ready to
   * run; empty when the policies in force have no such block. The run keeps its version until it
   * closes it.
   */
  Optional<ScriptLanguage.Loaded> load(ScriptRef script);

  /** Whether a reference names a block of a policy and not a file. */
  static boolean names(ScriptRef script) {
    return script.text().startsWith("policies/") && script.text().indexOf('#') > 0;
  }
}
