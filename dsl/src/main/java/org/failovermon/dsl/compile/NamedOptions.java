package org.failovermon.dsl.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.AnnotationConstantExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingSupport;

/** Checks the named options of a word: {@code path '10.0.0.1', port: 7000}. */
final class NamedOptions {
  /** A duration as the configuration and the command line have it: 60s. */
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9}) ?(ms|s|m|min|h|d)");

  private static final Map<String, String> UNITS =
      Map.of(
          "ms", "ms", "s", "seconds", "m", "minutes", "min", "minutes", "h", "hours", "d", "days");

  private NamedOptions() {}

  /** One option that a word has. */
  private record Known(ClassNode type, boolean required) {}

  /**
   * Finds options that a word does not have, has twice or needs, and values of a wrong type.
   *
   * @param types gives the type of a value
   * @param arguments what the word was given
   * @param target the word
   * @param findings takes what is wrong, and where
   */
  static void check(
      Function<ASTNode, ClassNode> types,
      TupleExpression arguments,
      MethodNode target,
      BiConsumer<String, ASTNode> findings) {
    Parameter[] parameters = target.getParameters();
    if (parameters.length == 0 || arguments.getExpressions().isEmpty()) {
      return;
    }
    Map<String, Known> known = known(parameters[0]);
    if (known.isEmpty()) {
      return;
    }
    String word = target.getName();
    if (!(arguments.getExpression(0) instanceof MapExpression given)) {
      findings.accept(
          "the options of '"
              + word
              + "' stand in the call itself, as in "
              + word
              + " "
              + known.keySet().iterator().next()
              + ": …",
          arguments.getExpression(0));
      return;
    }
    List<String> seen = new ArrayList<>();
    for (MapEntryExpression entry : given.getMapEntryExpressions()) {
      if (!(entry.getKeyExpression() instanceof ConstantExpression key)) {
        findings.accept("the options of '" + word + "' are names, as in port: 25", entry);
        continue;
      }
      String name = String.valueOf(key.getValue());
      Known option = known.get(name);
      if (option == null) {
        findings.accept(
            "'"
                + word
                + "' has no option '"
                + name
                + "'"
                + Nearest.suggestion(name, List.copyOf(known.keySet())),
            key);
      } else if (seen.contains(name)) {
        findings.accept("option '" + name + "' of '" + word + "' stands here twice", key);
      } else {
        type(types, word, name, option, entry.getValueExpression(), findings);
      }
      seen.add(name);
    }
    String missing =
        known.entrySet().stream()
            .filter(each -> each.getValue().required() && !seen.contains(each.getKey()))
            .map(each -> "'" + each.getKey() + "'")
            .collect(java.util.stream.Collectors.joining(" and "));
    boolean misspelt = seen.stream().anyMatch(name -> !known.containsKey(name));
    if (!missing.isEmpty() && !misspelt) {
      findings.accept("'" + word + "' needs the option " + missing, given);
    }
  }

  private static void type(
      Function<ASTNode, ClassNode> types,
      String word,
      String name,
      Known option,
      Expression value,
      BiConsumer<String, ASTNode> findings) {
    ClassNode type = types.apply(value);
    if (type == null || isNull(value)) {
      findings.accept("option '" + name + "' of '" + word + "' must not be null", value);
      return;
    }
    ClassNode wanted = option.type();
    if (!fits(wanted, type, value)) {
      boolean duration = wanted.getName().equals("java.time.Duration");
      findings.accept(
          "option '"
              + name
              + "' of '"
              + word
              + "' takes "
              + noun(wanted)
              + ", not "
              + Mismatch.typeName(type)
              + (duration ? asDuration(type, value) : ""),
          value);
    }
  }

  /** Whether a value is of the type, without the leniency that Groovy has for texts and truth. */
  private static boolean fits(ClassNode wanted, ClassNode type, Expression value) {
    if (!StaticTypeCheckingSupport.checkCompatibleAssignmentTypes(wanted, type, value)) {
      return false;
    }
    if (ClassHelper.isWrapperBoolean(wanted)) {
      return ClassHelper.isPrimitiveBoolean(ClassHelper.getUnwrapper(type));
    }
    if (ClassHelper.isStringType(wanted)) {
      return ClassHelper.isStringType(type) || ClassHelper.isGStringType(type);
    }
    return !wanted.equals(ClassHelper.LIST_TYPE)
        || value instanceof ListExpression
        || type.implementsInterface(ClassHelper.LIST_TYPE)
        || type.equals(ClassHelper.LIST_TYPE);
  }

  /** What to write for a value that is no duration: {@code 60.seconds} for 60 and for '60s'. */
  private static String asDuration(ClassNode type, Expression value) {
    if (Mismatch.isNumber(type)) {
      return "; write " + value.getText() + ".seconds";
    }
    if (value instanceof ConstantExpression constant && ClassHelper.isStringType(type)) {
      Matcher written = WRITTEN.matcher(constant.getText());
      if (written.matches()) {
        String unit = UNITS.getOrDefault(written.group(2), "seconds");
        return "; write " + written.group(1) + "." + unit;
      }
    }
    return "; write a number with its unit, as in 60.seconds";
  }

  private static boolean isNull(Expression value) {
    return value instanceof ConstantExpression constant && constant.isNullExpression();
  }

  private static String noun(ClassNode type) {
    return switch (type.getNameWithoutPackage()) {
      case "String" -> "a text";
      case "Integer" -> "a number";
      case "Boolean" -> "true or false";
      case "Duration" -> "a duration";
      case "Secret" -> "a secret, as in secret('imap-password')";
      case "List" -> "a list";
      case "Map" -> "a map, as in [name: 'value']";
      default -> Mismatch.typeName(type);
    };
  }

  private static Map<String, Known> known(Parameter parameter) {
    Map<String, Known> known = new TreeMap<>();
    for (AnnotationNode all :
        parameter.getAnnotations(ClassHelper.make(groovy.transform.NamedParams.class))) {
      if (all.getMember("value") instanceof ListExpression list) {
        list.getExpressions().forEach(each -> one(each, known));
      } else {
        one(all.getMember("value"), known);
      }
    }
    return known;
  }

  private static void one(Expression expression, Map<String, Known> known) {
    if (expression instanceof AnnotationConstantExpression constant
        && constant.getValue() instanceof AnnotationNode param
        && param.getMember("value") instanceof ConstantExpression name) {
      ClassNode type =
          param.getMember("type") instanceof ClassExpression said
              ? said.getType()
              : ClassHelper.OBJECT_TYPE;
      boolean required =
          param.getMember("required") instanceof ConstantExpression yes && yes.isTrueExpression();
      known.put(String.valueOf(name.getValue()), new Known(type, required));
    }
  }
}
