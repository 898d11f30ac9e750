package org.failovermon.dsl.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.AttributeExpression;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodPointerExpression;
import org.codehaus.groovy.ast.expr.MethodReferenceExpression;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingSupport;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what is named and not called, and so does not come by {@link Checker}: classes, casts,
 * superclasses, fields read past their getters, pointers to methods.
 */
final class Reach extends ClassCodeVisitorSupport {
  private final SourceUnit source;
  private final Deque<Dialect> dialects = new ArrayDeque<>();
  private final Function<ASTNode, @Nullable ClassNode> types;
  private final BiConsumer<String, ASTNode> findings;

  /**
   * Makes one.
   *
   * @param source the file
   * @param dialect what it is compiled against
   * @param types gives the type of an expression, where it is known
   * @param findings takes what is wrong, and where
   */
  Reach(
      SourceUnit source,
      Dialect dialect,
      Function<ASTNode, @Nullable ClassNode> types,
      BiConsumer<String, ASTNode> findings) {
    this.source = source;
    this.dialects.push(dialect);
    this.types = types;
    this.findings = findings;
  }

  private Dialect dialect() {
    return dialects.getFirst();
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
  public void visitClosureExpression(ClosureExpression expression) {
    Class<?> block = expression.getNodeMetaData(Checker.BLOCK);
    Dialect within = block == null ? dialect() : dialect().within(block);
    dialects.push(within.acts() ? within : dialect());
    super.visitClosureExpression(expression);
    dialects.pop();
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
          "a field is not read past its getter in " + dialect().noun() + "; leave out the '@'",
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

  /** What must not be called must not be pointed to either, whichever of its forms is meant. */
  private void pointer(MethodPointerExpression expression) {
    if (expression.getLineNumber() <= 0) {
      return;
    }
    if (!(expression.getMethodName() instanceof ConstantExpression name)) {
      findings.accept(
          "which method is pointed to must be seen; write its name, as in: text.&trim",
          expression.getMethodName());
      return;
    }
    objection(receiver(expression.getExpression()), name.getText())
        .ifPresent(text -> findings.accept(text, expression));
  }

  private Optional<String> objection(List<ClassNode> receivers, String name) {
    if (name.equals("new")) {
      return Optional.empty(); // the class itself is judged
    }
    for (ClassNode type : receivers) {
      List<MethodNode> methods = methods(type, name);
      if (!methods.isEmpty()) {
        return methods.stream()
            .map(method -> Allowed.objection(method, dialect()))
            .flatMap(Optional::stream)
            .findFirst();
      }
    }
    return Optional.of(leadsNowhere(receivers.getFirst(), name));
  }

  private static String leadsNowhere(ClassNode type, String name) {
    if (type.equals(ClassHelper.OBJECT_TYPE)) {
      return Mismatch.unknownType(name);
    }
    List<String> names =
        type.getAllDeclaredMethods().stream().map(MethodNode::getName).distinct().toList();
    return Mismatch.typeName(type)
        + " has no '"
        + name
        + "'"
        + Nearest.to(name, names).map(near -> "; did you mean '" + near + "'?").orElse("");
  }

  /** The types whose methods may be meant, the likelier first: of a class, those of its objects. */
  private List<ClassNode> receiver(Expression expression) {
    if (expression instanceof ClassExpression) {
      return List.of(ClassHelper.getWrapper(expression.getType()), ClassHelper.CLASS_Type);
    }
    ClassNode type = types.apply(expression);
    return List.of(ClassHelper.getWrapper(type == null ? ClassHelper.OBJECT_TYPE : type));
  }

  /** The methods of a name that objects of a type have, those that Groovy gives them included. */
  private List<MethodNode> methods(ClassNode type, String name) {
    List<MethodNode> methods = new ArrayList<>(type.getMethods(name));
    Set<ClassNode> interfaces = new HashSet<>(type.getAllInterfaces());
    interfaces.add(ClassHelper.OBJECT_TYPE);
    interfaces.forEach(each -> methods.addAll(each.getDeclaredMethods(name)));
    ClassLoader loader = Objects.requireNonNull(source.getClassLoader().getParent());
    methods.addAll(StaticTypeCheckingSupport.findDGMMethodsForClassNode(loader, type, name));
    return methods;
  }

  private void refuse(ClassNode type, ASTNode at) {
    if (at.getLineNumber() > 0) {
      Allowed.ofType(type, dialect()).ifPresent(text -> findings.accept(text, at));
    }
  }
}
