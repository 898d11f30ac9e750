package org.failovermon.dsl.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
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
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.MethodCall;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;
import org.codehaus.groovy.transform.stc.AbstractTypeCheckingExtension;
import org.codehaus.groovy.transform.stc.ExtensionMethodNode;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingVisitor;
import org.codehaus.groovy.transform.stc.TypeCheckingContext;
import org.failovermon.engine.model.policy.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the static type checker, which names it in {@link SourceConfiguration}: says in our
 * words what it cannot resolve, and refuses what it resolves to something out of reach.
 */
public final class Checker extends AbstractTypeCheckingExtension {
  /** Under this key a block remembers which words it has. */
  static final String BLOCK = "failovermon.block";

  /** A word that more blocks have is not placed by naming them all. */
  private static final int MOST_BLOCKS = 3;

  private static final ClassNode SECRET = ClassHelper.make(Secret.class);

  /** Words of actions whose arguments are kept with the run. */
  private static final Set<String> RECORDED = Set.of("exec", "log", Preparation.NOTIFY, "fail");

  private final List<ASTNode> found = new ArrayList<>();

  /** Called by the compiler, which finds this class by its name. */
  public Checker(StaticTypeCheckingVisitor visitor) {
    super(visitor);
  }

  private SourceUnit source() {
    return context.getSource();
  }

  private SourceConfiguration configuration() {
    return (SourceConfiguration) source().getConfiguration();
  }

  /** What holds where the checker is: the dialect of the file, or that of the block. */
  private Dialect dialect() {
    Dialect dialect = configuration().dialect();
    Class<?> block = block();
    Dialect within = block == null ? dialect : dialect.within(block);
    return within.acts() || block == null ? within : dialect;
  }

  // ---- what is resolved

  @Override
  public void onMethodSelection(Expression expression, MethodNode target) {
    if (expression instanceof MethodCall call
        && call.getArguments() instanceof TupleExpression list) {
      blocks(list, target);
      if (target.getDeclaringClass().getName().startsWith("org.failovermon.dsl.")) {
        NamedOptions.check(this::getType, list, target, this::find);
        if (RECORDED.contains(target.getName()) && dialect().acts()) {
          secrets(list);
        }
      }
    }
    if (expression.getLineNumber() <= 0) {
      return;
    }
    if (isShadow(expression, target)) {
      return;
    }
    if (isCaptured(expression, target)) {
      boolean number = target.getName().equals("run") && book().has("run");
      find(
          number
              ? "run is the number of this run, not an action; remove the parentheses"
              : "'" + target.getName() + "' is not a word of " + dialect().noun() + "; remove it",
          expression);
      return;
    }
    Allowed.objection(target, dialect()).ifPresent(text -> find(text, expression));
  }

  /** Whether a word was resolved to what a script or a closure does by itself. */
  private static boolean isCaptured(Expression expression, MethodNode target) {
    boolean implicit = expression instanceof MethodCallExpression call && call.isImplicitThis();
    boolean body =
        target.getName().equals("run")
            && target.getParameters().length == 0
            && target.getDeclaringClass().isDerivedFrom(ClassHelper.SCRIPT_TYPE);
    return body || (implicit && target.getDeclaringClass().equals(ClassHelper.CLOSURE_TYPE));
  }

  /**
   * Whether a word was not resolved to a word but to a method that Groovy gives to every object,
   * such as {@code every { … }}.
   */
  private boolean isShadow(Expression expression, MethodNode target) {
    if (!(expression instanceof MethodCallExpression call)
        || !call.isImplicitThis()
        || !(target instanceof ExtensionMethodNode extension)
        || !ofAnything(extension.getExtensionMethodNode())
        || Allowed.prints(target.getName())) {
      return false;
    }
    String name = target.getName();
    if (name.equals("sleep")) {
      return false;
    }
    if (call.getArguments() instanceof ArgumentListExpression arguments) {
      ClassNode[] types =
          arguments.getExpressions().stream().map(this::getType).toArray(ClassNode[]::new);
      find(missingWord(name, arguments, types), expression);
    }
    return true;
  }

