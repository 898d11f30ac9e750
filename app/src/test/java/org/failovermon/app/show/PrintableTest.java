package org.failovermon.app.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.failovermon.app.CommandLineFixture;
import org.failovermon.app.FakeOffices;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.Test;

/** No text of others reaches the terminal as something that the terminal acts on. */
class PrintableTest {
  private static final String EVIL =
      "gone\u001b[2J\r\u009b31m\u202eup\n2026-11-22 04:00:00  hostA: all well";
  private static final Instant AT = Instant.parse("2026-11-22T03:10:02Z");

  private final FakeOffices offices = new FakeOffices();
  private final CommandLineFixture cli = new CommandLineFixture(offices);

  @Test
  void showsControlCharactersInsteadOfObeyingThem() {
    assertEquals("gone␛[2J␍�31m�up\n2026-11-22 04:00:00  hostA: all well", Printable.text(EVIL));
    String harmless = "Grüße\tan 東京 🙂\n";
    assertEquals(harmless, Printable.text(harmless));
  }

  @Test
  void everyCommandThatShowsTextsOfOthersIsHarmless() {
    offices.installation.apply(
        List.of(
            new Write.PutRun(
                new Run(
                    17,
                    RunKind.JOB,
                    "nightly",
                    0,
                    new ScriptRef("a.sh"),
                    RunStatus.FAILED,
                    EVIL,
                    AT,
                    AT,
                    AT,
                    3,
                    EVIL,
                    0)),
            new Write.PutRunOutput(17, EVIL),
            new Write.Append(
                new LogEntry(AT, LogEntry.Kind.RUN, "hostA", "", "", EVIL, LogEntry.ENGINE))));
    for (String command : List.of("log", "runs", "show 17", "status")) {
      String shown = cli.run(command).all();
      assertTrue(shown.contains("gone␛[2J␍"), command + ": " + shown);
      assertFalse(
          shown.chars().anyMatch(c -> c != '\n' && Character.isISOControl(c)),
          command + ": " + shown);
      assertFalse(
          shown.lines().anyMatch(line -> line.startsWith("2026-11-22 04:00:00")),
          command + ": " + shown);
    }
  }
}
