package org.failovermon.engine.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.failovermon.engine.model.check.CheckResult.Figure;
import org.failovermon.engine.model.check.Probe.Certificate;
import org.failovermon.engine.model.check.Probe.Login;
import org.failovermon.engine.model.check.Probe.Security;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in lines with a mail server. Knows what it waits for, so that a timeout can say
 * so. Used by one thread.
 */
final class Dialogue implements AutoCloseable {
  /** Lines of one answer; a server that sends more is mad. */
  static final int MOST_LINES = 1_000;

  private final Attempt attempt;
  private final Wire wire;
  private final Tls tls;
  private final Certificate certificate;
  private final String address;
  private @Nullable TlsSession session;

  private Dialogue(Attempt attempt, Wire wire, Tls tls, Certificate certificate, String address) {
    this.attempt = attempt;
    this.wire = wire;
    this.tls = tls;
    this.certificate = certificate;
    this.address = address;
  }

  /** Connects, with TLS from the first byte where that is wanted. */
  static Dialogue open(
      Attempt attempt,
      ProbeTools tools,
      String address,
      int port,
      Security security,
      Certificate certificate)
      throws ProbeFailure, IOException, InterruptedException {
    Wire wire = Wire.connect(attempt, tools.names(), address, port);
    Dialogue dialogue = new Dialogue(attempt, wire, tools.tls(), certificate, address);
    if (security == Security.TLS) {
      dialogue.secure();
    }
    return dialogue;
  }

  /** Switches to TLS. */
  void secure() throws ProbeFailure, IOException {
    session = wire.secure(tls, certificate, address);
  }

  /**
   * Sends a command.
   *
   * @param command without the line end
   * @param shown what the operator is told of it: no secret
   */
  void say(String command, String shown) throws ProbeFailure, IOException {
    if (command.indexOf('\r') >= 0 || command.indexOf('\n') >= 0 || command.indexOf('\0') >= 0) {
      throw ProbeFailure.unknown(
          "a line end or a NUL in the arguments of " + shown + " cannot be sent");
    }
    attempt.waitingFor("waiting for the answer to " + shown);
    wire.send(command + "\r\n");
  }

  /** Reads a line. */
  String hear() throws ProbeFailure, IOException {
    return wire.line();
  }

  /** Reads the lines up to and including the first one that is the last of an answer. */
  List<String> hear(java.util.function.Predicate<String> last) throws ProbeFailure, IOException {
    List<String> lines = new ArrayList<>();
    do {
      if (lines.size() == MOST_LINES) {
        throw ProbeFailure.critical("the server answered with more than " + MOST_LINES + " lines");
      }
      lines.add(wire.line());
    } while (!last.test(lines.getLast()));
    return lines;
  }

  /** Waits for the greeting. */
  void awaitGreeting() {
    attempt.waitingFor("waiting for the greeting");
  }

  /** The failure of an answer that is not the expected one. */
  ProbeFailure unexpected(String answer, String shown, String expected) {
    String what =
        shown.isEmpty()
            ? "greeted with " + attempt.quote(answer)
            : "answered " + attempt.quote(answer) + " to " + shown;
    return ProbeFailure.critical(what + ", expected " + expected);
  }

  /**
   * What is found when all went well.
   *
   * @param words what the server said of itself
   */
  Finding well(String words) {
    Instant now = Instant.now();
    long took = attempt.madeForNanos();
    List<Figure> figures = new ArrayList<>(List.of(Finding.seconds("time", took)));
    TlsSession secured = session;
    if (secured == null) {
      return Finding.ok(words + " in " + Finding.time(took), figures.toArray(Figure[]::new));
    }
    figures.add(CertificateWords.figure(secured, now));
    Optional<String> outOfTime = CertificateWords.outOfTime(secured, certificate, now);
    if (outOfTime.isPresent()) {
      return Finding.critical(outOfTime.get(), figures.toArray(Figure[]::new));
    }
    return Finding.ok(
        words
            + ", "
            + secured.protocol()
            + ", "
            + CertificateWords.lasts(secured, now)
            + ", in "
            + Finding.time(took),
        figures.toArray(Figure[]::new));
  }

  String quote(String said) {
    return attempt.quote(said);
  }

  /** An answer of PLAIN (RFC 4616), in Base64. */
  static String plain(Login login) {
    return base64("\0" + login.user() + "\0" + login.password().reveal());
  }

  /** A text in Base64, as SASL sends it. */
  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The first word of a line, in capitals. */
  static String word(String line) {
    return line.strip().split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
  }

  /** Hangs up. */
  @Override
  public void close() {
    wire.close();
  }
}
