package org.failovermon.dsl;

import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovySystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.failovermon.engine.action.ScriptContext;
import org.failovermon.engine.action.ScriptRejectedException;

/**
 * One version of a script: linked, with the runtime's tables for it built, so that its first line
 * runs at once. Its class loader is closed when it is retired and no run uses it any more; then
 * nothing holds its classes. Thread-safe.
 */
final class CompiledScript {
  private final String fileName;
  private final String identity;
  private final Class<? extends ActionScriptBase> type;
  private final GroovyClassLoader loader;
  private int users;
  private boolean retired;

  CompiledScript(
      Path file,
      String identity,
      Class<? extends ActionScriptBase> type,
      GroovyClassLoader loader) {
    this.fileName = file.getFileName().toString();
    this.identity = identity;
    this.type = type;
    this.loader = loader;
    for (Class<?> loaded : loader.getLoadedClasses()) {
      var _ = loaded.getDeclaredMethods(); // links the class, and does not initialize it
      GroovySystem.getMetaClassRegistry().getMetaClass(loaded);
    }
  }

  /** Hash of the content it was compiled from. */
  String identity() {
    return identity;
  }

  /** The loader of this version alone. */
  ClassLoader loader() {
    return type.getClassLoader();
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
      discard(loader);
    }
  }

  /** Closes a loader and takes its classes out of the runtime's tables. */
  static void discard(GroovyClassLoader loader) {
    for (Class<?> loaded : loader.getLoadedClasses()) {
      InvokerHelper.removeClass(loaded);
    }
    loader.clearCache();
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs it.
   *
   * @throws ScriptRejectedException when it failed: "take-mail.groovy:12: …"
   */
  void run(ScriptContext context) throws ScriptRejectedException {
    try {
      ActionScriptBase script = type.getDeclaredConstructor().newInstance();
      script.bind(context);
      script.run();
    } catch (ReflectiveOperationException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      throw failure(e);
    }
  }

  private ScriptRejectedException failure(Throwable cause) {
    return new ScriptRejectedException(RuntimeErrors.describe(fileName, cause));
  }
}
