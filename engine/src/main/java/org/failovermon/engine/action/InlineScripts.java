package org.failovermon.engine.action;

import java.nio.file.Path;
import java.util.Optional;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;

/**
 * The action scripts that belong to the policies in force and were compiled with them: the blocks
 * that stand in a policy, and the files that a policy names by a relative name. Thread-safe.
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

  /**
   * A script file as it was when the policies in force were taken, ready to run; empty when no
   * policy names it, or it is none of the installation's own Groovy files. What lies on disk by now
   * does not count.
   */
  default Optional<ScriptLanguage.Loaded> file(ScriptRef script, RunKind kind) {
    return Optional.empty();
  }

  /**
   * Whether a file is a script of the policies in force, so that an edit of it, or that it is new
   * or gone, means nothing before the policies are taken again.
   *
   * @param path its path as policies call it: {@code scripts/lost-pulse/take-mail.groovy}
   */
  default boolean holds(String path) {
    return false;
  }

  /** What became of a block that {@link #load} does not find, as the end of a sentence. */
  default String gone() {
    return "they were changed while this run waited";
  }

  /** The path by which policies know a script of a relative name. */
  static String path(ScriptRef script, RunKind kind) {
    return Path.of("scripts", kind.folder(), script.text()).normalize().toString();
  }

  /** Whether a reference names a block of a policy and not a file. */
  static boolean names(ScriptRef script) {
    return script.text().startsWith("policies/") && script.text().indexOf('#') > 0;
  }
}
