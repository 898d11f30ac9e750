package org.failovermon.engine.action;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.failovermon.engine.model.Durations;
import org.jspecify.annotations.Nullable;

/** Sends a notice by SMTP. Thread-safe. */
final class SmtpMail {
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(10);

  private final NoticeSettings.Mail mail;

  SmtpMail(NoticeSettings.Mail mail) {
    this.mail = mail;
  }

  /**
   * Sends it.
   *
   * @param atMost how long it may take, name resolution included; what hangs longer is left to its
   *     own timeouts
   * @return why it was not sent, or empty
   */
  Optional<String> send(Notifier.Notice notice, Duration atMost) {
    Optional<String> fault = passwordFault();
    if (fault.isPresent()) {
      return Optional.of("the mail was not sent: " + fault.get());
    }
    FutureTask<@Nullable Void> sending =
        new FutureTask<>(
            () -> {
              transmit(notice, atMost);
              return null;
            });
    Thread.ofPlatform().daemon().name("mail").start(sending);
    String server = mail.host() + " port " + mail.port();
    try {
      sending.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return Optional.empty();
    } catch (TimeoutException e) {
      sending.cancel(true);
      return Optional.of(
          "the mail through " + server + " was not sent within " + Durations.show(atMost));
    } catch (InterruptedException e) {
      sending.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.of("the mail through " + server + " was given up: the run was stopped");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Optional.of("the mail through " + server + " was not sent: " + chain(cause));
    }
  }

  /** Why the file with the password cannot be used, or empty. */
  Optional<String> passwordFault() {
    if (mail.passwordFile().isEmpty()) {
      return Optional.empty();
    }
    Path file = mail.passwordFile().get();
    if (!Files.isRegularFile(file)) {
      return Optional.of(
          "the password file "
              + file
              + " of [mail] does not exist; write it, with mode 0600, or mend password-file");
    }
    Optional<String> exposed = Trust.secretObjection(file);
    return exposed.isEmpty() && !Files.isReadable(file)
        ? Optional.of(
            "the password file " + file + " of [mail] belongs to another user; chown it to ours")
        : exposed;
  }

  private void transmit(Notifier.Notice notice, Duration atMost)
      throws MessagingException, IOException {
    long millis = Math.max(1, Math.min(SOCKET_TIMEOUT.toMillis(), atMost.toMillis()));
    Properties properties = new Properties();
    properties.put("mail.smtp.host", mail.host());
    properties.put("mail.smtp.port", Integer.toString(mail.port()));
    properties.put("mail.smtp.connectiontimeout", Long.toString(millis));
    properties.put("mail.smtp.timeout", Long.toString(millis));
    properties.put("mail.smtp.writetimeout", Long.toString(millis));
    properties.put("mail.smtp.starttls.enable", Boolean.toString(mail.startTls()));
    properties.put("mail.smtp.starttls.required", Boolean.toString(mail.startTls()));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.auth", Boolean.toString(mail.user().isPresent()));
    MimeMessage message = new MimeMessage(Session.getInstance(properties, login()));
    message.setFrom(new InternetAddress(mail.from()));
    for (String to : mail.to()) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
    }
    message.setSubject(notice.subject().replaceAll("\\p{Cntrl}+", " "), "UTF-8");
    message.setText(notice.text(), "UTF-8");
    message.setHeader(
        "Date",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneId.systemDefault())));
    message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no automatic answers
    Transport.send(message);
  }

  private @Nullable Authenticator login() throws IOException {
    if (mail.user().isEmpty()) {
      return null;
    }
    Path file = mail.passwordFile().orElseThrow();
    String password = Files.readString(file, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    PasswordAuthentication login = new PasswordAuthentication(mail.user().get(), password);
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return login;
      }
    };
  }

  /** Mail errors hide the reason in their causes. */
  private static String chain(Throwable failure) {
    StringBuilder said = new StringBuilder(Reasons.of(failure));
    Throwable cause = failure.getCause();
    for (int depth = 0; cause != null && depth < 3; depth++) {
      String reason = Reasons.of(cause);
      if (said.indexOf(reason) < 0) {
        said.append(": ").append(reason);
      }
      cause = cause.getCause();
    }
    return said.toString().replaceAll("\\s*[\\r\\n;]+\\s*", "; ");
  }
}
