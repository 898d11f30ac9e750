package org.failovermon.dsl.compile;

import java.util.Set;
import java.util.function.BiConsumer;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.AttributeExpression;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.MethodPointerExpression;
import org.codehaus.groovy.ast.expr.MethodReferenceExpression;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Refuses what is named and not called, and so does not come by {@link Checker}: classes, casts,
 * superclasses, fields read past their getters, pointers to methods.
 */
final class Reach extends ClassCodeVisitorSupport {
  private static final Set<String> POINTERS_REFUSED =
      Set.of("execute", "getClass", "getMetaClass", "sleep", "toURL", "getText", "invokeMethod");

  private final SourceUnit source;
  private final Dialect dialect;
  private final BiConsumer<String, ASTNode> findings;

  /**
   * Makes one.
   *
   * @param source the file
   * @param dialect what it is compiled against
   * @param findings takes what is wrong, and where
   */
  Reach(SourceUnit source, Dialect dialect, BiConsumer<String, ASTNode> findings) {
    this.source = source;
    this.dialect = dialect;
    this.findings = findings;
  }

  @Override
  protected SourceUnit getSourceUnit() {
    return source;
  }

  @Override
  public void visitClass(ClassNode type) {
    if (!type.isScript() && type.getLineNumber() > 0 && type.getSuperClass() != null) {
      refuse(type.getSuperClass(), type);
    }
    super.visitClass(type);
  }

  @Override
  public void visitClassExpression(ClassExpression expression) {
    refuse(expression.getType(), expression);
    super.visitClassExpression(expression);
  }

  @Override
  public void visitCastExpression(CastExpression expression) {
    refuse(expression.getType(), expression);
    super.visitCastExpression(expression);
  }

  @Override
  public void visitAttributeExpression(AttributeExpression expression) {
    if (expression.getLineNumber() > 0) {
      findings.accept(
          "a field is not read past its getter in " + dialect.noun() + "; leave out the '@'",
          expression);
    }
    super.visitAttributeExpression(expression);
  }

  @Override
  public void visitMethodPointerExpression(MethodPointerExpression expression) {
    pointer(expression);
    super.visitMethodPointerExpression(expression);
  }

  @Override
  public void visitMethodReferenceExpression(MethodReferenceExpression expression) {
    pointer(expression);
    super.visitMethodReferenceExpression(expression);
  }

  private void pointer(MethodPointerExpression expression) {
    String name = expression.getMethodName().getText();
    if (POINTERS_REFUSED.contains(name)) {
      findings.accept(
          "'" + name + "' is out of reach of " + dialect.noun() + "; remove it", expression);
    }
  }

  private void refuse(ClassNode type, ASTNode at) {
    if (at.getLineNumber() > 0) {
      Allowed.ofType(type, dialect).ifPresent(text -> findings.accept(text, at));
    }
  }
}
