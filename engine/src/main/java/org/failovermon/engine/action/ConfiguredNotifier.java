package org.failovermon.engine.action;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.exec.CommandLine;

/** Tells people by the command and the mail of the configuration. Thread-safe. */
public final class ConfiguredNotifier implements Notifier {
  private static final int SHOWN_BYTES = 2_000;
  private static final int MOST_TEXT = 8_000;

  private final NoticeSettings settings;
  private final ProgramRunner programs;
  private final Path workingDirectory;

  /**
   * Makes one.
   *
   * @param settings where notices go
   * @param programs runs the command
   * @param workingDirectory where the command runs
   */
  public ConfiguredNotifier(
      NoticeSettings settings, ProgramRunner programs, Path workingDirectory) {
    this.settings = settings;
    this.programs = programs;
    this.workingDirectory = workingDirectory;
  }

  @Override
  public boolean hasAudience() {
    return !settings.nobody();
  }

  @Override
  public List<String> send(Notice notice, Duration atMost) {
    Duration each = atMost.compareTo(settings.deadline()) < 0 ? atMost : settings.deadline();
    List<String> failures = new ArrayList<>();
    settings
        .command()
        .flatMap(command -> byCommand(command, notice, each))
        .ifPresent(failures::add);
    settings.mail().flatMap(mail -> new SmtpMail(mail).send(notice, each)).ifPresent(failures::add);
    return List.copyOf(failures);
  }

  private Optional<String> byCommand(String text, Notice notice, Duration deadline) {
    CommandLine command;
    try {
      command = CommandLine.parse(text);
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "the notify command '" + text + "' cannot be read: " + Reasons.of(e) + "; mend [notify]");
    }
    Optional<Path> program = RunEnvironment.find(command.getExecutable(), workingDirectory);
    if (program.isEmpty()) {
      return Optional.of(
          "the notify command '"
              + command.getExecutable()
              + "' is not an executable in "
              + RunEnvironment.PATH
              + "; give its absolute path in [notify]");
    }
    List<String> arguments = new ArrayList<>();
    for (String argument : command.getArguments()) {
      arguments.add(unquoted(argument));
    }
    arguments.add(notice.subject());
    Map<String, String> environment = new HashMap<>(notice.environment());
    environment.put("FAILOVERMON_SUBJECT", notice.subject());
    BoundedOutput output = new BoundedOutput(SHOWN_BYTES);
    ProgramEnd end =
        programs.run(
            new Program(
                program.get(), arguments, environment, workingDirectory, shorten(notice.text())),
            deadline,
            output::write);
    if (end.ok()) {
      return Optional.empty();
    }
    String said = output.text().strip();
    return Optional.of(
        "the notify command "
            + program.get()
            + " failed: "
            + end.sentence()
            + (said.isEmpty() ? "" : ": " + said.lines().reduce((a, b) -> b).orElse("")));
  }

  /** Commons Exec keeps the quotes of an argument for the platforms that need them. */
  private static String unquoted(String argument) {
    for (String quote : List.of("'", "\"")) {
      if (argument.length() > 1 && argument.startsWith(quote) && argument.endsWith(quote)) {
        return argument.substring(1, argument.length() - 1);
      }
    }
    return argument;
  }

  /** Up to 8,000 characters, which are at most 24,000 bytes: they fit into a pipe. */
  private static String shorten(String text) {
    String whole = text.endsWith("\n") ? text : text + "\n";
    return whole.length() <= MOST_TEXT
        ? whole
        : whole.substring(0, MOST_TEXT)
            + "\n[… cut: the text had "
            + text.length()
            + " characters]\n";
  }
}
