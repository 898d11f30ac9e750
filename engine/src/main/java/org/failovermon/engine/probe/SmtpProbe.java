package org.failovermon.engine.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.Probe.Login;
import org.failovermon.engine.model.check.Probe.Security;

/** A dialogue with a mail server (RFC 5321, 3207, 4954); sends no mail. */
final class SmtpProbe {
  private final Dialogue dialogue;
  private Set<String> offered = Set.of();

  private SmtpProbe(Dialogue dialogue) {
    this.dialogue = dialogue;
  }

  static Finding probe(Attempt attempt, ProbeTools tools, Probe.Smtp probe)
      throws ProbeFailure, IOException, InterruptedException {
    try (Dialogue dialogue =
        Dialogue.open(
            attempt, tools, probe.address(), probe.port(), probe.security(), probe.certificate())) {
      return new SmtpProbe(dialogue).talk(probe);
    }
  }

  private Finding talk(Probe.Smtp probe) throws ProbeFailure, IOException {
    dialogue.awaitGreeting();
    String greeting = answer("", 220).getFirst();
    hello();
    if (probe.security() == Security.STARTTLS) {
      if (!offered.contains("STARTTLS")) {
        throw ProbeFailure.critical("offers no STARTTLS");
      }
      command("STARTTLS", "STARTTLS", 220);
      dialogue.secure();
      hello(); // what was offered before TLS counts no more
    }
    Login login = probe.login();
    if (login != null) {
      login(login);
    }
    if (probe.from() != null) {
      command("MAIL FROM:<" + probe.from() + ">", "MAIL FROM", 250);
      if (probe.to() != null) {
        command("RCPT TO:<" + probe.to() + ">", "RCPT TO", 250, 251);
      }
      command("RSET", "RSET", 250);
    }
    command("QUIT", "QUIT", 221);
    return dialogue.well(dialogue.quote(greeting));
  }

  private void hello() throws ProbeFailure, IOException {
    String own = ownName();
    dialogue.say("EHLO " + own, "EHLO");
    List<String> lines = read();
    if (code(lines) >= 500) { // a server of before 1995
      command("HELO " + own, "HELO", 250);
      offered = Set.of();
      return;
    }
    if (code(lines) != 250) {
      throw dialogue.unexpected(lines.getFirst(), "EHLO", "250");
    }
    Set<String> words = new HashSet<>();
    for (String line : lines.subList(1, lines.size())) {
      String text = line.length() > 4 ? line.substring(4).toUpperCase(Locale.ROOT) : "";
      String[] parts = text.replace("AUTH=", "AUTH ").strip().split("\\s+", -1);
      words.add(parts[0]);
      if (parts[0].equals("AUTH")) {
        for (int i = 1; i < parts.length; i++) {
          words.add("AUTH " + parts[i]);
        }
      }
    }
    offered = words;
  }

  private void login(Login login) throws ProbeFailure, IOException {
    if (offered.contains("AUTH PLAIN")) {
      command("AUTH PLAIN " + Dialogue.plain(login), "AUTH PLAIN", 235);
    } else if (offered.contains("AUTH LOGIN")) {
      command("AUTH LOGIN", "AUTH LOGIN", 334);
      command(Dialogue.base64(login.user()), "AUTH LOGIN (user)", 334);
      command(Dialogue.base64(login.password().reveal()), "AUTH LOGIN (password)", 235);
    } else {
      throw ProbeFailure.critical(
          "offers neither AUTH PLAIN nor AUTH LOGIN, so nobody can log in; it may want TLS first");
    }
  }

  private List<String> command(String text, String shown, int... expected)
      throws ProbeFailure, IOException {
    dialogue.say(text, shown);
    return answer(shown, expected);
  }

  private List<String> answer(String shown, int... expected) throws ProbeFailure, IOException {
    List<String> lines = read();
    for (int code : expected) {
      if (code(lines) == code) {
        return lines;
      }
    }
    throw dialogue.unexpected(lines.getLast(), shown, Integer.toString(expected[0]));
  }

  private List<String> read() throws ProbeFailure, IOException {
    return dialogue.hear(line -> line.length() < 4 || line.charAt(3) != '-');
  }

  /** The code of an answer, or 0 when it has none. */
  private static int code(List<String> lines) {
    String last = lines.getLast();
    boolean digits = last.length() >= 3 && last.substring(0, 3).matches("[0-9]{3}");
    return digits && (last.length() == 3 || last.charAt(3) == ' ')
        ? Integer.parseInt(last.substring(0, 3))
        : 0;
  }

  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "");
    } catch (java.net.UnknownHostException e) {
      return "localhost"; // a host that does not know its own name still may say hello
    }
  }
}
