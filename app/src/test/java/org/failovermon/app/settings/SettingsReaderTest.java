package org.failovermon.app.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.failovermon.app.Refusal;
import org.failovermon.engine.heartbeat.ListenAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration file: its defaults, its keys, and what is said of each mistake. */
class SettingsReaderTest {
  private static final Path FILE = Path.of("/etc/failovermon/failovermon.toml");

  private static Settings read(String text) {
    return SettingsReader.parse(FILE, text);
  }

  private static String errors(String text) {
    Refusal refusal = assertThrows(Refusal.class, () -> read(text));
    assertEquals(1, refusal.exit());
    return String.join("\n", refusal.sentences()).replace(FILE.toString(), "failovermon.toml");
  }

  @Test
  void everythingIsOptional(@TempDir Path folder) {
    Settings settings = SettingsReader.read(folder.resolve("none.toml"));
    assertEquals(
        new Settings(
            6940,
            ListenAddress.EVERY,
            "failovermon",
            Duration.ofMinutes(2),
            Duration.ofSeconds(30),
            List.of(),
            false,
            Duration.ofMinutes(10),
            1 << 20,
            Optional.empty(),
            Optional.empty(),
            Duration.ofDays(31),
            Duration.ofDays(90),
            new Settings.Policies(true, Duration.ofMillis(200))),
        settings);
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        read(
            """
            port = 7000
            listen = ["10.0.0.2", "[fd00::2]:7001"]
            group = "operators"
            grace = "0"
            hold-back = "10s"
            reference = ["10.0.0.254", "router:443"]
            unrecorded-runs = "allow"
            [run]
            deadline = "5m"
            output-limit = "64KiB"
            [notify]
            command = "/usr/local/bin/page"
            [mail]
            host = "mail.example"
            port = 587
            from = "failovermon@example"
            to = ["ops@example"]
            starttls = true
            user = "failovermon"
            password-file = "mail-password"
            [policies]
            auto-apply = false
            debounce = "500ms"
            [history]
            keep = "7d"
            [log]
            keep = "365d"
            """);
    assertEquals(
        new Settings(
            7000,
            List.of(ListenAddress.parse("10.0.0.2"), ListenAddress.parse("[fd00::2]:7001")),
            "operators",
            Duration.ZERO,
            Duration.ofSeconds(10),
            List.of("10.0.0.254", "router:443"),
            true,
            Duration.ofMinutes(5),
            65_536,
            Optional.of("/usr/local/bin/page"),
            Optional.of(
                new Settings.Mail(
                    "mail.example",
                    587,
                    "failovermon@example",
                    List.of("ops@example"),
                    true,
                    Optional.of("failovermon"),
                    Optional.of(Path.of("/etc/failovermon/mail-password")))),
            Duration.ofDays(7),
            Duration.ofDays(365),
            new Settings.Policies(false, Duration.ofMillis(500))),
        settings);
  }

  @Test
  void namesFileLineValueRuleAndRemedyOfEveryMistakeAtOnce() {
    assertEquals(
        """
        failovermon.toml:1: port must be a whole number from 1 to 65535, was 70000; remove the \
        line for the default 6940
        failovermon.toml:2: listen must be addresses of this machine, as in "10.0.0.2", \
        "10.0.0.2:7000" or "[fd00::2]:7000", was "all"; remove the line to listen on all
        failovermon.toml:3: grace must be a duration such as "250ms", "30s", "2m", "31d", was \
        "soon"; remove the line for the default 120 s
        failovermon.toml:4: hold-back must be 0 s to 60 min, was "2h"; remove the line for the \
        default 30 s
        failovermon.toml:5: unrecorded-runs must be one of refuse, allow, was "maybe"; remove the \
        line for refuse
        failovermon.toml:7: run.output-limit must be a size such as "64KiB" or "1MiB", at most \
        64MiB, was "1GiB"; remove the line for the default 1MiB\
        """,
        errors(
            """
            port = 70000
            listen = ["all"]
            grace = "soon"
            hold-back = "2h"
            unrecorded-runs = "maybe"
            [run]
            output-limit = "1GiB"
            """));
  }

  @Test
  void namesTheNearestKeyForOneThatItDoesNotKnow() {
    assertEquals(
        """
        failovermon.toml:1: unknown key prot; did you mean port?
        failovermon.toml:3: unknown key run.dedline; did you mean run.deadline?\
        """,
        errors(
            """
            prot = 7000
            [run]
            dedline = "5m"
            """));
  }

  @Test
  void saysWhatATableNeeds() {
    assertEquals(
        """
        failovermon.toml:2: [mail] has no from, and needs it; add from = … or remove the table
        failovermon.toml:2: [mail] has no to, and needs it; add to = … or remove the table\
        """,
        errors(
            """
            port = 7000
            [mail]
            host = "mail.example"
            """));
  }

  @Test
  void pointsAtTheLineThatIsNoToml() {
    String error = errors("port = 7000\ngrace = two minutes\n");
    assertEquals(true, error.startsWith("failovermon.toml:2: not TOML: "), error);
  }

  @Test
  void saysWhyAFileCannotBeRead(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("failovermon.toml");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Refusal refusal = assertThrows(Refusal.class, () -> SettingsReader.read(file));
    assertEquals(true, refusal.sentences().getFirst().contains("readable text file in UTF-8"));
  }
}
