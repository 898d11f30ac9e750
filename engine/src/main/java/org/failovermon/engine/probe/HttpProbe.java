package org.failovermon.engine.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.failovermon.engine.model.check.CheckResult.Figure;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.Probe.Certificate;
import org.failovermon.engine.model.check.Probe.Login;
import org.failovermon.engine.model.policy.Secret;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 requests, each on a connection of its own. A login, cookies and the headers that a
 * policy adds go to the server that the policy names and not to one that it redirects to.
 */
final class HttpProbe {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private final Attempt attempt;
  private final ProbeTools tools;
  private final Probe.Http probe;
  private final @Nullable Pattern body;
  private @Nullable TlsSession session;

  private HttpProbe(Attempt attempt, ProbeTools tools, Probe.Http probe) throws ProbeFailure {
    this.attempt = attempt;
    this.tools = tools;
    this.probe = probe;
    this.body = probe.body() == null ? null : Patterns.compile(probe.body());
  }

  static Finding probe(Attempt attempt, ProbeTools tools, Probe.Http probe)
      throws ProbeFailure, IOException, InterruptedException {
    return new HttpProbe(attempt, tools, probe).follow();
  }

  private Finding follow() throws ProbeFailure, IOException, InterruptedException {
    HttpTarget first = HttpTarget.of(probe.url());
    HttpTarget target = first;
    HttpAnswer answer = ask(target, true);
    String method = probe.method();
    int redirects = 0;
    while (probe.redirects() > 0 && answer.redirect().isPresent()) {
      if (redirects == probe.redirects()) {
        throw ProbeFailure.critical(
            "redirects to "
                + attempt.quote(answer.redirect().get())
                + " after "
                + redirects
                + " redirects, which is the limit");
      }
      redirects++;
      target = target.redirected(answer.redirect().get());
      method = answer.methodAfter(method);
      answer = ask(target, method, target.sameOrigin(first));
    }
    return judge(answer, target, redirects);
  }

  private HttpAnswer ask(HttpTarget target, boolean trusted)
      throws ProbeFailure, IOException, InterruptedException {
    return ask(target, probe.method(), trusted);
  }

  private HttpAnswer ask(HttpTarget target, String method, boolean trusted)
      throws ProbeFailure, IOException, InterruptedException {
    Wire wire = Wire.connect(attempt, tools.names(), target.host(), target.port());
    try {
      if (target.secure()) {
        Certificate wanted = probe.certificate();
        session =
            wire.secure(
                tools.tls(),
                trusted
                    ? wanted
                    : new Certificate(wanted.verify(), null, wanted.trust(), wanted.daysLeft()),
                target.host());
      }
      attempt.waitingFor("waiting for the answer to " + method);
      wire.send(request(target, method, trusted));
      return HttpAnswer.read(attempt, wire, method, body != null);
    } finally {
      wire.close();
    }
  }

  private String request(HttpTarget target, String method, boolean trusted) throws ProbeFailure {
    StringBuilder request = new StringBuilder(200);
    request.append(token("method", method)).append(' ').append(target.path());
    request.append(" HTTP/1.1\r\n");
    Map<String, Secret> own = trusted ? probe.headers() : Map.of();
    header(request, own, "Host", target.hostHeader());
    header(request, own, "User-Agent", "failovermon");
    header(request, own, "Accept", "*/*");
    header(request, own, "Accept-Encoding", "identity");
    Login login = probe.login();
    if (login != null && trusted) {
      String pair = login.user() + ":" + login.password().reveal();
      header(request, own, "Authorization", "Basic " + Dialogue.base64(pair));
    }
    if (method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
      header(request, own, "Content-Length", "0");
    }
    for (Map.Entry<String, Secret> entry : own.entrySet()) {
      append(request, token("header", entry.getKey()), entry.getValue().reveal());
    }
    return request.append("Connection: close\r\n\r\n").toString();
  }

  /** Adds a header of ours unless the policy gives it a value. */
  private static void header(
      StringBuilder request, Map<String, Secret> own, String name, String value)
      throws ProbeFailure {
    if (own.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
      append(request, name, value);
    }
  }

  private static void append(StringBuilder request, String name, String value) throws ProbeFailure {
    if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
      throw ProbeFailure.unknown("the header " + name + " has a line end in it");
    }
    request.append(name).append(": ").append(value).append("\r\n");
  }

  private static String token(String what, String text) throws ProbeFailure {
    if (!TOKEN.matcher(text).matches()) {
      throw ProbeFailure.unknown("'" + text + "' is not a " + what + " of HTTP");
    }
    return text;
  }

  private Finding judge(HttpAnswer answer, HttpTarget target, int redirects) throws ProbeFailure {
    Instant now = Instant.now();
    long took = attempt.madeForNanos();
    List<Figure> figures = new ArrayList<>();
    figures.add(Finding.seconds("time", took));
    figures.add(new Figure("size", answer.receivedBytes(), "B"));
    TlsSession secured = session;
    if (secured != null) {
      figures.add(CertificateWords.figure(secured, now));
    }
    Figure[] all = figures.toArray(Figure[]::new);
    String at = redirects == 0 ? "" : " at " + target.uri();
    String said = "status " + answer.status() + " " + attempt.quote(answer.reason()) + at;
    if (answer.reason().isBlank()) {
      said = "status " + answer.status() + at;
    }
    if (answer.status() < probe.from() || answer.status() > probe.to()) {
      return Finding.critical("answered with " + said + ", expected " + range(), all);
    }
    if (body != null && !Patterns.found(body, answer.body())) {
      String begin =
          answer.body().isBlank() ? "is empty" : "begins with " + attempt.quote(answer.body());
      return Finding.critical(
          said + ", and '" + probe.body() + "' is not in the body, which " + begin, all);
    }
    if (secured != null) {
      Optional<String> outOfTime = CertificateWords.outOfTime(secured, probe.certificate(), now);
      if (outOfTime.isPresent()) {
        return Finding.critical(said + ", but the " + outOfTime.get(), all);
      }
      said += ", " + CertificateWords.lasts(secured, now);
    }
    return Finding.ok(said + ", in " + Finding.time(took), all);
  }

  private String range() {
    return probe.from() == probe.to()
        ? Integer.toString(probe.from())
        : probe.from() + " to " + probe.to();
  }

  /** Charset of a Content-Type, UTF-8 where it names none that we know. */
  static java.nio.charset.Charset charset(@Nullable String contentType) {
    if (contentType != null) {
      String lower = contentType.toLowerCase(Locale.ROOT);
      int at = lower.indexOf("charset=");
      if (at >= 0) {
        String name = lower.substring(at + 8).replaceAll("[\"';\\s].*|^[\"']", "");
        try {
          return java.nio.charset.Charset.forName(name);
        } catch (IllegalArgumentException e) {
          return StandardCharsets.UTF_8; // what we do not know is read as what most send
        }
      }
    }
    return StandardCharsets.UTF_8;
  }
}