  private static boolean ofAnything(MethodNode extension) {
    Parameter[] parameters = extension.getParameters();
    return parameters.length > 0 && parameters[0].getType().equals(ClassHelper.OBJECT_TYPE);
  }

  /** Remembers which words the blocks of this call have, for messages about what is in them. */
  private static void blocks(TupleExpression arguments, MethodNode target) {
    Parameter[] parameters = target.getParameters();
    List<Expression> given = arguments.getExpressions();
    for (int i = 0; i < Math.min(parameters.length, given.size()); i++) {
      if (given.get(i) instanceof ClosureExpression block) {
        for (AnnotationNode annotation :
            parameters[i].getAnnotations(ClassHelper.make(groovy.lang.DelegatesTo.class))) {
          if (annotation.getMember("value") instanceof ClassExpression type
              && type.getType().getName().startsWith("org.failovermon.dsl.words.")) {
            block.putNodeMetaData(BLOCK, type.getType().getTypeClass());
          }
        }
      }
    }
  }

  /** What these words are given is kept with the run, and a program's arguments are seen by all. */
  private void secrets(TupleExpression arguments) {
    for (Expression given : arguments.getExpressions()) {
      List<? extends Expression> parts =
          given instanceof GStringExpression text ? text.getValues() : List.of(given);
      for (Expression part : parts) {
        if (getType(part).equals(SECRET)) {
          find(
              "a secret is not for an action, whose words are recorded; have the program that needs"
                  + " it read it from a file of its own",
              part);
        }
      }
    }
  }

  @Override
  public void afterVisitClass(ClassNode type) {
    new Reach(source(), configuration().dialect(), this::getType, this::find).visitClass(type);
  }

  // ---- what is not resolved

  @Override
  public List<MethodNode> handleMissingMethod(
      ClassNode receiver,
      String name,
      @Nullable ArgumentListExpression arguments,
      ClassNode @Nullable [] types,
      @Nullable MethodCall call) {
    if (arguments == null || types == null || call == null) {
      return Collections.emptyList(); // a pointer, of which Reach says that it leads nowhere
    }
    ASTNode at = (ASTNode) call;
    if (alreadyFound(at, arguments)) {
      return Collections.emptyList();
    }
    String word = name.equals(Preparation.NOTIFY) ? "notify" : name;
    boolean ofFile = receiver.equals(context.getEnclosingClassNode());
    if (!name.isEmpty() && !Character.isJavaIdentifierStart(name.charAt(0))) {
      find("'" + name + "' is not understood here; look for a comma that is missing", at);
    } else if (ofFile && !receiver.getDeclaredMethods(word).isEmpty()) {
      find(wrongFunction(word, receiver.getDeclaredMethods(word).getFirst(), types), at);
    } else if (ofFile) {
      find(missingWord(word, arguments, types), at, arguments);
    } else {
      find(missingMethod(receiver, word, types), at, arguments);
    }
    return Collections.emptyList();
  }

  private static String wrongFunction(String name, MethodNode function, ClassNode[] types) {
    String wanted =
        java.util.Arrays.stream(function.getParameters())
            .map(each -> Mismatch.typeName(each.getType()) + " " + each.getName())
            .collect(Collectors.joining(", "));
    return "the function '"
        + name
        + "' takes ("
        + wanted
        + "), not ("
        + Mismatch.typeNames(types)
        + ")";
  }

  private String missingWord(String word, ArgumentListExpression arguments, ClassNode[] types) {
    WordBook book = book();
    return book.has(word)
        ? Mismatch.describe(book, word, arguments.getExpressions(), types)
        : noWord(word, book);
  }

