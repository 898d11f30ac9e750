package org.failovermon.dsl.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.messages.ExceptionMessage;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;
import org.jspecify.annotations.Nullable;

/** Turns what the compiler and our own visitors found into problems that a writer can act on. */
final class Findings {
  private static final int MOST = 100;
  private static final String CHECKER = "[Static type checking] - ";

  /** What the type checker says beside {@link Checker}, which says it better. */
  private static final Pattern SAID_BETTER =
      Pattern.compile(
          "Cannot find matching method .*|No such property: .*|The variable \\[.*] is undeclared\\."
              + "|required named param .*|unexpected named arg: .*|argument for named param .*"
              + "|Reference to method is ambiguous.*",
          Pattern.DOTALL);

  private Findings() {}

  /** A message of ours: it is shown as it is. */
  private static final class Finding extends SyntaxException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable ASTNode unknown;

    Finding(String message, int line, int column, @Nullable ASTNode unknown) {
      super(message, line, column);
      this.unknown = unknown;
    }
  }

  /** Adds a message of ours. */
  static void add(SourceUnit source, String message, int line, int column) {
    source.addErrorAndContinue(new Finding(message, line, column, null));
  }

  /** Adds a message of ours at a node. */
  static void add(SourceUnit source, String message, ASTNode at) {
    add(source, message, Math.max(1, at.getLineNumber()), Math.max(1, at.getColumnNumber()));
  }

  /** Adds a message of ours at a node; what is found within the block is not to be told. */
  static void addUnknown(SourceUnit source, String message, ASTNode at, ASTNode block) {
    source.addErrorAndContinue(
        new Finding(
            message, Math.max(1, at.getLineNumber()), Math.max(1, at.getColumnNumber()), block));
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
    List<ASTNode> unknown = new ArrayList<>();
    for (Message message : errors.getErrorCollector().getErrors()) {
      if (message instanceof SyntaxErrorMessage syntax
          && syntax.getCause() instanceof Finding finding
          && finding.unknown != null) {
        unknown.add(finding.unknown);
      }
    }
    for (Message message : errors.getErrorCollector().getErrors()) {
      if (!(message instanceof SyntaxErrorMessage syntax)) {
        theirs.add(unplaced(sources, message));
        continue;
      }
      SyntaxException cause = syntax.getCause();
      if (unknown.stream()
          .anyMatch(
              block -> Position.within(cause.getStartLine(), cause.getStartColumn(), block))) {
        continue;
      }
      String text = strip(String.valueOf(cause.getOriginalMessage()));
      SourceFile source = sourceOf(sources, cause);
      if (cause instanceof Finding) {
        addOnce(ours, place(source, cause, text));
      } else {
        (SAID_BETTER.matcher(text).matches() ? better : theirs)
            .add(Syntax.problem(source, cause, text));
      }
    }
    List<Problem> all = new ArrayList<>(ours);
    theirs.forEach(problem -> addOnce(all, problem));
    if (all.isEmpty()) {
      all.addAll(better);
    }
    return all.stream().sorted().limit(MOST).toList();
  }

  /** Of several findings at one place the first says what is wrong; the others follow from it. */
  private static void addOnce(List<Problem> to, Problem problem) {
    if (to.stream().noneMatch(other -> samePlace(other, problem))) {
      to.add(problem);
    }
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

  /** A problem where the compiler found it. */
  static Problem place(SourceFile source, SyntaxException error, String message) {
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

  /** Types without their packages. */
  static String shortTypes(String types) {
    return types.replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", "").replaceAll(" -> [\\w.<>?, ]+", "");
  }

  /** The first line of a message, in short. */
  static String plain(String message) {
    String first = message.strip().lines().findFirst().orElse("it does not compile");
    return shortTypes(first).replaceAll("\\bs_[0-9a-f]{8}_", "");
  }
}
