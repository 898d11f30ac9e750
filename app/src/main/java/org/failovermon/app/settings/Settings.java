package org.failovermon.app.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.failovermon.engine.action.NoticeSettings;
import org.failovermon.engine.heartbeat.ListenAddress;

/**
 * What the configuration file says, with the defaults filled in.
 *
 * @param port UDP port of heartbeats, 1 to 65535
 * @param listen addresses that the responder answers on; never empty
 * @param group the group whose members may change things; need not exist
 * @param grace how long a host that was never seen since the boot is not judged
 * @param holdBack longest time for which a verdict waits because we suspect ourselves
 * @param reference addresses that answer while our own network is well
 * @param allowUnrecordedRuns whether a script may run when its run cannot be recorded
 * @param runDeadline how long a script may run before it is ended
 * @param outputLimit bytes of a script's output that are kept
 * @param notifyCommand command that carries notices to people
 * @param mail how mail is sent
 * @param historyKeep how long beats are kept
 * @param logKeep how long decisions, runs and outages are kept
 * @param policies how edits of policies come into force
 */
public record Settings(
    int port,
    List<ListenAddress> listen,
    String group,
    Duration grace,
    Duration holdBack,
    List<String> reference,
    boolean allowUnrecordedRuns,
    Duration runDeadline,
    int outputLimit,
    Optional<String> notifyCommand,
    Optional<Mail> mail,
    Duration historyKeep,
    Duration logKeep,
    Policies policies) {

  /** UDP port of heartbeats where the configuration names none. */
  public static final int DEFAULT_PORT = 6940;

  /** Where notices go. */
  public NoticeSettings notices() {
    return new NoticeSettings(
        notifyCommand,
        mail.map(
            way ->
                new NoticeSettings.Mail(
                    way.host(),
                    way.port(),
                    way.from(),
                    way.to(),
                    way.starttls(),
                    way.user(),
                    way.passwordFile())),
        NoticeSettings.DEFAULT_DEADLINE);
  }

  /**
   * How edits of policies come into force.
   *
   * @param autoApply whether saving a file is enough; otherwise edits wait for {@code policy apply}
   * @param debounce how long nothing must change until an edit is looked at
   */
  public record Policies(boolean autoApply, Duration debounce) {}

  /**
   * How mail is sent.
   *
   * @param host the SMTP server
   * @param port its port
   * @param from the sender
   * @param to the receivers; never empty
   * @param starttls whether the connection must be encrypted
   * @param user the user to log in as
   * @param passwordFile the file with the password of that user
   */
  public record Mail(
      String host,
      int port,
      String from,
      List<String> to,
      boolean starttls,
      Optional<String> user,
      Optional<Path> passwordFile) {}
}