  private static String missingMethod(ClassNode receiver, String name, ClassNode[] types) {
    if (receiver.equals(ClassHelper.OBJECT_TYPE)) {
      return Mismatch.unknownType(name);
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
    Set<String> candidates = new LinkedHashSet<>(book.words());
    context.getEnclosingClassNode().getMethods().stream()
        .filter(method -> method.getLineNumber() > 0 && !method.isScriptBody())
        .forEach(method -> candidates.add(method.getName()));
    candidates.addAll(configuration().functions().keySet());
    Optional<String> near = Nearest.to(word, candidates);
    List<String> elsewhere = WordBook.blocksWith(word);
    if (!elsewhere.isEmpty() && near.isEmpty()) {
      return "'"
          + word
          + "' is a word of "
          + (elsewhere.size() > MOST_BLOCKS
              ? "a policy file and of most of its blocks"
              : String.join(" and of ", elsewhere))
          + ", not of "
          + book.name()
          + "; move it there";
    }
    boolean script = block() == null && configuration().dialect().acts();
    return "there is no word '"
        + word
        + "'"
        + (script ? "" : " in " + book.name())
        + Nearest.suggestion(word, candidates);
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
      find(
          afterWord(variable)
              .map(text -> commaAfter(name, "'" + text + "'"))
              .orElseGet(() -> Mismatch.bare(book, name)),
          variable);
    } else {
      find(noWord(name, book), variable);
    }
    return false;
  }

  /**
   * The text that stands behind a word and before something more, which makes a method of it: in
   * {@code path '10.0.0.1' port: 7000}.
   */
  private Optional<String> afterWord(VariableExpression word) {
    return context.getEnclosingMethodCall() instanceof MethodCallExpression call
            && call.getObjectExpression().equals(word)
            && call.getMethodAsString() != null
            && !SourceVersion.isIdentifier(call.getMethodAsString())
        ? Optional.of(call.getMethodAsString())
        : Optional.empty();
  }

  private static String commaAfter(String word, String value) {
    return "a comma is missing after " + value + "; write: " + word + " " + value + ", …";
  }

  private boolean isAssigned(VariableExpression variable) {
    BinaryExpression binary = context.getEnclosingBinaryExpression();
    return binary != null
        && binary.getLeftExpression().equals(variable)
        && Types.ofType(binary.getOperation().getType(), Types.ASSIGNMENT_OPERATOR);
  }

  @Override
  public boolean handleUnresolvedProperty(PropertyExpression property) {
    String name = property.getPropertyAsString();
    if (name != null
        && property.getObjectExpression() instanceof MethodCallExpression word
        && getType(word).equals(ClassHelper.VOID_TYPE)
        && word.getArguments() instanceof TupleExpression given
        && !given.getExpressions().isEmpty()
        && given.getExpressions().getLast() instanceof ConstantExpression last) {
      boolean text = last.getValue() instanceof String;
      find(
          commaAfter(word.getMethodAsString(), text ? "'" + last.getText() + "'" : last.getText()),
          property.getProperty());
    } else if (name != null) {
      find(
          Mismatch.noProperty(getType(property.getObjectExpression()), name),
          property.getProperty());
    }
    return false;
  }

  // ---- where the checker is, and what it found

  /** The words that hold where the checker is. */
  private WordBook book() {
    Class<?> block = block();
    return WordBook.of(block == null ? configuration().dialect().words() : block);
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

  private void find(String message, ASTNode at) {
    found.add(at);
    Findings.add(source(), message, at);
  }

  /** The same of a call that is not known: what is in its blocks cannot be judged. */
  private void find(String message, ASTNode at, ArgumentListExpression arguments) {
    found.add(at);
    Expression last =
        arguments.getExpressions().isEmpty() ? null : arguments.getExpressions().getLast();
    if (last instanceof ClosureExpression block) {
      Findings.addUnknown(source(), message, at, block);
    } else {
      Findings.add(source(), message, at);
    }
  }

  /** Whether something within the arguments was found wrong, from which this follows. */
  private boolean alreadyFound(ASTNode call, ASTNode arguments) {
    return found.stream()
        .anyMatch(
            node ->
                node.equals(call) || (!node.equals(arguments) && Position.within(node, arguments)));
  }
}
