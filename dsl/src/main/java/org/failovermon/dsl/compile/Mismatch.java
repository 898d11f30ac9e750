package org.failovermon.dsl.compile;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.tools.WideningCategories.LowestUpperBoundClassNode;
import org.failovermon.dsl.words.Units;
import org.failovermon.dsl.words.Word;

/** Says how a word was used wrongly, and how it is used. Pure. */
final class Mismatch {
  private Mismatch() {}

  /**
   * A word that does not take what it was given.
   *
   * @param given the arguments
   * @param types their types
   */
  static String describe(WordBook book, String word, List<Expression> given, ClassNode[] types) {
    List<Method> forms = book.forms(word);
    Word said = forms.getFirst().getAnnotation(Word.class);
    for (int i = 0; i < given.size(); i++) {
      if (isNumber(types[i]) && wantsDuration(forms, i, given.size())) {
        return bareNumber(word, given.get(i));
      }
    }
    if (given.isEmpty()) {
      return bare(book, word);
    }
    boolean block = given.getLast() instanceof ClosureExpression;
    boolean takesBlock = forms.stream().anyMatch(Mismatch::takesBlock);
    if (block && !takesBlock) {
      return "'"
          + word
          + "' takes "
          + takes(said)
          + ", not a block; write it as in: "
          + said.example();
    }
    if (!block && forms.stream().allMatch(Mismatch::takesBlock)) {
      return "'" + word + "' needs a block at its end; write it as in: " + said.example();
    }
    String takes =
        forms.size() == 1
            ? takes(said)
            : forms.stream()
                .map(form -> form.getAnnotation(Word.class).type())
                .distinct()
                .collect(Collectors.joining(", or "));
    return "'"
        + word
        + "' takes "
        + takes
        + ", not ("
        + typeNames(types)
        + "); write it as in: "
        + said.example();
  }

  /** A word that stands alone and needs something. */
  static String bare(WordBook book, String word) {
    Method form = book.forms(word).getFirst();
    Word said = form.getAnnotation(Word.class);
    return form.getParameterCount() == 0
        ? "'" + word + "' is written with parentheses: " + word + "()"
        : "'" + word + "' needs " + takes(said) + "; write it as in: " + said.example();
  }

  private static String takes(Word said) {
    String type = said.type().isEmpty() ? "nothing" : said.type();
    return said.range().isEmpty() ? type : type + " (" + said.range() + ")";
  }

  private static boolean takesBlock(Method form) {
    Class<?>[] types = form.getParameterTypes();
    return types.length > 0 && types[types.length - 1] == groovy.lang.Closure.class;
  }

  private static boolean wantsDuration(List<Method> forms, int index, int count) {
    return forms.stream()
        .anyMatch(
            form ->
                form.getParameterCount() == count
                    && form.getParameterTypes()[index] == Duration.class);
  }

  private static String bareNumber(String word, Expression given) {
    String number = given instanceof ConstantExpression constant ? constant.getText() : "";
    return number.isEmpty()
        ? "'" + word + "' takes a duration, not a bare number; give it a unit, as in: n.seconds"
        : "'"
            + word
            + "' takes a duration, was the bare number "
            + number
            + "; write "
            + number
            + ".seconds, or another unit: ms, minutes, hours, days";
  }

  static boolean isNumber(ClassNode type) {
    ClassNode boxed = ClassHelper.getWrapper(type);
    return boxed.isDerivedFrom(ClassHelper.Number_TYPE);
  }

  /** A property that a value does not have. */
  static String noProperty(ClassNode type, String name) {
    if (isNumber(type)) {
      List<String> units = new java.util.ArrayList<>(Units.TIMES);
      units.addAll(Units.SIZES);
      return "there is no unit '" + name + "'" + Nearest.suggestion(name, units);
    }
    if (type.equals(ClassHelper.OBJECT_TYPE)) {
      return "'"
          + name
          + "' cannot be checked, since the type of what it is asked of is not known; declare it,"
          + " as in: String x = …";
    }
    List<String> known =
        type.getAllDeclaredMethods().stream()
            .filter(method -> method.getParameters().length == 0)
            .map(method -> readable(method.getName()))
            .filter(property -> !property.equals("class"))
            .distinct()
            .sorted()
            .toList();
    return typeName(type)
        + " has no property '"
        + name
        + "'"
        + Nearest.to(name, known)
            .or(() -> Nearest.to(name + "()", known))
            .map(near -> "; did you mean '" + near + "'?")
            .orElse("");
  }

  /** What people write for a method without parameters: {@code getName()} is {@code name}. */
  private static String readable(String method) {
    String property = property(method);
    return property.isEmpty() ? method + "()" : property;
  }

  private static String property(String getter) {
    int prefix = getter.startsWith("get") ? 3 : getter.startsWith("is") ? 2 : 0;
    return prefix == 0 || getter.length() == prefix
        ? ""
        : Character.toLowerCase(getter.charAt(prefix)) + getter.substring(prefix + 1);
  }

  /** A type as people read it. */
  static String typeName(ClassNode type) {
    if (type instanceof LowestUpperBoundClassNode) {
      return "one of several types";
    }
    return Findings.shortTypes(type.toString(false));
  }

  /** Why a method of a value must not be named whose type is not known. */
  static String unknownType(String name) {
    return "'"
        + name
        + "' cannot be checked, since the type of what it is called on is not known; declare it,"
        + " as in: String x = …";
  }

  /** Types as people read them. */
  static String typeNames(ClassNode[] types) {
    return Arrays.stream(types).map(Mismatch::typeName).collect(Collectors.joining(", "));
  }
}
