package org.failovermon.engine.action;

import java.nio.file.Files;
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

  /**
   * What became of a notice on one way.
   *
   * @param sent whether the command ended well or the mail server took it
   * @param sentence what happened, for the operator
   */
  public record Outcome(boolean sent, String sentence) {}

  @Override
  public List<String> send(Notice notice, Duration atMost) {
    return sendEach(notice, atMost).stream()
        .filter(outcome -> !outcome.sent())
        .map(Outcome::sentence)
        .toList();
  }

  /**
   * Sends a notice every way that is configured, one after the other.
   *
   * @param notice what to say
   * @param atMost how long each way may take; never longer than the settings say
   * @return what became of it on each way; empty when nobody is to be told
   */
  public List<Outcome> sendEach(Notice notice, Duration atMost) {
    Duration each = atMost.compareTo(settings.deadline()) < 0 ? atMost : settings.deadline();
    List<Outcome> outcomes = new ArrayList<>();
    settings
        .command()
        .map(
            command ->
                byCommand(command, notice, each)
                    .map(failure -> new Outcome(false, failure))
                    .orElseGet(
                        () ->
                            new Outcome(
                                true, "the notify command ended with exit code 0: " + command)))
        .ifPresent(outcomes::add);
    settings
        .mail()
        .map(
            mail ->
                new SmtpMail(mail)
                    .send(notice, each)
                    .map(failure -> new Outcome(false, failure))
                    .orElseGet(
                        () ->
                            new Outcome(
                                true,
                                mail.host()
                                    + " port "
                                    + mail.port()
                                    + " took the mail to "
                                    + String.join(", ", mail.to()))))
        .ifPresent(outcomes::add);
    return List.copyOf(outcomes);
  }

  /**
   * What would keep notices from going out, as far as it can be seen without sending one: the
   * command, and the file with the password of the mail.
   *
   * @return a sentence for each fault; empty when there is none
   */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    settings.command().flatMap(this::commandFault).ifPresent(faults::add);
    settings.mail().flatMap(mail -> new SmtpMail(mail).passwordFault()).ifPresent(faults::add);
    return List.copyOf(faults);
  }

  private Optional<String> commandFault(String text) {
    String executable;
    try {
      executable = CommandLine.parse(text).getExecutable();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "the notify command '" + text + "' cannot be read: " + Reasons.of(e) + "; mend [notify]");
    }
    if (RunEnvironment.find(executable, workingDirectory).isPresent()) {
      return Optional.empty();
    }
    if (!executable.contains("/")) {
      return Optional.of(
          "the notify command '"
              + executable
              + "' is not an executable in "
              + RunEnvironment.PATH
              + "; give its absolute path in [notify]");
    }
    Path file = workingDirectory.resolve(executable);
    String why =
        !Files.exists(file)
            ? "does not exist; install it, or mend [notify]"
            : Files.isDirectory(file)
                ? "is a folder, and must be a program; mend [notify]"
                : "is not executable; chmod +x " + file;
    return Optional.of("the notify command '" + executable + "' " + why);
  }

  private Optional<String> byCommand(String text, Notice notice, Duration deadline) {
    Optional<String> fault = commandFault(text);
    if (fault.isPresent()) {
      return fault;
    }
    CommandLine command = CommandLine.parse(text);
    Optional<Path> program = RunEnvironment.find(command.getExecutable(), workingDirectory);
    if (program.isEmpty()) {
      return Optional.of(
          "the notify command '" + command.getExecutable() + "' has just been removed");
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
