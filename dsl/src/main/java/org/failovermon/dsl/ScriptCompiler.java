package org.failovermon.dsl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.failovermon.dsl.action.ActionScriptBase;
import org.failovermon.dsl.compile.Dialect;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.compile.SourceFile;
import org.failovermon.dsl.compile.Unit;
import org.failovermon.dsl.compile.UnitCompiler;
import org.failovermon.dsl.words.ActionWords;
import org.failovermon.engine.action.ScriptRejectedException;

/**
 * Compiles one version of a script with a class loader of its own. Everything is compiled
 * statically; loops and closures look for an interrupt, so that no script outlives its deadline.
 * Nothing of the script is executed. Thread-safe.
 */
public final class ScriptCompiler implements AutoCloseable {
  /** What an action script is compiled against. */
  public static final Dialect DIALECT =
      new Dialect(ActionScriptBase.class, ActionWords.class, "an action script", false, false);

  private static final int MOST_SHOWN = 10;

  private final UnitCompiler compiler = new UnitCompiler(ActionWords.class.getClassLoader());

  /**
   * Compiles, links and prepares.
   *
   * @param file where the text comes from, for messages
   * @param content the text, in UTF-8
   * @param identity hash of the content
   * @throws ScriptRejectedException with the errors, each with file, line, column, source line and
   *     caret
   */
  CompiledScript compile(Path file, byte[] content, String identity)
      throws ScriptRejectedException {
    String name = file.getFileName().toString();
    SourceFile source = new SourceFile(name, decode(name, content));
    Unit unit = compiler.compile(List.of(source), DIALECT, Map.of(), null);
    if (!unit.good()) {
      throw new ScriptRejectedException(describe(name, unit.problems()));
    }
    if (unit.mainClass() == null) {
      throw new ScriptRejectedException(
          name + ":1: the file only defines a class; an action script has statements");
    }
    return new CompiledScript(name, identity, unit, compiler.parent());
  }

  private static String decode(String name, byte[] content) throws ScriptRejectedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new ScriptRejectedException(name + ":1: the file is not UTF-8 text; save it as UTF-8");
    }
  }

  /** All problems in the order of their lines, at most ten. */
  private static String describe(String name, List<Problem> problems) {
    String head =
        String.join("\n", problems.stream().limit(MOST_SHOWN).map(Problem::text).toList());
    int more = problems.size() - MOST_SHOWN;
    return more > 0 ? head + "\n" + name + ": and " + more + " more" : head;
  }

  @Override
  public void close() {
    compiler.close();
  }
}
