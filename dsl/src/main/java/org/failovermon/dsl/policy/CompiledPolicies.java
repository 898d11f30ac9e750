package org.failovermon.dsl.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.engine.action.ScriptLanguage;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.PolicySet;

/** What came of one compilation. Thread-safe. */
final class CompiledPolicies implements Compiled {
  private final List<Problem> problems;
  private final PolicySet set;
  private final Map<String, Inlined> blocks;
  private final List<Version> held;
  private boolean closed;

  CompiledPolicies(
      List<Problem> problems, PolicySet set, Map<String, Inlined> blocks, List<Version> held) {
    this.problems = problems;
    this.set = set;
    this.blocks = Map.copyOf(blocks);
    this.held = List.copyOf(held);
  }

  @Override
  public boolean good() {
    return problems.isEmpty();
  }

  @Override
  public List<Problem> problems() {
    return problems;
  }

  @Override
  public PolicySet set() {
    if (!good()) {
      throw new IllegalStateException("policies with problems say nothing");
    }
    return set;
  }

  @Override
  public synchronized Optional<ScriptLanguage.Loaded> inline(ScriptRef script) {
    if (closed) {
      throw new IllegalStateException("these policies were closed");
    }
    return Optional.ofNullable(blocks.get(script.text())).map(Inlined::load);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      held.forEach(Version::release);
    }
  }
}
