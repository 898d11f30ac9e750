package org.failovermon.dsl.compile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.syntax.SyntaxException;

/** Says in our words what the parser and the resolver of names found. Pure. */
final class Syntax {
  private static final Pattern NO_CLASS = Pattern.compile("unable to resolve class ([\\w.$]+)\\s*");
  private static final Pattern UNEXPECTED =
      Pattern.compile("(?:Unexpected input|Unexpected character): '(.*)'.*", Pattern.DOTALL);
  private static final Pattern STATIC =
      Pattern.compile("Apparent variable '(\\w+)' was found in a static scope .*", Pattern.DOTALL);
  private static final Pattern TWICE = Pattern.compile("Duplicated named parameter '(\\w+)' found");

  private Syntax() {}

  /** The problem that the compiler's error is. */
  static Problem problem(SourceFile source, SyntaxException error, String text) {
    String first = text.lines().findFirst().orElse("");
    Matcher unresolved = NO_CLASS.matcher(first);
    if (unresolved.matches()) {
      return Findings.place(
          source, error, "there is no class '" + unresolved.group(1) + "'; correct its name");
    }
    Matcher variable = STATIC.matcher(first);
    if (variable.matches()) {
      return Findings.place(source, error, "there is no variable '" + variable.group(1) + "'");
    }
    Matcher twice = TWICE.matcher(first);
    if (twice.matches()) {
      return Findings.place(
          source, error, "option '" + twice.group(1) + "' stands here twice; remove one of them");
    }
    Matcher unexpected = UNEXPECTED.matcher(text);
    if (unexpected.matches()) {
      Optional<Problem> open = unclosed(source);
      return open.orElseGet(
          () -> Findings.place(source, error, notUnderstood(unexpected.group(1))));
    }
    if (text.startsWith("Missing ")) {
      return unclosed(source).orElseGet(() -> Findings.place(source, error, Findings.plain(text)));
    }
    return Findings.place(source, error, Findings.plain(text));
  }

  private static String notUnderstood(String input) {
    String shown = input.replaceAll("\\\\[rn]|\\s+", " ").replace("\\'", "'").strip();
    if (shown.equals("'") || shown.equals("\"")) {
      return "the text that begins here has no " + shown + " at its end; add it";
    }
    return "'"
        + (shown.length() > 40 ? "… " + shown.substring(shown.length() - 38) : shown)
        + "' is not understood here; look for a quote, a comma or a bracket that is missing";
  }

  /** The innermost bracket that is open at the end of the file, if the texts in it are sound. */
  private static Optional<Problem> unclosed(SourceFile source) {
    String text = source.text();
    Deque<Integer> open = new ArrayDeque<>();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '/' && text.startsWith("//", i)) {
        i = end(text, "\n", i + 2);
      } else if (c == '/' && text.startsWith("/*", i)) {
        i = end(text, "*/", i + 2);
      } else if (c == '\'' || c == '"') {
        String quote =
            text.startsWith(String.valueOf(c).repeat(3), i)
                ? String.valueOf(c).repeat(3)
                : String.valueOf(c);
        i = endOfText(text, quote, i + quote.length());
        if (i < 0) {
          return Optional.empty();
        }
      } else {
        if (c == '{' || c == '(' || c == '[') {
          open.push(i);
        } else if (c == '}' || c == ')' || c == ']') {
          if (open.isEmpty()) {
            return Optional.empty();
          }
          open.pop();
        }
        i++;
      }
    }
    return open.isEmpty() ? Optional.empty() : Optional.of(notClosed(source, open.peek()));
  }

  private static int end(String text, String mark, int from) {
    int at = text.indexOf(mark, from);
    return at < 0 ? text.length() : at + mark.length();
  }

  private static int endOfText(String text, String quote, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.startsWith(quote, i)) {
        return i + quote.length();
      } else if (text.charAt(i) == '\n' && quote.length() == 1) {
        return -1;
      }
    }
    return -1;
  }

  private static Problem notClosed(SourceFile source, int at) {
    String before = source.text().substring(0, at);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    char bracket = source.text().charAt(at);
    char closing = bracket == '{' ? '}' : bracket == '(' ? ')' : ']';
    return Problem.at(
        source,
        line,
        at - before.lastIndexOf('\n'),
        "the '" + bracket + "' here is never closed; add the '" + closing + "' that is missing");
  }
}
