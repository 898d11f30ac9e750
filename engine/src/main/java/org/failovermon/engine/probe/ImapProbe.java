package org.failovermon.engine.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.Probe.Login;
import org.failovermon.engine.model.check.Probe.Security;

/** A dialogue with an IMAP server (RFC 3501). Changes nothing: EXAMINE only reads. */
final class ImapProbe {
  private final Dialogue dialogue;
  private int tags;

  private ImapProbe(Dialogue dialogue) {
    this.dialogue = dialogue;
  }

  static Finding probe(Attempt attempt, ProbeTools tools, Probe.Imap probe)
      throws ProbeFailure, IOException, InterruptedException {
    try (Dialogue dialogue =
        Dialogue.open(
            attempt, tools, probe.address(), probe.port(), probe.security(), probe.certificate())) {
      return new ImapProbe(dialogue).talk(probe);
    }
  }

  private Finding talk(Probe.Imap probe) throws ProbeFailure, IOException {
    dialogue.awaitGreeting();
    String greeting = dialogue.hear();
    String upper = greeting.toUpperCase(Locale.ROOT);
    if (!upper.startsWith("* OK") && !upper.startsWith("* PREAUTH")) {
      throw dialogue.unexpected(greeting, "", "'* OK'");
    }
    if (probe.security() == Security.STARTTLS) {
      command("STARTTLS", "STARTTLS");
      dialogue.secure();
    }
    Login login = probe.login();
    if (login != null) {
      login(login, probe.mailbox());
    }
    command("LOGOUT", "LOGOUT");
    return dialogue.well(dialogue.quote(greeting));
  }

  private void login(Login login, @org.jspecify.annotations.Nullable String mailbox)
      throws ProbeFailure, IOException {
    List<String> capabilities = command("CAPABILITY", "CAPABILITY");
    if (capabilities.stream()
        .anyMatch(
            line -> line.toUpperCase(Locale.ROOT).matches("\\* CAPABILITY .*LOGINDISABLED.*"))) {
      throw ProbeFailure.critical("lets nobody log in without TLS (LOGINDISABLED)");
    }
    String user = login.user();
    String password = login.password().reveal();
    if (quotable(user) && quotable(password)) {
      command("LOGIN " + quoted(user) + " " + quoted(password), "LOGIN");
    } else {
      literals("LOGIN", user, password);
    }
    String box = mailbox == null ? "INBOX" : mailbox;
    if (quotable(box)) {
      command("EXAMINE " + quoted(box), "EXAMINE " + box);
    } else {
      literals("EXAMINE", box);
    }
  }

  private static boolean quotable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 127);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private List<String> command(String text, String shown) throws ProbeFailure, IOException {
    String tag = nextTag();
    dialogue.say(tag + " " + text, shown);
    return answer(tag, shown);
  }

  /** Arguments that do not fit between quotation marks are sent by length, each when asked for. */
  private void literals(String command, String... arguments) throws ProbeFailure, IOException {
    String tag = nextTag();
    String line = tag + " " + command + " ";
    for (String argument : arguments) {
      int bytes = argument.getBytes(StandardCharsets.UTF_8).length;
      dialogue.say(line + "{" + bytes + "}", command);
      String asked = dialogue.hear();
      while (asked.startsWith("* ")) {
        asked = dialogue.hear();
      }
      if (!asked.startsWith("+")) {
        throw dialogue.unexpected(asked, command, "'+'");
      }
      line = argument + " ";
    }
    dialogue.say(line.substring(0, line.length() - 1), command);
    answer(tag, command);
  }

  private List<String> answer(String tag, String shown) throws ProbeFailure, IOException {
    List<String> lines = dialogue.hear(line -> line.startsWith(tag + " ") || line.startsWith("+"));
    String last = lines.getLast();
    if (!last.toUpperCase(Locale.ROOT).startsWith(tag + " OK")) {
      throw dialogue.unexpected(last, shown, "'" + tag + " OK'");
    }
    return lines;
  }

  private String nextTag() {
    tags++;
    return "A" + tags;
  }
}
