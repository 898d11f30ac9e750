package org.failovermon.dsl;

import java.util.Objects;
import org.failovermon.dsl.action.ActionScriptBase;
import org.failovermon.dsl.action.RuntimeErrors;
import org.failovermon.dsl.compile.SourceLoader;
import org.failovermon.dsl.compile.Unit;
import org.failovermon.engine.action.ScriptContext;
import org.failovermon.engine.action.ScriptRejectedException;

/**
 * One version of a script: linked, so that its first line runs at once. Its classes are taken out
 * of the runtime's tables when it is retired and no run uses it any more; then nothing holds them.
 * Thread-safe.
 */
final class CompiledScript {
  private final String fileName;
  private final String identity;
  private final String mainClass;
  private final SourceLoader loader;
  private int users;
  private boolean retired;

  CompiledScript(String fileName, String identity, Unit unit, ClassLoader parent) {
    this.fileName = fileName;
    this.identity = identity;
    this.mainClass = Objects.requireNonNull(unit.mainClass(), "a script has statements");
    this.loader = unit.load(parent, null);
    loader.warm();
  }

  /** Hash of the content it was compiled from. */
  String identity() {
    return identity;
  }

  /** The loader of this version alone. */
  ClassLoader loader() {
    return loader;
  }

  /** A run begins to use it. */
  synchronized void acquire() {
    users++;
  }

  /** A run has ended. */
  synchronized void release() {
    users--;
    discardIfUnused();
  }

  /** A newer version is in force. */
  synchronized void retire() {
    retired = true;
    discardIfUnused();
  }

  private void discardIfUnused() {
    if (retired && users == 0) {
      loader.discard();
    }
  }

  /**
   * Runs it.
   *
   * @throws ScriptRejectedException when it failed: "take-mail.groovy:12: …"
   */
  void run(ScriptContext context) throws ScriptRejectedException {
    try {
      ActionScriptBase script =
          (ActionScriptBase) loader.loadClass(mainClass).getDeclaredConstructor().newInstance();
      script.bind(context);
      script.run();
    } catch (ReflectiveOperationException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      throw failure(e);
    }
  }

  private ScriptRejectedException failure(Throwable cause) {
    return new ScriptRejectedException(RuntimeErrors.describe(fileName, loader::fileOf, cause));
  }
}
