package org.failovermon.dsl.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.builder.AstBuilder;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.control.CompilePhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandBracketsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp port: 80\n=> tcp(port: 80)\n",
        "m { tcp address: 'x', port: 80 }\n=> m { tcp(address: 'x', port: 80)}\n",
        "m { tcp port: 80; every 1.second }\n=> m { tcp(port: 80); every 1.second }\n",
        "path '1', port: 80 // why\n=> path('1', port: 80)// why\n",
        "a b: 1,\n  c: 2\nd 1\n=> a(b: 1,\n  c: 2)\nd 1\n",
        "a b: 1, // why\n\n  c: 2\n=> a(b: 1, // why\n\n  c: 2)\n",
        "exec d: 1.minute, \"/bin/${x}\", h\n=> exec(d: 1.minute, \"/bin/${x}\", h)\n",
        "a b: 1, { c d: 2 }\n=> a(b: 1, { c(d: 2)})\n",
        "a 'x', { b c: 2 }\n=> a 'x', { b(c: 2)}\n",
        "m { x ->\n  a b: x }\n=> m { x ->\n  a(b: x)}\n",
        "a b: 1=> a(b: 1)",
      })
  void bracketsCommandsWithANamedArgument(String both) {
    int arrow = both.indexOf("=> ");
    String text = both.substring(0, arrow);
    assertEquals(both.substring(arrow + 3), CommandBrackets.into(text));
    assertEquals(shape(text), shape(CommandBrackets.into(text)), "both mean the same");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "retries 3\n", // no name
        "tcp(port: 80)\n",
        "tcp port ? a : b\n", // a condition
        "a x, y ? b : c\n",
        "for (String s : list) { s.trim() }\n",
        "a b: 1 { c() }\n", // a block after it
        "a b: 1\n  .c()\n", // goes on in the next line
        "a b: 1\n  + 2\n",
        "a b: 1 +\n  2\n",
        "x = a b: 1\n",
        "a b: c = 1\n",
        "def m = [a: 1, b: 2]\n",
        "a\tb: 1\n",
        "log 'a: b'\n",
        "// tcp port: 80\n",
        "a b: '\uD83D\uDE00'\n",
        "a b: 'not closed\n",
      })
  void leavesTheRestAlone(String text) {
    assertSame(text, CommandBrackets.into(text));
  }

  @Test
  void keepsLinesAndTheColumnsBeforeTheClosingBracket() {
    String text = "m {\n  tcp address: 'x',\n      port: 80 ; every 1.second\n}\n";
    String with = CommandBrackets.into(text);
    assertEquals(text.replaceAll("[^\n]", ""), with.replaceAll("[^\n]", ""));
    assertEquals(text.indexOf("address"), with.indexOf("address"));
    assertEquals(text.indexOf("every"), with.indexOf("every"));
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", "examples"))) {
      return files.filter(file -> file.toString().endsWith(".groovy")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void meansTheSameInAllExamples(Path file) {
    try {
      String text = Files.readString(file);
      assertEquals(shape(text), shape(CommandBrackets.into(text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the parser makes of a text, without the places. */
  private static String shape(String text) {
    StringBuilder all = new StringBuilder();
    List<ASTNode> nodes = new AstBuilder().buildFromString(CompilePhase.CONVERSION, false, text);
    for (ASTNode node : nodes) {
      if (node instanceof org.codehaus.groovy.ast.stmt.Statement) {
        node.visit(
            new CodeVisitorSupport() {
              @Override
              public void visitMethodCallExpression(MethodCallExpression call) {
                Expression arguments = call.getArguments();
                all.append(call.getMethodAsString())
                    .append(arguments.getClass().getSimpleName())
                    .append('<');
                super.visitMethodCallExpression(call);
                all.append('>');
              }

              @Override
              public void visitConstantExpression(ConstantExpression constant) {
                all.append(constant.getValue()).append(' ');
              }
            });
      }
    }
    return all.toString();
  }
}
