package org.failovermon.engine.probe;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.Probe.Login;
import org.failovermon.engine.model.policy.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Takes the secrets of a check out of a text, also when a peer or a plugin echoes them: as they
 * are, in any case of letters, and in the forms that go over the wire. Immutable.
 */
final class Redaction {
  private static final String MASK = "***";
  private static final Redaction NOTHING = new Redaction(List.of());

  /** Shorter ones would take letters out of our own sentences. */
  private static final int LEAST_TELLTALE = 4;

  /** Parts of a header that are shorter may be words of everybody: a scheme, an attribute. */
  private static final int LEAST_PART = 8;

  private static final Pattern PARTS = Pattern.compile("[\\s;,=]+");

  private final List<Pattern> forms;

  private Redaction(List<String> forms) {
    this.forms =
        forms.stream()
            .filter(form -> !form.isEmpty())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(form -> Pattern.compile(form, Pattern.LITERAL | Pattern.CASE_INSENSITIVE))
            .toList();
  }

  /** What must not be shown of a probe. */
  static Redaction of(Probe probe) {
    return switch (probe) {
      case Probe.Http http -> of(http);
      case Probe.Smtp smtp -> of(smtp.login());
      case Probe.Pop3 pop3 -> of(pop3.login());
      case Probe.Imap imap -> of(imap.login());
      case Probe.Plugin plugin -> of(plugin.environment().values().stream().toList());
      case Probe.Icmp _, Probe.Tcp _, Probe.Dns _, Probe.Tls _, Probe.Ssh _, Probe.Closure _ ->
          NOTHING;
    };
  }

  private static Redaction of(@Nullable Login login) {
    return login == null ? NOTHING : new Redaction(forms(login));
  }

  private static Redaction of(Probe.Http http) {
    Login login = http.login();
    List<String> forms = new ArrayList<>(login == null ? List.of() : forms(login));
    http.headers().values().stream()
        .filter(each -> !each.isOpen())
        .flatMap(each -> headerForms(each.reveal()).stream())
        .forEach(forms::add);
    return new Redaction(forms);
  }

  /** A peer may echo what is after the scheme, or one of several cookies. */
  private static List<String> headerForms(String value) {
    List<String> forms = new ArrayList<>(forms(value));
    int scheme = value.strip().indexOf(' ');
    if (scheme >= 0) {
      forms.addAll(forms(value.strip().substring(scheme + 1)));
    }
    PARTS
        .splitAsStream(value)
        .filter(part -> part.length() >= LEAST_PART)
        .forEach(part -> forms.addAll(forms(part)));
    return forms;
  }

  private static List<String> forms(Login login) {
    String user = login.user();
    String password = login.password().reveal();
    List<String> forms = new ArrayList<>(forms(password));
    forms.add(base64("\0" + user + "\0" + password));
    forms.add(base64(user + ":" + password));
    return forms;
  }

  private static Redaction of(List<Secret> secrets) {
    return new Redaction(
        secrets.stream()
            .filter(each -> !each.isOpen())
            .flatMap(each -> forms(each.reveal()).stream())
            .toList());
  }

  private static List<String> forms(String secret) {
    List<String> forms = new ArrayList<>(List.of(secret, base64(secret)));
    forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
    String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    forms.add(encoded);
    forms.add(encoded.replace("+", "%20"));
    forms.add(secret.strip());
    secret.lines().forEach(forms::add); // one line of several may be echoed alone
    return forms;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What somebody else said, without the secrets. */
  String redact(String said) {
    return redact(said, 1);
  }

  /**
   * A sentence of ours, without the secrets of four letters and more: what others said in it has
   * been redacted before, and this is the second look.
   */
  String redactSentence(String sentence) {
    return redact(sentence, LEAST_TELLTALE);
  }

  private String redact(String text, int leastLetters) {
    String clean = text;
    for (Pattern form : forms) {
      if (form.pattern().length() >= leastLetters) {
        clean = form.matcher(clean).replaceAll(Matcher.quoteReplacement(MASK));
      }
    }
    return clean;
  }
}
