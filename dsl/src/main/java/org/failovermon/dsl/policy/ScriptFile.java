package org.failovermon.dsl.policy;

import java.util.Objects;
import org.failovermon.dsl.action.ActionScriptBase;
import org.failovermon.dsl.action.RuntimeErrors;
import org.failovermon.dsl.compile.SourceLoader;
import org.failovermon.engine.action.ScriptContext;
import org.failovermon.engine.action.ScriptLanguage;
import org.failovermon.engine.action.ScriptRejectedException;

/**
 * The action script in a file that the policies use, as it was when they were taken.
 *
 * @param path of the file
 * @param version held by whoever has this
 */
record ScriptFile(String path, Version version) {
  /** Ready to run; the run holds the version. */
  ScriptLanguage.Loaded load() {
    return new Held(path, version.hold());
  }

  /** One use of a script. */
  private static final class Held implements ScriptLanguage.Loaded {
    private final String path;
    private final Version version;
    private boolean closed;

    Held(String path, Version version) {
      this.path = path;
      this.version = version;
    }

    @Override
    public String remark() {
      return "";
    }

    @Override
    public void run(ScriptContext context) throws ScriptRejectedException {
      SourceLoader loader = Objects.requireNonNull(version.loader());
      String main = Objects.requireNonNull(version.unit().mainClass());
      try {
        ActionScriptBase script =
            (ActionScriptBase) loader.loadClass(main).getDeclaredConstructor().newInstance();
        script.bind(context);
        script.run();
      } catch (ReflectiveOperationException e) {
        throw failure(loader, e.getCause() == null ? e : e.getCause());
      } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
        throw failure(loader, e);
      }
    }

    private ScriptRejectedException failure(SourceLoader loader, Throwable cause) {
      return new ScriptRejectedException(RuntimeErrors.describe(path, loader::fileOf, cause));
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        version.release();
      }
    }
  }
}
