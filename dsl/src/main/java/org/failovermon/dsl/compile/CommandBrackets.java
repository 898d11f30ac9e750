package org.failovermon.dsl.compile;

import groovyjarjarantlr4.v4.runtime.CharStreams;
import groovyjarjarantlr4.v4.runtime.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.groovy.parser.antlr4.GroovyLangLexer;
import org.apache.groovy.parser.antlr4.GroovyLexer;
import org.apache.groovy.parser.antlr4.GroovySyntaxError;

/**
 * Puts the arguments of a command in brackets where one of them has a name: {@code tcp port: 80}
 * becomes {@code tcp(port: 80)}, in the same line and, but for what follows it, in the same
 * columns.
 *
 * <p>Both mean the same. Groovy's parser cannot read the first in its quick mode, so that one such
 * line makes it read the whole file in a mode that takes some thirty times as long. Only what is
 * certain is changed: a command that begins its line or its block, up to the end of it. A text that
 * does not compile with brackets is to be compiled without them, for its messages. Pure.
 */
final class CommandBrackets {
  /** What a command may follow: here a statement begins. */
  private static final Set<Integer> BEFORE =
      Set.of(GroovyLexer.NL, GroovyLexer.SEMI, GroovyLexer.LBRACE, GroovyLexer.ARROW);

  /** With these the first argument may begin. */
  private static final Set<Integer> FIRST =
      Set.of(
          GroovyLexer.Identifier,
          GroovyLexer.CapitalizedIdentifier,
          GroovyLexer.StringLiteral,
          GroovyLexer.GStringBegin,
          GroovyLexer.IntegerLiteral,
          GroovyLexer.FloatingPointLiteral,
          GroovyLexer.BooleanLiteral);

  /** With these the last argument may end. */
  private static final Set<Integer> LAST =
      Set.of(
          GroovyLexer.Identifier,
          GroovyLexer.CapitalizedIdentifier,
          GroovyLexer.StringLiteral,
          GroovyLexer.GStringEnd,
          GroovyLexer.IntegerLiteral,
          GroovyLexer.FloatingPointLiteral,
          GroovyLexer.BooleanLiteral,
          GroovyLexer.RPAREN,
          GroovyLexer.RBRACK,
          GroovyLexer.RBRACE);

  /** With these the next line begins anew, and does not go on with the one before. */
  private static final Set<Integer> NEXT =
      Set.of(
          Token.EOF,
          GroovyLexer.RBRACE,
          GroovyLexer.Identifier,
          GroovyLexer.CapitalizedIdentifier,
          GroovyLexer.DEF,
          GroovyLexer.FINAL,
          GroovyLexer.FOR,
          GroovyLexer.IF,
          GroovyLexer.WHILE,
          GroovyLexer.RETURN,
          GroovyLexer.TRY);

  private static final Set<Integer> OPENING =
      Set.of(GroovyLexer.LPAREN, GroovyLexer.LBRACK, GroovyLexer.LBRACE, GroovyLexer.GStringBegin);

  private static final Set<Integer> CLOSING =
      Set.of(GroovyLexer.RPAREN, GroovyLexer.RBRACK, GroovyLexer.RBRACE, GroovyLexer.GStringEnd);

  private final String text;
  private final List<? extends Token> tokens;

  /** Where a bracket goes: instead of the blank there, or before what is there. */
  private final TreeMap<Integer, Character> brackets = new TreeMap<>();

  private CommandBrackets(String text, List<? extends Token> tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  /** The text with brackets, or the very same where there is nothing to do. */
  static String into(String text) {
    if (text.indexOf(':') < 0 || text.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
      return text; // the lexer counts in characters, not in units of UTF-16
    }
    List<Token> tokens = new ArrayList<>();
    try {
      for (Token token : new GroovyLangLexer(CharStreams.fromString(text)).getAllTokens()) {
        if (token.getChannel() == Token.DEFAULT_CHANNEL) {
          tokens.add(token);
        }
      }
    } catch (GroovySyntaxError e) {
      return text; // the compiler says what is wrong
    }
    CommandBrackets commands = new CommandBrackets(text, tokens);
    for (int at = 0; at < tokens.size(); at++) {
      commands.command(at);
    }
    return commands.written();
  }

  /** Brackets the command that begins at a token, if one does. */
  private void command(int at) {
    boolean begins = at == 0 || BEFORE.contains(type(at - 1));
    int blank = tokens.get(at).getStopIndex() + 1;
    if (!begins
        || type(at) != GroovyLexer.Identifier
        || !FIRST.contains(type(at + 1))
        || tokens.get(at + 1).getStartIndex() <= blank
        || text.charAt(blank) != ' ') {
      return;
    }
    int end = end(at + 1);
    if (end > 0) {
      brackets.put(blank, '(');
      brackets.put(tokens.get(end - 1).getStopIndex() + 1, ')');
    }
  }

  /**
   * The token after the last argument, or 0 where it is not certain, or where no argument has a
   * name.
   */
  private int end(int first) {
    boolean named = false;
    int depth = 0;
    for (int at = first; ; at++) {
      int type = type(at);
      if (OPENING.contains(type)) {
        if (depth == 0 && type == GroovyLexer.LBRACE && !takesArgument(at - 1)) {
          return 0;
        }
        depth++;
      } else if (depth > 0) {
        if (CLOSING.contains(type)) {
          depth--;
        } else if (type == Token.EOF) {
          return 0;
        }
      } else if (type == GroovyLexer.COLON) {
        boolean name =
            type(at - 1) == GroovyLexer.Identifier
                && (at - 1 == first || type(at - 2) == GroovyLexer.COMMA || follows(at - 2));
        if (!name) {
          return 0; // of a condition, or something that is no name
        }
        named = true;
      } else if (type == GroovyLexer.ASSIGN || type == GroovyLexer.ARROW) {
        return 0;
      } else if (type == GroovyLexer.NL && type(at - 1) == GroovyLexer.COMMA) {
        at = lastLine(at);
      } else if (type == GroovyLexer.NL
          || type == GroovyLexer.SEMI
          || type == GroovyLexer.RBRACE
          || type == Token.EOF) {
        boolean over = type != GroovyLexer.NL || NEXT.contains(type(lastLine(at) + 1));
        return named && over && LAST.contains(type(at - 1)) ? at : 0;
      }
    }
  }

  /** Whether a comma and the end of its line come before an argument. */
  private boolean follows(int at) {
    int before = at;
    while (before > 0 && type(before) == GroovyLexer.NL) {
      before--;
    }
    return before < at && type(before) == GroovyLexer.COMMA;
  }

  /** Whether a block after this token is an argument, and not one that follows the brackets. */
  private boolean takesArgument(int at) {
    return type(at) == GroovyLexer.COMMA || type(at) == GroovyLexer.COLON || follows(at);
  }

  /** The last of several ends of lines. */
  private int lastLine(int at) {
    int last = at;
    while (type(last + 1) == GroovyLexer.NL) {
      last++;
    }
    return last;
  }

  private int type(int at) {
    return at < tokens.size() ? tokens.get(at).getType() : Token.EOF;
  }

  private String written() {
    if (brackets.isEmpty()) {
      return text;
    }
    StringBuilder all = new StringBuilder(text);
    brackets
        .descendingMap()
        .forEach(
            (at, bracket) -> {
              boolean blank = at < text.length() && text.charAt(at) == ' ';
              all.replace(at, blank ? at + 1 : at, bracket.toString());
            });
    return all.toString();
  }
}
