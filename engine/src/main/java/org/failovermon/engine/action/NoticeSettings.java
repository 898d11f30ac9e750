package org.failovermon.engine.action;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.failovermon.engine.model.InvalidValueException;

/**
 * Where notices go. Both ways may be set; then both are used.
 *
 * @param command a program with its arguments, or empty. Words are separated by spaces and may be
 *     quoted; there is no shell
 * @param mail how mail is sent, or empty
 * @param deadline how long each way may take; default 30 s
 */
public record NoticeSettings(Optional<String> command, Optional<Mail> mail, Duration deadline) {
  /** How long a notice may take where nothing else is said. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

  /** Nobody is told. */
  public static final NoticeSettings NOBODY =
      new NoticeSettings(Optional.empty(), Optional.empty(), DEFAULT_DEADLINE);

  /** Whether there is anybody to tell. */
  public boolean nobody() {
    return command.isEmpty() && mail.isEmpty();
  }

  /**
   * Mail through SMTP.
   *
   * @param host the mail server
   * @param port its port, 1 to 65535
   * @param from address of the sender
   * @param to addresses, at least one
   * @param startTls whether STARTTLS is required; the mail is not sent without it then
   * @param user who logs in, or empty for no login
   * @param passwordFile file with the password in its first line, readable by its owner alone
   */
  public record Mail(
      String host,
      int port,
      String from,
      List<String> to,
      boolean startTls,
      Optional<String> user,
      Optional<Path> passwordFile) {
    /**
     * Checks the values.
     *
     * @throws InvalidValueException when one is missing or out of its range
     */
    public Mail {
      to = List.copyOf(to);
      if (host.isBlank() || from.isBlank() || to.isEmpty()) {
        throw new InvalidValueException("[mail] needs host, from and to");
      }
      if (port < 1 || port > 65535) {
        throw new InvalidValueException("port of [mail] must be 1 to 65535, was " + port);
      }
      if (user.isPresent() && passwordFile.isEmpty()) {
        throw new InvalidValueException(
            "[mail] names user '" + user.get() + "' and no password-file; name one");
      }
    }
  }
}
