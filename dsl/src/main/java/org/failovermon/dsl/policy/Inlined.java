package org.failovermon.dsl.policy;

import java.util.Objects;
import org.failovermon.dsl.action.ActionBlockRun;
import org.failovermon.dsl.action.RuntimeErrors;
import org.failovermon.dsl.compile.SourceLoader;
import org.failovermon.engine.action.ScriptContext;
import org.failovermon.engine.action.ScriptLanguage;
import org.failovermon.engine.action.ScriptRejectedException;

/**
 * An action script in place, with the version of the file that it stands in.
 *
 * @param version held by whoever has this
 * @param block the code and its place
 */
record Inlined(Version version, Draft.Inline block) {
  /** Ready to run; the run holds the version. */
  ScriptLanguage.Loaded load() {
    return new Held(version.hold(), block);
  }

  /** One use of a block. */
  private static final class Held implements ScriptLanguage.Loaded {
    private final Version version;
    private final Draft.Inline block;
    private boolean closed;

    Held(Version version, Draft.Inline block) {
      this.version = version;
      this.block = block;
    }

    @Override
    public String remark() {
      return "";
    }

    @Override
    public void run(ScriptContext context) throws ScriptRejectedException {
      SourceLoader loader = Objects.requireNonNull(version.loader());
      try {
        ActionBlockRun.run(block.code(), context);
      } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
        throw new ScriptRejectedException(
            RuntimeErrors.describe(block.spot().place().toString(), loader::fileOf, e));
      }
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
