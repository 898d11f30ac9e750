package org.failovermon.dsl.compile;

import org.codehaus.groovy.ast.ASTNode;

/** Where nodes stand in relation to one another. Pure. */
final class Position {
  private Position() {}

  /** Whether a node begins within another one. */
  static boolean within(ASTNode node, ASTNode whole) {
    return within(node.getLineNumber(), node.getColumnNumber(), whole);
  }

  /** Whether a place is within a node. */
  static boolean within(int line, int column, ASTNode whole) {
    return !before(line, column, whole.getLineNumber(), whole.getColumnNumber())
        && before(line, column, whole.getLastLineNumber(), whole.getLastColumnNumber());
  }

  private static boolean before(int line, int column, int otherLine, int otherColumn) {
    return line < otherLine || (line == otherLine && column < otherColumn);
  }
}
