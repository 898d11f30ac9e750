package org.failovermon.dsl;

import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.syntax.SyntaxException;

/**
 * Finds what the static compiler lets pass and no operator means: Java's own {@code notify()} and
 * {@code wait()}, the number {@code run} called as a method, and a script without any statement,
 * which an editor leaves for a moment and which would succeed without doing anything. Also makes
 * {@code notify} in a closure the script's.
 */
final class WordChecks extends CompilationCustomizer {
  /** The method that the word {@code notify} becomes. */
  static final String NOTIFY = "failovermonNotify";

  WordChecks() {
    super(CompilePhase.CONVERSION);
  }

  @Override
  public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
    if (type.isScript() && doesNothing(source.getAST().getStatementBlock())) {
      source.addErrorAndContinue(
          new SyntaxException("the script has no statement: it would do nothing", 1, 1));
    }
    new Visitor(source).visitClass(type);
  }

  private static boolean doesNothing(BlockStatement body) {
    return body.getStatements().stream()
        .allMatch(
            statement -> statement instanceof ReturnStatement end && end.isReturningNullOrVoid());
  }

  private static final class Visitor extends ClassCodeVisitorSupport {
    private final SourceUnit source;

    Visitor(SourceUnit source) {
      this.source = source;
    }

    @Override
    protected SourceUnit getSourceUnit() {
      return source;
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
      if (call.isImplicitThis()
          && call.getArguments() instanceof ArgumentListExpression arguments
          && arguments.getExpressions().isEmpty()) {
        switch (String.valueOf(call.getMethodAsString())) {
          case "notify" -> addError("notify needs a text, as in notify 'hostA is lost'", call);
          case "notifyAll", "wait" ->
              addError(
                  "'" + call.getMethodAsString() + "' is not a word of an action script", call);
          case "run" -> addError("run is the number of this run, not an action", call);
          default -> {}
        }
      }
      if (call.isImplicitThis() && "notify".equals(call.getMethodAsString())) {
        // in a closure the closure's own notify() would win: call it by a name no closure has
        ConstantExpression name = new ConstantExpression(NOTIFY);
        name.setSourcePosition(call.getMethod());
        call.setMethod(name);
      }
      super.visitMethodCallExpression(call);
    }
  }
}
