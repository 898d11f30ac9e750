package org.failovermon.dsl.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.messages.ExceptionMessage;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/** Turns what the compiler and our own visitors found into problems that a writer can act on. */
final class Findings {
  /** Begins a message of ours, which is shown as it is. */
  static final String OURS = "\u0001";

  private static final int MOST = 100;
  private static final String CHECKER = "[Static type checking] - ";

  /** What the type checker says beside {@link Checker}, which says it better. */
  private static final Pattern SAID_BETTER =
      Pattern.compile(
          "Cannot find matching method .*|No such property: .*|The variable \\[.*] is undeclared\\."
              + "|required named param .*|unexpected named arg: .*|argument for named param .*"
              + "|Reference to method is ambiguous.*",
          Pattern.DOTALL);

  private static final Pattern NO_CLASS =
      Pattern.compile("unable to resolve class ([\\w.$]+)\\s*", Pattern.DOTALL);
  private static final Pattern UNEXPECTED =
      Pattern.compile("(?:Unexpected input|Unexpected character): '(.*)'.*", Pattern.DOTALL);

  private Findings() {}

  /** Adds a message of ours. */
  static void add(SourceUnit source, String message, int line, int column) {
    source.addErrorAndContinue(new SyntaxException(OURS + message, line, column));
  }

  /** Adds a message of ours at a node. */
  static void add(SourceUnit source, String message, ASTNode at) {
    add(source, message, Math.max(1, at.getLineNumber()), Math.max(1, at.getColumnNumber()));
  }

  /**
   * All that was found, by place, at most a hundred.
   *
   * @param sources the files by the names that the compiler knows
   */
  static List<Problem> problems(
      Map<String, SourceFile> sources, MultipleCompilationErrorsException errors) {
    List<Problem> ours = new ArrayList<>();
    List<Problem> better = new ArrayList<>();
    List<Problem> theirs = new ArrayList<>();
    for (Message message : errors.getErrorCollector().getErrors()) {
      if (message instanceof SyntaxErrorMessage syntax) {
        SyntaxException cause = syntax.getCause();
        SourceFile source = sourceOf(sources, cause);
        String text = strip(String.valueOf(cause.getOriginalMessage()));
        boolean own = text.startsWith(OURS);
        List<Problem> list = own ? ours : SAID_BETTER.matcher(text).matches() ? better : theirs;
        list.add(problem(source, cause, own ? text.substring(OURS.length()) : reword(text)));
      } else {
        theirs.add(unplaced(sources, message));
      }
    }
    List<Problem> all = new ArrayList<>(ours);
    for (Problem problem : theirs) {
      if (ours.stream().noneMatch(other -> samePlace(other, problem))) {
        all.add(problem);
      }
    }
    if (all.isEmpty()) {
      all.addAll(better);
    }
    List<Problem> distinct = new ArrayList<>(new java.util.TreeSet<>(all));
    return distinct.subList(0, Math.min(MOST, distinct.size()));
  }

  private static boolean samePlace(Problem one, Problem other) {
    return one.file().equals(other.file())
        && one.line() == other.line()
        && one.column() == other.column();
  }

  private static SourceFile sourceOf(Map<String, SourceFile> sources, SyntaxException cause) {
    SourceFile found = sources.get(String.valueOf(cause.getSourceLocator()));
    return found != null ? found : sources.values().iterator().next();
  }

  private static Problem problem(SourceFile source, SyntaxException error, String message) {
    return Problem.at(
        source, Math.max(1, error.getStartLine()), Math.max(1, error.getStartColumn()), message);
  }

  private static Problem unplaced(Map<String, SourceFile> sources, Message message) {
    SourceFile source = sources.values().iterator().next();
    String text =
        message instanceof ExceptionMessage thrown
            ? "the compiler fails on this file: " + thrown.getCause()
            : String.valueOf(message);
    return Problem.at(source, 1, 1, plain(text));
  }

  private static String strip(String message) {
    String text = message.strip();
    return text.startsWith(CHECKER) ? text.substring(CHECKER.length()) : text;
  }

  private static String reword(String message) {
    Matcher unresolved = NO_CLASS.matcher(message.lines().findFirst().orElse(""));
    if (unresolved.matches()) {
      return "there is no class '" + unresolved.group(1) + "'";
    }
    Matcher unexpected = UNEXPECTED.matcher(message);
    if (unexpected.matches()) {
      return syntax(unexpected.group(1));
    }
    return plain(message);
  }

  private static String syntax(String input) {
    String shown = input.strip().replaceAll("\\\\[rn]|\\s+", " ").strip();
    if (shown.isEmpty() || shown.equals("<EOF>")) {
      return "the file ends in the middle of something; look for a '}', a ')' or a quote that is"
          + " missing";
    }
    return "'"
        + (shown.length() > 60 ? "… " + shown.substring(shown.length() - 58) : shown)
        + "' is not understood here; look for a quote, a comma or a bracket that is missing";
  }

  /** Types without their packages. */
  static String shortTypes(String types) {
    return types.replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", "").replaceAll(" -> [\\w.<>?, ]+", "");
  }

  private static String plain(String message) {
    String first = message.strip().lines().findFirst().orElse("it does not compile");
    return shortTypes(first).replaceAll("\\bs_[0-9a-f]{8}_", "");
  }
}
