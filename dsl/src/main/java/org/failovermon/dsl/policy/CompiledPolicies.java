package org.failovermon.dsl.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.engine.action.InlineScripts;
import org.failovermon.engine.action.ScriptLanguage;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.Secret;

/** What came of one compilation. Thread-safe. */
final class CompiledPolicies implements Compiled {
  private final Found found;
  private boolean closed;

  /**
   * What was found.
   *
   * @param problems what is wrong
   * @param remarks what is wrong with scripts that nobody uses
   * @param set what the policies say
   * @param blocks the blocks in place, by their references
   * @param files the scripts that are used, by their paths
   * @param names paths that the names of scripts mean which are used
   * @param secrets the secrets that were asked for and are there
   * @param held the versions of the policies, released when this is closed
   */
  record Found(
      List<Problem> problems,
      List<Problem> remarks,
      PolicySet set,
      Map<String, Inlined> blocks,
      Map<String, ScriptFile> files,
      Set<String> names,
      Map<String, Secret> secrets,
      List<Version> held) {
    Found {
      problems = List.copyOf(problems);
      remarks = List.copyOf(remarks);
      blocks = Map.copyOf(blocks);
      files = Map.copyOf(files);
      names = Set.copyOf(names);
      secrets = Map.copyOf(secrets);
      held = List.copyOf(held);
    }
  }

  CompiledPolicies(Found found) {
    this.found = found;
  }

  @Override
  public boolean good() {
    return found.problems().isEmpty();
  }

  @Override
  public List<Problem> problems() {
    return found.problems();
  }

  @Override
  public List<Problem> remarks() {
    return found.remarks();
  }

  @Override
  public PolicySet set() {
    if (!good()) {
      throw new IllegalStateException("policies with problems say nothing");
    }
    return found.set();
  }

  @Override
  public synchronized Optional<ScriptLanguage.Loaded> inline(ScriptRef script) {
    mustBeOpen();
    return Optional.ofNullable(found.blocks().get(script.text())).map(Inlined::load);
  }

  @Override
  public synchronized Optional<ScriptLanguage.Loaded> script(ScriptRef script, RunKind kind) {
    mustBeOpen();
    return script.text().startsWith("/")
        ? Optional.empty()
        : Optional.ofNullable(found.files().get(InlineScripts.path(script, kind)))
            .map(ScriptFile::load);
  }

  @Override
  public Set<String> scripts() {
    return found.names();
  }

  @Override
  public Map<String, Secret> secrets() {
    return found.secrets();
  }

  @Override
  public void warm() {
    Set<Version> used = new HashSet<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      found.blocks().values().forEach(block -> used.add(block.version()));
      found.files().values().forEach(file -> used.add(file.version()));
      used.forEach(Version::hold);
    }
    for (Version version : used) {
      version.warm();
      version.release();
    }
  }

  private void mustBeOpen() {
    if (closed) {
      throw new IllegalStateException("these policies were closed");
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      found.held().forEach(Version::release);
    }
  }
}
