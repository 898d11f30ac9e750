package org.failovermon.engine.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.Probe.Exchange;

/** Plain connections, TLS handshakes and the identification of SSH servers. */
final class TcpProbe {
  private static final int MOST_HEARD_BYTES = 64 * 1024;

  /** Lines that an SSH server may send before its identification (RFC 4253 §4.2). */
  private static final int MOST_LINES_BEFORE = 50;

  private TcpProbe() {}

  /** Connects, then goes through the dialogue. */
  static Finding tcp(Attempt attempt, ProbeTools tools, Probe.Tcp probe)
      throws ProbeFailure, IOException, InterruptedException {
    Wire wire = Wire.connect(attempt, tools.names(), probe.address(), probe.port());
    try {
      String last = "";
      ByteArrayOutputStream heard = new ByteArrayOutputStream();
      for (Exchange exchange : probe.dialogue()) {
        switch (exchange) {
          case Exchange.Send(String text) -> {
            attempt.waitingFor("sending " + attempt.quote(text));
            wire.send(text);
            heard.reset();
          }
          case Exchange.Expect(String pattern) -> {
            attempt.waitingFor("waiting for '" + pattern + "'");
            last = expect(attempt, wire, heard, pattern);
          }
        }
      }
      long took = attempt.madeForNanos();
      return Finding.ok(
          (last.isEmpty() ? "connected" : "answered " + attempt.quote(last))
              + " in "
              + Finding.time(took),
          Finding.seconds("time", took));
    } finally {
      wire.close();
    }
  }

  private static String expect(
      Attempt attempt, Wire wire, ByteArrayOutputStream heard, String wanted)
      throws ProbeFailure, IOException {
    Pattern pattern = Patterns.compile(wanted);
    while (true) {
      String text = heard.toString(StandardCharsets.UTF_8);
      if (!text.isEmpty() && Patterns.found(pattern, text)) {
        return text;
      }
      if (heard.size() >= MOST_HEARD_BYTES) {
        throw ProbeFailure.critical(
            "'"
                + wanted
                + "' is not in the first "
                + MOST_HEARD_BYTES / 1024
                + " KiB of what it sent, which begin with "
                + attempt.quote(text));
      }
      byte[] more = wire.chunk(MOST_HEARD_BYTES - heard.size());
      if (more.length == 0) {
        throw ProbeFailure.critical(
            text.isEmpty()
                ? "the server closed the connection, expected '" + wanted + "'"
                : "answered " + attempt.quote(text) + " and closed, expected '" + wanted + "'");
      }
      heard.writeBytes(more);
      attempt.atTimeout(
          Status.CRITICAL,
          "answered "
              + attempt.quote(heard.toString(StandardCharsets.UTF_8))
              + ", expected '"
              + wanted
              + "' within "
              + Durations.show(attempt.timeout()));
    }
  }

  /** Makes a handshake for the sake of the certificate. */
  static Finding tls(Attempt attempt, ProbeTools tools, Probe.Tls probe)
      throws ProbeFailure, IOException, InterruptedException {
    Wire wire = Wire.connect(attempt, tools.names(), probe.address(), probe.port());
    try {
      TlsSession session = wire.secure(tools.tls(), probe.certificate(), probe.address());
      Instant now = Instant.now();
      Optional<String> outOfTime = CertificateWords.outOfTime(session, probe.certificate(), now);
      long took = attempt.madeForNanos();
      if (outOfTime.isPresent()) {
        return Finding.critical(
            outOfTime.get(), Finding.seconds("time", took), CertificateWords.figure(session, now));
      }
      return Finding.ok(
          session.protocol()
              + ", "
              + CertificateWords.lasts(session, now)
              + ", in "
              + Finding.time(took),
          Finding.seconds("time", took),
          CertificateWords.figure(session, now));
    } finally {
      wire.close();
    }
  }

  /** Reads the identification string. */
  static Finding ssh(Attempt attempt, ProbeTools tools, Probe.Ssh probe)
      throws ProbeFailure, IOException, InterruptedException {
    Wire wire = Wire.connect(attempt, tools.names(), probe.address(), probe.port());
    try {
      attempt.waitingFor("waiting for the identification");
      String line = wire.line();
      for (int before = 0; !line.startsWith("SSH-"); before++) {
        if (before == MOST_LINES_BEFORE) {
          throw ProbeFailure.critical(
              "greeted with " + attempt.quote(line) + ", expected 'SSH-2.0-…'");
        }
        try {
          line = wire.line();
        } catch (java.io.EOFException e) {
          throw ProbeFailure.critical(
              "greeted with " + attempt.quote(line) + " and closed, expected 'SSH-2.0-…'");
        }
      }
      if (!line.startsWith("SSH-2.0-") && !line.startsWith("SSH-1.99-")) {
        throw ProbeFailure.critical(
            "identifies itself as " + attempt.quote(line) + ", expected 'SSH-2.0-…'");
      }
      if (probe.expect() != null && !Patterns.found(Patterns.compile(probe.expect()), line)) {
        throw ProbeFailure.critical(
            "identifies itself as " + attempt.quote(line) + ", expected '" + probe.expect() + "'");
      }
      // RFC 4253 lets us hang up now; a word of ours keeps the server's log free of complaints.
      wire.send("SSH-2.0-failovermon\r\n");
      long took = attempt.madeForNanos();
      return Finding.ok(
          attempt.quote(line) + " in " + Finding.time(took), Finding.seconds("time", took));
    } finally {
      wire.close();
    }
  }
}
