package org.failovermon.dsl.compile;

import groovy.transform.CompileStatic;
import groovy.transform.ThreadInterrupt;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;

/** How one compilation goes, and what its visitors must know of it. */
final class SourceConfiguration extends CompilerConfiguration {
  private final Dialect dialect;
  private final Map<String, String> functions;

  /**
   * Makes one.
   *
   * @param dialect what the files are compiled against
   * @param functions functions of the library, with the class that has each
   */
  SourceConfiguration(Dialect dialect, Map<String, String> functions) {
    this.dialect = dialect;
    this.functions = Map.copyOf(functions);
    setScriptBaseClass(dialect.base().getName());
    setSourceEncoding("UTF-8");
    setTolerance(MOST_ERRORS);
    setDisabledGlobalASTTransformations(Set.of("groovy.grape.GrabAnnotationTransformation"));
    addCompilationCustomizers(
        new Preparation(dialect, this.functions),
        new ASTTransformationCustomizer(ThreadInterrupt.class),
        new ASTTransformationCustomizer(
            Map.of("extensions", List.of(Checker.class.getName())), CompileStatic.class));
  }

  private static final int MOST_ERRORS = 100;

  Dialect dialect() {
    return dialect;
  }

  Map<String, String> functions() {
    return functions;
  }
}
