package org.failovermon.dsl;

import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyCodeSource;
import groovy.transform.CompileStatic;
import groovy.transform.ThreadInterrupt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;
import org.failovermon.engine.action.ScriptRejectedException;

/**
 * Compiles one version of a script with a class loader of its own. Everything is compiled
 * statically; loops and closures look for an interrupt, so that no script outlives its deadline.
 * Nothing of the script is executed. Thread-safe.
 */
final class ScriptCompiler {
  /**
   * Put before the file name, so that a script named {@code host.groovy} does not become a class
   * that hides the word {@code host}.
   */
  static final String NAME_PREFIX = "script_";

  private final ClassLoader parent = ActionScript.class.getClassLoader();

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
    String text = new String(content, StandardCharsets.UTF_8);
    String name = file.getFileName().toString();
    GroovyClassLoader loader = new GroovyClassLoader(parent, configuration());
    boolean done = false;
    try {
      GroovyCodeSource source =
          new GroovyCodeSource(text, NAME_PREFIX + name, "/failovermon/script");
      source.setCachable(false);
      Class<?> type = loader.parseClass(source, false);
      if (!ActionScriptBase.class.isAssignableFrom(type)) {
        throw new ScriptRejectedException(
            name + ":1: the file only defines a class; an action script has statements");
      }
      CompiledScript script =
          new CompiledScript(file, identity, type.asSubclass(ActionScriptBase.class), loader);
      done = true;
      return script;
    } catch (MultipleCompilationErrorsException e) {
      throw new ScriptRejectedException(CompileErrors.describe(name, text, e));
    } catch (CompilationFailedException | LinkageError e) {
      throw new ScriptRejectedException(name + ":1: does not compile: " + e.getMessage());
    } finally {
      if (!done) {
        CompiledScript.discard(loader);
      }
    }
  }

  private static CompilerConfiguration configuration() {
    CompilerConfiguration configuration = new CompilerConfiguration();
    configuration.setScriptBaseClass(ActionScriptBase.class.getName());
    configuration.setSourceEncoding("UTF-8");
    configuration.setTolerance(20);
    configuration.addCompilationCustomizers(
        new WordChecks(),
        new ASTTransformationCustomizer(ThreadInterrupt.class),
        new ASTTransformationCustomizer(CompileStatic.class));
    configuration.setDisabledGlobalASTTransformations(
        java.util.Set.of("groovy.grape.GrabAnnotationTransformation"));
    return configuration;
  }

  /** The words of an action script, for messages. */
  static final List<String> WORDS =
      List.of(
          "host", "monitor", "reason", "since", "run", "outage", "kind", "home", "exec", "log",
          "notify", "fail", "print", "println", "printf");
}
