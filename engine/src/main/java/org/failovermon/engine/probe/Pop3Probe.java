package org.failovermon.engine.probe;

import java.io.IOException;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.Probe.Login;
import org.failovermon.engine.model.check.Probe.Security;

/** A dialogue with a POP3 server (RFC 1939, 2595). */
final class Pop3Probe {
  private Pop3Probe() {}

  static Finding probe(Attempt attempt, ProbeTools tools, Probe.Pop3 probe)
      throws ProbeFailure, IOException, InterruptedException {
    try (Dialogue dialogue =
        Dialogue.open(
            attempt, tools, probe.address(), probe.port(), probe.security(), probe.certificate())) {
      dialogue.awaitGreeting();
      String greeting = answer(dialogue, "");
      if (probe.security() == Security.STARTTLS) {
        command(dialogue, "STLS", "STLS");
        dialogue.secure();
      }
      Login login = probe.login();
      String words = dialogue.quote(greeting);
      if (login != null) {
        command(dialogue, "USER " + login.user(), "USER");
        command(dialogue, "PASS " + login.password().reveal(), "PASS");
        String box = command(dialogue, "STAT", "STAT");
        words += ", mailbox " + dialogue.quote(box);
      }
      command(dialogue, "QUIT", "QUIT");
      return dialogue.well(words);
    }
  }

  private static String command(Dialogue dialogue, String text, String shown)
      throws ProbeFailure, IOException {
    dialogue.say(text, shown);
    return answer(dialogue, shown);
  }

  private static String answer(Dialogue dialogue, String shown) throws ProbeFailure, IOException {
    String line = dialogue.hear();
    if (!Dialogue.word(line).equals("+OK")) {
      throw dialogue.unexpected(line, shown, "+OK");
    }
    return line;
  }
}
