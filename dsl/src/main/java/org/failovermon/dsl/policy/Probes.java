package org.failovermon.dsl.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.failovermon.dsl.compile.Nearest;
import org.failovermon.engine.heartbeat.AddressLiteral;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.policy.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Makes probes of named options, whose names and types the compiler has checked. What is out of
 * range is an {@link InvalidValueException} whose message names the option. Pure.
 */
final class Probes {
  private static final int MOST_TEXT = 65_536;
  private static final int MOST_EXCHANGES = 100;
  private static final int MOST_ARGUMENTS = 1_000;
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "OPTIONS");
  private static final List<String> TYPES =
      List.of("A", "AAAA", "MX", "NS", "TXT", "SOA", "CNAME", "PTR", "SRV");
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
  private static final Set<String> SECRET_HEADERS =
      Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");
  private static final Pattern MAIL = Pattern.compile("[^\\s@<>]{1,64}@[^\\s@<>]{1,253}|");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

  private Probes() {}

  static Probe icmp(Map<String, ?> options) {
    return new Probe.Icmp(address(options, "address"), number(options, "count", 1, 1, 20));
  }

  static Probe tcp(Map<String, ?> options) {
    List<Probe.Exchange> dialogue = new ArrayList<>();
    if (options.get("talk") instanceof List<?> talk) {
      for (Object each : talk) {
        if (!(each instanceof Probe.Exchange exchange)) {
          throw new InvalidValueException(
              "'talk' is a list of send('…') and expect('…'), and has '" + each + "' in it");
        }
        dialogue.add(exchange);
      }
    }
    if (dialogue.size() > MOST_EXCHANGES) {
      throw new InvalidValueException(
          "'talk' has at most " + MOST_EXCHANGES + " steps, was " + dialogue.size());
    }
    return new Probe.Tcp(
        address(options, "address"), number(options, "port", 0, 1, 65_535), dialogue);
  }

  static Probe http(Map<String, ?> options) {
    String url = url(text(options, "url", ""));
    int from = 200;
    int to = 399;
    switch (options.get("status")) {
      case null -> {}
      case Integer one -> {
        from = one;
        to = one;
      }
      case groovy.lang.IntRange range -> {
        from = range.getFrom();
        to = range.getTo();
      }
      case Object other ->
          throw new InvalidValueException(
              "'status' takes a number or a range, as in 200..299, was '" + other + "'");
    }
    if (from < 100 || to > 599 || from > to) {
      throw new InvalidValueException("'status' must be 100 to 599, was " + from + ".." + to);
    }
    String method = text(options, "method", "GET").toUpperCase(Locale.ROOT);
    if (!METHODS.contains(method)) {
      throw new InvalidValueException(
          "'method' is GET, HEAD, POST, PUT or OPTIONS, was '" + method + "'");
    }
    return new Probe.Http(
        url,
        method,
        headers(options),
        login(options),
        from,
        to,
        pattern(options, "body"),
        number(options, "redirects", 0, 0, 20),
        certificate(options));
  }

  static Probe smtp(Map<String, ?> options) {
    Probe.Security security = security(options);
    return new Probe.Smtp(
        address(options, "address"),
        port(options, security, 25, 465),
        security,
        certificate(options),
        login(options),
        mail(options, "from"),
        mail(options, "to"));
  }

  static Probe pop3(Map<String, ?> options) {
    Probe.Security security = security(options);
    return new Probe.Pop3(
        address(options, "address"),
        port(options, security, 110, 995),
        security,
        certificate(options),
        login(options));
  }

  static Probe imap(Map<String, ?> options) {
    Probe.Security security = security(options);
    if (options.get("mailbox") != null && options.get("user") == null) {
      throw new InvalidValueException("'mailbox' needs a login; add user: and password:");
    }
    return new Probe.Imap(
        address(options, "address"),
        port(options, security, 143, 993),
        security,
        certificate(options),
        login(options),
        optional(options, "mailbox"));
  }

  static Probe dns(Map<String, ?> options) {
    String type = text(options, "type", "A").toUpperCase(Locale.ROOT);
    if (!TYPES.contains(type)) {
      throw new InvalidValueException(
          "'type' must be "
              + String.join(", ", TYPES)
              + ", was '"
              + type
              + "'"
              + Nearest.to(type, TYPES).map(near -> "; did you mean '" + near + "'?").orElse(""));
    }
    return new Probe.Dns(
        options.get("server") == null ? null : address(options, "server"),
        number(options, "port", 53, 1, 65_535),
        name(options, "name"),
        type,
        pattern(options, "expect"));
  }

  static Probe tls(Map<String, ?> options) {
    return new Probe.Tls(
        address(options, "address"), number(options, "port", 443, 1, 65_535), certificate(options));
  }

  static Probe ssh(Map<String, ?> options) {
    return new Probe.Ssh(
        address(options, "address"),
        number(options, "port", 22, 1, 65_535),
        pattern(options, "expect"));
  }

  static Probe plugin(Map<String, ?> options, String program, Object[] arguments) {
    if (program.isBlank()) {
      throw new InvalidValueException("'plugin' needs the name of a program, was empty");
    }
    if (arguments.length > MOST_ARGUMENTS) {
      throw new InvalidValueException(
          "'plugin' takes at most " + MOST_ARGUMENTS + " arguments, was " + arguments.length);
    }
    List<String> command = new ArrayList<>();
    command.add(program);
    for (Object argument : arguments) {
      if (argument instanceof Secret secret) {
        throw new InvalidValueException(
            secret
                + " as an argument would be shown by ps; hand it over in the environment:"
                + " plugin environment: [PASSWORD: "
                + secret
                + "], …");
      }
      command.add(String.valueOf(argument));
    }
    Map<String, Secret> environment = new LinkedHashMap<>();
    if (options.get("environment") instanceof Map<?, ?> given) {
      given.forEach(
          (key, value) ->
              environment.put(variable(String.valueOf(key)), secret(String.valueOf(key), value)));
    }
    return new Probe.Plugin(command, environment);
  }

  static Probe.Exchange send(String text) {
    if (text.isEmpty() || text.length() > MOST_TEXT) {
      throw new InvalidValueException(
          "'send' takes 1 to " + MOST_TEXT + " characters, was " + text.length());
    }
    return new Probe.Exchange.Send(text);
  }

  static Probe.Exchange expect(String pattern) {
    return new Probe.Exchange.Expect(compiled("expect", pattern));
  }

  private static Secret secret(String name, @Nullable Object value) {
    return value instanceof Secret secret ? secret : Secret.open(name, String.valueOf(value));
  }

  private static String variable(String name) {
    if (!VARIABLE.matcher(name).matches()) {
      throw new InvalidValueException(
          "'" + name + "' is not the name of a variable: letters, digits and '_', no digit first");
    }
    return name;
  }

  private static String address(Map<String, ?> options, String option) {
    return name(options, option);
  }

  private static String name(Map<String, ?> options, String option) {
    String text = text(options, option, "");
    try {
      AddressLiteral.check(new HostName(text).value());
      return text;
    } catch (InvalidValueException e) {
      throw new InvalidValueException(
          "'"
              + option
              + "': "
              + String.valueOf(e.getMessage()).replaceFirst("^invalid host", "invalid address"));
    }
  }

  private static String url(String text) {
    try {
      URI url = new URI(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) {
        throw new InvalidValueException(
            "'url' begins with http:// or https://, was '" + text + "'");
      }
      if (url.getHost() == null) {
        throw new InvalidValueException("'url' has no host, was '" + text + "'");
      }
      if (url.getUserInfo() != null) {
        throw new InvalidValueException(
            "'url' must not have a login in it, which logs would show; use user: and"
                + " password: secret('name')");
      }
      return text;
    } catch (URISyntaxException e) {
      throw new InvalidValueException(
          "'url' is not a URL: "
              + e.getReason()
              + " at character "
              + (e.getIndex() + 1)
              + ", was '"
              + text
              + "'");
    }
  }

  private static Map<String, Secret> headers(Map<String, ?> options) {
    Map<String, Secret> headers = new LinkedHashMap<>();
    if (options.get("headers") instanceof Map<?, ?> given) {
      if (given.size() > MOST_EXCHANGES) {
        throw new InvalidValueException("'headers' are at most 100, were " + given.size());
      }
      given.forEach(
          (key, value) -> {
            String name = String.valueOf(key);
            if (!HEADER.matcher(name).matches()) {
              throw new InvalidValueException("header '" + name + "' is not a header of HTTP");
            }
            headers.put(name, header(name, secret(name, value)));
          });
    }
    return headers;
  }

  private static Secret header(String name, Secret value) {
    String instead =
        "headers: ["
            + (VARIABLE.matcher(name).matches() ? name : "'" + name + "'")
            + ": secret('name')]";
    if (value.isOpen() && SECRET_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new InvalidValueException(
          "header '" + name + "' takes a secret, as in " + instead + ", not a text");
    }
    if (value.isOpen() && value.reveal().contains("secret('")) {
      throw new InvalidValueException(
          "header '"
              + name
              + "' cannot have a secret as a part of it; put the whole value into the secret: "
              + instead);
    }
    if (value.reveal().chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw new InvalidValueException(
          value.isOpen()
              ? "header '" + name + "' is not a header of HTTP"
              : value + " cannot be header '" + name + "': it has line ends or control characters");
    }
    return value;
  }

  private static Probe.@Nullable Login login(Map<String, ?> options) {
    @Nullable String user = optional(options, "user");
    Object password = options.get("password");
    if (user == null && password == null) {
      return null;
    }
    if (user == null) {
      throw new InvalidValueException("'password' without an account; add user: 'name'");
    }
    if (!(password instanceof Secret secret)) {
      throw new InvalidValueException("'user' without a password; add password: secret('name')");
    }
    return new Probe.Login(user, secret);
  }

  private static Probe.Security security(Map<String, ?> options) {
    boolean tls = Boolean.TRUE.equals(options.get("tls"));
    boolean starttls = Boolean.TRUE.equals(options.get("starttls"));
    if (tls && starttls) {
      throw new InvalidValueException(
          "'tls' and 'starttls' exclude one another; tls is for a port that begins with TLS, such"
              + " as 465, 993, 995");
    }
    return tls ? Probe.Security.TLS : starttls ? Probe.Security.STARTTLS : Probe.Security.PLAIN;
  }

  private static int port(Map<String, ?> options, Probe.Security security, int plain, int tls) {
    return number(options, "port", security == Probe.Security.TLS ? tls : plain, 1, 65_535);
  }

  private static Probe.Certificate certificate(Map<String, ?> options) {
    @Nullable String trust = optional(options, "trust");
    if (trust != null && !trust.startsWith("/")) {
      throw new InvalidValueException(
          "'trust' is the absolute path of a PEM file, was '" + trust + "'");
    }
    return new Probe.Certificate(
        !Boolean.FALSE.equals(options.get("verify")),
        options.get("serverName") == null ? null : name(options, "serverName"),
        trust,
        number(options, "certificateDays", 0, 0, 3_650));
  }

  private static @Nullable String mail(Map<String, ?> options, String option) {
    @Nullable String address = optional(options, option);
    if (address != null && !MAIL.matcher(address).matches()) {
      throw new InvalidValueException(
          "'" + option + "' is a mail address, as in 'probe@example.org', was '" + address + "'");
    }
    return address;
  }

  private static @Nullable String pattern(Map<String, ?> options, String option) {
    @Nullable String pattern = optional(options, option);
    return pattern == null ? null : compiled(option, pattern);
  }

  private static String compiled(String option, String pattern) {
    try {
      return Pattern.compile(pattern).pattern();
    } catch (PatternSyntaxException e) {
      throw new InvalidValueException(
          "'"
              + option
              + "' is not a regular expression: "
              + e.getDescription()
              + " at character "
              + (e.getIndex() + 1)
              + ", was '"
              + pattern
              + "'; write \\\\ before a character that means itself");
    }
  }

  private static String text(Map<String, ?> options, String option, String otherwise) {
    Object value = options.get(option);
    return value == null ? otherwise : value.toString();
  }

  private static @Nullable String optional(Map<String, ?> options, String option) {
    Object value = options.get(option);
    return value == null ? null : value.toString();
  }

  private static int number(
      Map<String, ?> options, String option, int otherwise, int least, int most) {
    int value = options.get(option) instanceof Integer number ? number : otherwise;
    if (value < least || value > most) {
      throw new InvalidValueException(
          "'" + option + "' must be " + least + " to " + most + ", was " + value);
    }
    return value;
  }
}
