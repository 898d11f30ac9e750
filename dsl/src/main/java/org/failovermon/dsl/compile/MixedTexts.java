package org.failovermon.dsl.compile;

import java.util.List;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.ElvisOperatorExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TernaryExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.stmt.ReturnStatement;

/**
 * Makes texts of what stands in the branches of a choice: in {@code ok ? 'a' : "$b"} the branches
 * have different types, a text and a text with values in it, and the choice would have a type that
 * no word takes.
 */
final class MixedTexts extends CodeVisitorSupport {
  @Override
  public void visitTupleExpression(TupleExpression tuple) {
    choose(tuple.getExpressions());
    super.visitTupleExpression(tuple);
  }

  @Override
  public void visitListExpression(ListExpression list) {
    choose(list.getExpressions());
    super.visitListExpression(list);
  }

  @Override
  public void visitMapEntryExpression(MapEntryExpression entry) {
    entry.setValueExpression(choice(entry.getValueExpression()));
    super.visitMapEntryExpression(entry);
  }

  @Override
  public void visitBinaryExpression(BinaryExpression binary) {
    binary.setRightExpression(choice(binary.getRightExpression()));
    super.visitBinaryExpression(binary);
  }

  @Override
  public void visitReturnStatement(ReturnStatement end) {
    end.setExpression(choice(end.getExpression()));
    super.visitReturnStatement(end);
  }

  private static void choose(List<Expression> expressions) {
    expressions.replaceAll(MixedTexts::choice);
  }

  private static Expression choice(Expression expression) {
    Expression chosen =
        switch (expression) {
          case ElvisOperatorExpression elvis ->
              new ElvisOperatorExpression(
                  elvis.getTrueExpression(), branch(elvis.getFalseExpression()));
          case TernaryExpression choice -> {
            BooleanExpression condition = choice.getBooleanExpression();
            yield new TernaryExpression(
                condition, branch(choice.getTrueExpression()), branch(choice.getFalseExpression()));
          }
          default -> expression;
        };
    if (!chosen.equals(expression)) {
      chosen.setSourcePosition(expression);
      chosen.copyNodeMetaData(expression);
    }
    return chosen;
  }

  private static Expression branch(Expression expression) {
    if (!(expression instanceof GStringExpression)) {
      return choice(expression);
    }
    MethodCallExpression text =
        new MethodCallExpression(expression, "toString", new ArgumentListExpression());
    text.setImplicitThis(false);
    text.setSourcePosition(expression);
    return text;
  }
}
