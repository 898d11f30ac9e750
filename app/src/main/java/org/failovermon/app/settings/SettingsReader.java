package org.failovermon.app.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.failovermon.app.Refusal;
import org.failovermon.app.home.Errors;
import org.failovermon.engine.heartbeat.ListenAddress;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * Reads the configuration file. It reports every error at once, each with file and line, the value,
 * the rule and the remedy; a key that is not known is an error that names the nearest valid one.
 */
public final class SettingsReader {
  private static final int MEBIBYTE = 1 << 20;

  private SettingsReader() {}

  /**
   * Reads the file; a file that does not exist gives the defaults.
   *
   * @throws Refusal with one sentence for each error
   */
  public static Settings read(Path file) {
    if (!Files.exists(file)) {
      return parse(file, "");
    }
    try {
      return parse(file, Files.readString(file));
    } catch (IOException e) {
      throw Refusal.because(
          e,
          "cannot read the configuration file "
              + file
              + ": "
              + Errors.reason(e)
              + "; make it a readable text file in UTF-8, or remove it for the defaults");
    }
  }

  static Settings parse(Path file, String text) {
    TomlParseResult toml = Toml.parse(text);
    if (!toml.errors().isEmpty()) {
      throw Refusal.notDone(
          toml.errors().stream()
              .map(e -> file + ":" + e.position().line() + ": not TOML: " + e.getMessage())
              .toList());
    }
    Keys keys = new Keys(file, toml);
    int port = keys.integer("port", Settings.DEFAULT_PORT, 1, 65535);
    Settings settings =
        new Settings(
            port,
            keys.addresses("listen", ListenAddress.EVERY),
            keys.text("group").orElse("failovermon"),
            keys.duration("grace", Duration.ofMinutes(2), Duration.ZERO, Duration.ofDays(1)),
            keys.duration("hold-back", Duration.ofSeconds(30), Duration.ZERO, Duration.ofHours(1)),
            keys.hosts("reference"),
            keys.oneOf("unrecorded-runs", "refuse", List.of("refuse", "allow")).equals("allow"),
            keys.duration(
                "run.deadline", Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofDays(7)),
            keys.bytes("run.output-limit", MEBIBYTE, 1024, 64 * MEBIBYTE),
            keys.text("notify.command"),
            mail(keys, file),
            keys.duration(
                "history.keep", Duration.ofDays(31), Duration.ofHours(1), Duration.ofDays(3660)),
            keys.duration(
                "log.keep", Duration.ofDays(90), Duration.ofHours(1), Duration.ofDays(3660)),
            new Settings.Policies(
                keys.flag("policies.auto-apply", true),
                keys.duration(
                    "policies.debounce",
                    Duration.ofMillis(200),
                    Duration.ofMillis(10),
                    Duration.ofMinutes(1))));
    keys.refuseUnknown();
    keys.refuseErrors();
    return settings;
  }

  private static Optional<Settings.Mail> mail(Keys keys, Path file) {
    Optional<String> host = keys.text("mail.host");
    int port = keys.integer("mail.port", 25, 1, 65535);
    Optional<String> from = keys.text("mail.from");
    List<String> to = keys.texts("mail.to");
    boolean starttls = keys.flag("mail.starttls", false);
    Optional<String> user = keys.text("mail.user");
    Optional<Path> passwordFile =
        keys.text("mail.password-file")
            .map(name -> file.toAbsolutePath().resolveSibling(name).normalize());
    if (!keys.has("mail")) {
      return Optional.empty();
    }
    keys.need("mail", "host", host.isPresent());
    keys.need("mail", "from", from.isPresent());
    keys.need("mail", "to", !to.isEmpty());
    keys.need("mail", "password-file", user.isEmpty() || passwordFile.isPresent());
    return Optional.of(
        new Settings.Mail(
            host.orElse(""), port, from.orElse(""), to, starttls, user, passwordFile));
  }
}
