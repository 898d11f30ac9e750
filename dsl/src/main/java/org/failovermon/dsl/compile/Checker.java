package org.failovermon.dsl.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCall;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;
import org.codehaus.groovy.transform.stc.AbstractTypeCheckingExtension;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingVisitor;
import org.codehaus.groovy.transform.stc.TypeCheckingContext;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the static type checker, which names it in {@link SourceConfiguration}: says in our
 * words what it cannot resolve, and refuses what it resolves to something out of reach.
 */
public final class Checker extends AbstractTypeCheckingExtension {
  private static final String BLOCK = "failovermon.block";

  /** Called by the compiler, which finds this class by its name. */
  public Checker(StaticTypeCheckingVisitor visitor) {
    super(visitor);
  }

  private SourceUnit source() {
    return context.getSource();
  }

  private Dialect dialect() {
    return ((SourceConfiguration) source().getConfiguration()).dialect();
  }

  @Override
  public void onMethodSelection(Expression expression, MethodNode target) {
    Expression arguments = expression instanceof MethodCall call ? call.getArguments() : null;
    if (arguments instanceof TupleExpression list) {
      blocks(list, target);
      if (isWord(target)) {
        NamedOptions.check(this::getType, list, target, this::find);
      }
    }
    if (expression.getLineNumber() > 0) {
      Allowed.objection(target, dialect()).ifPresent(text -> find(text, expression));
    }
  }

  /** Remembers which words the blocks of this call have, for messages about what is in them. */
  private static void blocks(TupleExpression arguments, MethodNode target) {
    Parameter[] parameters = target.getParameters();
    List<Expression> given = arguments.getExpressions();
    for (int i = 0; i < Math.min(parameters.length, given.size()); i++) {
      if (given.get(i) instanceof ClosureExpression block) {
        for (AnnotationNode annotation :
            parameters[i].getAnnotations(ClassHelper.make(groovy.lang.DelegatesTo.class))) {
          if (annotation.getMember("value") instanceof ClassExpression type) {
            block.putNodeMetaData(BLOCK, type.getType().getTypeClass());
          }
        }
      }
    }
  }

  private static boolean isWord(MethodNode target) {
    return target.getDeclaringClass().getName().startsWith("org.failovermon.dsl.words.");
  }

  @Override
  public List<MethodNode> handleMissingMethod(
      ClassNode receiver,
      String name,
      ArgumentListExpression argumentList,
      ClassNode[] argumentTypes,
      MethodCall call) {
    ASTNode at = call.getReceiver() == null ? (ASTNode) call : (ASTNode) call;
    String word = name.equals(Preparation.NOTIFY) ? "notify" : name;
    boolean implicit = receiver.equals(scriptClass()) && context.getEnclosingClassNode() != null;
    if (!alreadyFound(at, argumentList)) {
      find(
          implicit
              ? missingWord(word, argumentList, argumentTypes)
              : missingMethod(receiver, word, argumentTypes),
          at);
    }
    return Collections.emptyList();
  }

  private ClassNode scriptClass() {
    return context.getEnclosingClassNode();
  }

  private String missingWord(String word, ArgumentListExpression arguments, ClassNode[] types) {
    WordBook book = book();
    if (book.has(word)) {
      return Mismatch.describe(book, word, arguments.getExpressions(), types);
    }
    return noWord(word, book);
  }

  private String missingMethod(ClassNode receiver, String name, ClassNode[] types) {
    if (receiver.equals(ClassHelper.OBJECT_TYPE)) {
      return "'"
          + name
          + "' cannot be checked, since the type of what it is called on is not known; declare it,"
          + " as in: String x = …";
    }
    List<String> names =
        receiver.getAllDeclaredMethods().stream().map(MethodNode::getName).distinct().toList();
    return Mismatch.typeName(receiver)
        + " has no '"
        + name
        + "("
        + Mismatch.typeNames(types)
        + ")'"
        + Nearest.to(name, names).map(near -> "; did you mean '" + near + "'?").orElse("");
  }

  private String noWord(String word, WordBook book) {
    Optional<String> near = Nearest.to(word, book.words());
    String where =
        dialect().words() == org.failovermon.dsl.words.ActionWords.class && isOutermost()
            ? ""
            : " in " + book.name();
    List<String> elsewhere = WordBook.blocksWith(word);
    if (!elsewhere.isEmpty()) {
      return "'"
          + word
          + "' is a word of "
          + String.join(" and of ", elsewhere)
          + ", not of "
          + book.name()
          + near.map(other -> "; did you mean '" + other + "'?").orElse("; move it there");
    }
    return "there is no word '" + word + "'" + where + Nearest.suggestion(word, book.words());
  }

  @Override
  public boolean handleUnresolvedVariableExpression(VariableExpression variable) {
    String name = variable.getName();
    WordBook book = book();
    if (isAssigned(variable)) {
      find(
          book.has(name)
              ? "'" + name + "' is a word and takes no '='; write it as in: " + book.example(name)
              : "there is no variable '" + name + "'; declare it: def " + name + " = …",
          variable);
    } else if (book.has(name)) {
      find(Mismatch.bare(book, name), variable);
    } else {
      find(noWord(name, book), variable);
    }
    return false;
  }

  private boolean isAssigned(VariableExpression variable) {
    BinaryExpression binary = context.getEnclosingBinaryExpression();
    return binary != null
        && binary.getLeftExpression() == variable
        && Types.ofType(binary.getOperation().getType(), Types.ASSIGNMENT_OPERATOR);
  }

  @Override
  public boolean handleUnresolvedProperty(PropertyExpression property) {
    ClassNode type = getType(property.getObjectExpression());
    String name = property.getPropertyAsString();
    if (name != null) {
      find(Mismatch.noProperty(type, name), property.getProperty());
    }
    return false;
  }

  /** The words that hold where the checker is. */
  private WordBook book() {
    Class<?> block = block();
    return WordBook.of(block == null ? dialect().words() : block);
  }

  private boolean isOutermost() {
    return block() == null;
  }

  private @Nullable Class<?> block() {
    for (TypeCheckingContext.EnclosingClosure closure : context.getEnclosingClosureStack()) {
      Class<?> block = closure.getClosureExpression().getNodeMetaData(BLOCK);
      if (block != null) {
        return block;
      }
    }
    return null;
  }

  private final List<ASTNode> found = new ArrayList<>();

  private void find(String message, ASTNode at) {
    found.add(at);
    Findings.add(source(), message, at);
  }

  /** Whether something within the arguments was found wrong, from which this follows. */
  private boolean alreadyFound(ASTNode call, ASTNode arguments) {
    return found.stream()
        .anyMatch(node -> node == call || (node != arguments && Position.within(node, arguments)));
  }

  static String join(List<String> names) {
    return names.stream().collect(Collectors.joining(", "));
  }
}
