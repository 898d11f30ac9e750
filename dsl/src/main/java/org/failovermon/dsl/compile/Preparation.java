package org.failovermon.dsl.compile;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/**
 * Prepares what was parsed, before names are resolved: finds what the static compiler lets pass and
 * nobody means, makes {@code notify} the script's although each closure has one, and leads the call
 * of a function to the file that has it, although blocks see nothing but their own words.
 */
final class Preparation extends CompilationCustomizer {
  /** The method that the word {@code notify} becomes. */
  static final String NOTIFY = "failovermonNotify";

  /** The method of a policy that gives a file of the library. */
  static final String LIBRARY = "failovermonLibrary";

  private static final Set<String> ANNOTATIONS =
      Set.of(
          "Field",
          "groovy.transform.Field",
          "Immutable",
          "groovy.transform.Immutable",
          "Canonical",
          "groovy.transform.Canonical",
          "TupleConstructor",
          "groovy.transform.TupleConstructor",
          "ToString",
          "groovy.transform.ToString",
          "EqualsAndHashCode",
          "groovy.transform.EqualsAndHashCode",
          "Override",
          "SuppressWarnings",
          "Deprecated");

  private static final Set<String> BASE_SCRIPT =
      Set.of("BaseScript", "groovy.transform.BaseScript");

  private final Dialect dialect;
  private final Map<String, String> functions;

  Preparation(Dialect dialect, Map<String, String> functions) {
    super(CompilePhase.CONVERSION);
    this.dialect = dialect;
    this.functions = functions;
  }

  @Override
  public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
    if (type.isScript()) {
      takeOutBaseScript(source);
    }
    if (type.isScript() && !dialect.mayBeEmpty() && doesNothing(source)) {
      Findings.add(source, "the script has no statement: it would do nothing", 1, 1);
    }
    new Visitor(source, type, dialect, functions).visitClass(type);
    MixedTexts texts = new MixedTexts();
    for (MethodNode method : type.getMethods()) {
      if (method.getCode() != null) {
        method.getCode().visit(texts);
      }
    }
  }

  /**
   * Takes the line out that tells an editor which class the script extends, where it says what is
   * so anyway. Another class stays, and is refused as any other annotation is.
   */
  private void takeOutBaseScript(SourceUnit source) {
    source
        .getAST()
        .getStatementBlock()
        .getStatements()
        .removeIf(
            statement ->
                statement instanceof ExpressionStatement line
                    && line.getExpression() instanceof DeclarationExpression declared
                    && !declared.isMultipleAssignmentDeclaration()
                    && isBase(declared.getVariableExpression().getType().getName())
                    && declared.getAnnotations().stream()
                        .allMatch(each -> BASE_SCRIPT.contains(each.getClassNode().getName()))
                    && !declared.getAnnotations().isEmpty());
  }

  private boolean isBase(String name) {
    return name.equals(dialect.base().getName()) || name.equals(dialect.base().getSimpleName());
  }

  private static boolean doesNothing(SourceUnit source) {
    BlockStatement body = source.getAST().getStatementBlock();
    return body.getStatements().stream()
        .allMatch(
            statement -> statement instanceof ReturnStatement end && end.isReturningNullOrVoid());
  }

  private static final class Visitor extends ClassCodeVisitorSupport {
    private final SourceUnit source;
    private final Dialect dialect;
    private final boolean script;
    private final Set<String> own = new TreeSet<>();
    private final Map<String, String> library;

    Visitor(SourceUnit source, ClassNode type, Dialect dialect, Map<String, String> functions) {
      this.source = source;
      this.dialect = dialect;
      this.script = type.isScript();
      this.library = functions;
      if (script) {
        for (MethodNode method : functionsOf(type)) {
          own.add(method.getName());
          checkName(method);
        }
      }
    }

    private void checkName(MethodNode function) {
      List<String> blocks = WordBook.blocksWith(function.getName());
      if (!blocks.isEmpty()) {
        Findings.add(
            source,
            "'"
                + function.getName()
                + "' is a word of "
                + String.join(" and of ", blocks)
                + "; give the function another name",
            function);
      }
    }

    @Override
    protected SourceUnit getSourceUnit() {
      return source;
    }

    @Override
    public void visitAnnotations(AnnotatedNode node) {
      for (AnnotationNode annotation : node.getAnnotations()) {
        String name = annotation.getClassNode().getName();
        if (annotation.getLineNumber() > 0 && !ANNOTATIONS.contains(name)) {
          Findings.add(
              source,
              "the annotation @"
                  + name
                  + " is not for "
                  + dialect.noun()
                  + "; remove it (allowed are Field, Immutable, Canonical, TupleConstructor,"
                  + " ToString and EqualsAndHashCode)",
              annotation);
        }
      }
      super.visitAnnotations(node);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
      String name = call.getMethodAsString();
      if (name != null && call.isImplicitThis()) {
        direct(name, call);
      }
      super.visitMethodCallExpression(call);
    }

    private void direct(String name, MethodCallExpression call) {
      if (script && own.contains(name)) {
        call.setObjectExpression(thisScript(call));
        call.setImplicitThis(false);
        return;
      }
      String owner = script ? library.get(name) : null;
      if (owner != null) {
        MethodCallExpression file =
            new MethodCallExpression(
                thisScript(call),
                LIBRARY,
                new ArgumentListExpression(
                    new ClassExpression(ClassHelper.makeWithoutCaching(owner))));
        file.setImplicitThis(false);
        file.setSourcePosition(call);
        call.setObjectExpression(file);
        call.setImplicitThis(false);
        return;
      }
      if ("notify".equals(name)) {
        // in a closure the closure's own notify() would win: call it by a name no closure has
        ConstantExpression renamed = new ConstantExpression(NOTIFY);
        renamed.setSourcePosition(call.getMethod());
        call.setMethod(renamed);
      }
    }
  }

  /** A node of its own: the type checker writes into it what it finds. */
  private static VariableExpression thisScript(MethodCallExpression call) {
    VariableExpression self = new VariableExpression("this");
    self.setSourcePosition(call);
    return self;
  }

  /** The functions of a script: what it declares beside its statements. */
  static List<MethodNode> functionsOf(ClassNode script) {
    return script.getMethods().stream()
        .filter(method -> method.getLineNumber() > 0 && !isBody(method))
        .toList();
  }

  private static boolean isBody(MethodNode method) {
    return method.isScriptBody()
        || (method.getName().equals("main") && method.isStatic())
        || (method.getName().equals("run") && method.getParameters().length == 0);
  }
}
