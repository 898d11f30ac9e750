package org.failovermon.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/** Turns the compiler's errors into what an operator can act on. Pure. */
final class CompileErrors {
  private static final int MOST_SHOWN = 10;
  private static final String CHECKER = "[Static type checking] - ";
  private static final Pattern NO_METHOD =
      Pattern.compile("Cannot find matching method ([\\w.$\\[\\]<>, ]+)#(\\w+)\\((.*)\\)\\. .*");
  private static final Pattern NO_VARIABLE =
      Pattern.compile("The variable \\[(\\w+)] is undeclared\\.");
  private static final Pattern NO_OPTION = Pattern.compile("unexpected named arg: (\\w+)");
  private static final Pattern WRONG_OPTION =
      Pattern.compile("argument for named param '(\\w+)' has type '(.*)' but expected '(.*)'\\.");
  private static final List<String> OPTIONS = List.of("mayFail", "deadline");

  private CompileErrors() {}

  /** All errors in the order of their lines, at most ten, each with its source line and a caret. */
  static String describe(String name, String text, MultipleCompilationErrorsException errors) {
    List<SyntaxException> found = new ArrayList<>();
    List<String> other = new ArrayList<>();
    for (Message message : errors.getErrorCollector().getErrors()) {
      if (message instanceof SyntaxErrorMessage syntax) {
        found.add(syntax.getCause());
      } else {
        other.add(name + ":1: " + plain(String.valueOf(message)));
      }
    }
    found.sort(
        java.util.Comparator.comparingInt(SyntaxException::getStartLine)
            .thenComparingInt(SyntaxException::getStartColumn));
    List<String> lines = text.lines().toList();
    List<String> shown = new ArrayList<>();
    for (SyntaxException error : found) {
      shown.add(describe(name, lines, error));
    }
    shown.addAll(other);
    int more = shown.size() - MOST_SHOWN;
    String head = String.join("\n", shown.subList(0, Math.min(MOST_SHOWN, shown.size())));
    return more > 0 ? head + "\n" + name + ": and " + more + " more" : head;
  }

  private static String describe(String name, List<String> lines, SyntaxException error) {
    int line = Math.max(1, error.getStartLine());
    int column = Math.max(1, error.getStartColumn());
    String head =
        name
            + ":"
            + line
            + ":"
            + column
            + ": "
            + reword(String.valueOf(error.getOriginalMessage()));
    if (line > lines.size()) {
      return head;
    }
    String source = lines.get(line - 1).replace('\t', ' ');
    int caret = Math.min(column, source.length() + 1);
    return head + "\n    " + source + "\n    " + " ".repeat(caret - 1) + "^";
  }

  private static String reword(String message) {
    String text = message.strip().replace(WordChecks.NOTIFY, "notify");
    String said = text.startsWith(CHECKER) ? text.substring(CHECKER.length()) : text;
    Matcher variable = NO_VARIABLE.matcher(said);
    if (variable.matches()) {
      return noWord(variable.group(1)) + suggest(variable.group(1), ScriptCompiler.WORDS);
    }
    Matcher method = NO_METHOD.matcher(said);
    if (method.matches()) {
      return noMethod(method.group(1), method.group(2), method.group(3));
    }
    Matcher option = NO_OPTION.matcher(said);
    if (option.matches()) {
      return "there is no option '" + option.group(1) + "'" + suggest(option.group(1), OPTIONS);
    }
    Matcher wrong = WRONG_OPTION.matcher(said);
    if (wrong.matches()) {
      return "option '"
          + wrong.group(1)
          + "' takes "
          + shortType(wrong.group(3))
          + ", not "
          + shortType(wrong.group(2));
    }
    return plain(said);
  }

  private static String noMethod(String owner, String method, String arguments) {
    if (!owner.startsWith(ScriptCompiler.NAME_PREFIX)) {
      return shortType(owner) + " has no '" + method + "(" + shortTypes(arguments) + ")'";
    }
    if (ScriptCompiler.WORDS.contains(method)) {
      return "'"
          + method
          + "' does not take ("
          + shortTypes(arguments)
          + "); it is used as: "
          + usage(method);
    }
    return noWord(method) + suggest(method, ScriptCompiler.WORDS);
  }

  private static String usage(String word) {
    return switch (word) {
      case "exec" -> "exec 'program', 'argument', …";
      case "notify" -> "notify 'text'";
      case "fail" -> "fail 'text'";
      case "log" -> "log 'text'";
      case "print", "println", "printf" -> word + " 'text'";
      default -> word + ", without arguments";
    };
  }

  private static String noWord(String word) {
    return "there is no word '" + word + "'";
  }

  private static String suggest(String word, List<String> words) {
    return nearest(word, words)
        .map(near -> "; did you mean '" + near + "'?")
        .orElse("; known are: " + String.join(", ", words));
  }

  /** The word that is at most two letters away, and the nearest of those. */
  static Optional<String> nearest(String word, List<String> words) {
    String best = null;
    int least = Math.min(3, Math.max(2, word.length()));
    for (String candidate : words) {
      int distance = distance(word, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Letters to insert, remove, replace or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }

  private static String shortTypes(String types) {
    return types.replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", "");
  }

  private static String shortType(String type) {
    return shortTypes(type.strip());
  }

  private static String plain(String message) {
    String first = message.strip().lines().findFirst().orElse("it does not compile");
    return shortTypes(first.replace(ScriptCompiler.NAME_PREFIX, ""));
  }
}
