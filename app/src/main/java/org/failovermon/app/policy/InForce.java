package org.failovermon.app.policy;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.failovermon.dsl.policy.Compiled;
import org.failovermon.engine.action.InlineScripts;
import org.failovermon.engine.action.ScriptLanguage;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The policies in force, compiled, and the scripts that runs take from them. Thread-safe: what was
 * in force is closed only when nobody looks into it.
 */
final class InForce implements InlineScripts {
  private final Versions versions;
  private @Nullable Compiled now;
  private @Nullable Compiled next;
  private SortedMap<String, String> texts;

  /**
   * Begins.
   *
   * @param first what is in force, or null when nothing is
   * @param texts its files by path
   * @param versions knows the number of the newest version
   */
  InForce(@Nullable Compiled first, SortedMap<String, String> texts, Versions versions) {
    this.now = first;
    this.texts = texts;
    this.versions = versions;
  }

  /** Whether anything is in force. */
  synchronized boolean any() {
    return now != null;
  }

  /** What is in force; empty when nothing is. */
  synchronized PolicySet set() {
    return now == null ? PolicySet.EMPTY : now.set();
  }

  /** Its files by path. */
  synchronized SortedMap<String, String> texts() {
    return texts;
  }

  /** The secrets that it uses, by name, as it uses them. */
  synchronized Map<String, Secret> secrets() {
    return now == null ? Map.of() : now.secrets();
  }

  /** A set is offered to the engine; its runs may start before we hear that it is in force. */
  synchronized void tries(Compiled candidate) {
    next = candidate;
  }

  /** The engine did not take the set, or it was not good. */
  synchronized void givesUp(Compiled candidate) {
    next = null;
    candidate.close();
  }

  /** The set is in force, in place of the one before; null for none. */
  synchronized void replace(@Nullable Compiled fresh, SortedMap<String, String> files) {
    Compiled before = now;
    now = fresh;
    next = null;
    texts = files;
    if (before != null) {
      before.close();
    }
  }

  /** Links what may have to run, so that its first line runs at once. Takes its time. */
  void warm() {
    Compiled current;
    synchronized (this) {
      current = now;
    }
    if (current != null) {
      current.warm();
    }
  }

  @Override
  public Optional<ScriptLanguage.Loaded> load(ScriptRef script) {
    return first(policies -> policies.inline(script));
  }

  @Override
  public Optional<ScriptLanguage.Loaded> file(ScriptRef script, RunKind kind) {
    return first(policies -> policies.script(script, kind));
  }

  private synchronized Optional<ScriptLanguage.Loaded> first(
      Function<Compiled, Optional<ScriptLanguage.Loaded>> from) {
    Optional<ScriptLanguage.Loaded> found = now == null ? Optional.empty() : from.apply(now);
    return found.isPresent() || next == null ? found : from.apply(next);
  }

  @Override
  public synchronized boolean holds(String path) {
    return now != null && now.scripts().contains(path);
  }

  @Override
  public synchronized String gone() {
    return now == null
        ? "no policies are in force"
        : "version "
            + versions.newest()
            + ", which came into force while this run waited, does not have it";
  }
}
