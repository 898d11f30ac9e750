package org.failovermon.dsl.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.engine.action.ScriptLanguage;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.Secret;

/**
 * What came of compiling a set of sources. It keeps the classes of its inline blocks and closures
 * until it is closed; a run that has loaded a block keeps its version beyond that. Thread-safe.
 */
public interface Compiled extends AutoCloseable {
  /** Whether nothing is wrong. */
  boolean good();

  /** All that is wrong in all files, by file and line. */
  List<Problem> problems();

  /**
   * What the policies say.
   *
   * @throws IllegalStateException when the set is not good
   */
  PolicySet set();

  /**
   * The block in place that a script reference such as {@code policies/mail.groovy#hostA.lostPulse}
   * names, ready to run; empty when there is no such block. The caller closes it when the run has
   * ended.
   *
   * @throws IllegalStateException when this was closed
   */
  Optional<ScriptLanguage.Loaded> inline(ScriptRef script);

  /**
   * The script in a file of the set that a name means which the policies use, ready to run; empty
   * when the set has no such file or its policies do not use it. The caller closes it when the run
   * has ended.
   *
   * @throws IllegalStateException when this was closed
   */
  Optional<ScriptLanguage.Loaded> script(ScriptRef script, RunKind kind);

  /**
   * Paths that the names of scripts mean which the policies use, whether or not the set has such a
   * file: {@code scripts/lost-pulse/take-mail.groovy}. None when the set is not good.
   */
  Set<String> scripts();

  /** The secrets that the policies asked for and got, by name; never to be shown. */
  Map<String, Secret> secrets();

  /** What is wrong with scripts that no policy uses: worth a word, and no reason to refuse. */
  List<Problem> remarks();

  /**
   * Links what may have to run at once, blocks and scripts; executes nothing. What was warmed
   * before is left alone.
   */
  void warm();

  /** Releases the classes. Closing twice does nothing. */
  @Override
  void close();
}
