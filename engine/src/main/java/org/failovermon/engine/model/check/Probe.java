package org.failovermon.engine.model.check;

import java.util.List;
import java.util.Map;
import org.failovermon.engine.model.policy.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What a check asks. Addresses are IPv4 or IPv6 literals or names; ports are 1 to 65535; patterns
 * are Java regular expressions that are looked for anywhere in the text. What is null is not looked
 * at.
 */
public sealed interface Probe {
  /** The target as people read it: "tcp 10.0.0.1:25". Shows no secret. */
  String target();

  /** How a connection is protected. */
  enum Security {
    /** Not at all. */
    PLAIN,
    /** The protocol's own command switches to TLS. */
    STARTTLS,
    /** TLS from the first byte. */
    TLS
  }

  /**
   * How a certificate is looked at.
   *
   * @param verify whether chain and host name must be right
   * @param serverName the name that is asked for (SNI) and verified, or null for the address
   * @param trust PEM file with the authorities that are trusted, or null for the system's
   * @param daysLeft days that it must still be valid, or 0
   */
  record Certificate(
      boolean verify, @Nullable String serverName, @Nullable String trust, int daysLeft) {
    /** Chain and name are verified against the system's authorities. */
    public static final Certificate VERIFIED = new Certificate(true, null, null, 0);
  }

  /** An account that is logged in with, as far as the protocol has that. */
  record Login(String user, Secret password) {}

  /** An echo request (ICMP or ICMPv6). */
  record Icmp(String address, int count) implements Probe {
    @Override
    public String target() {
      return "icmp " + address;
    }
  }

  /** A connection; then, in order, sends a text or waits for a pattern. */
  record Tcp(String address, int port, List<Exchange> dialogue) implements Probe {
    /** Copies the list. */
    public Tcp {
      dialogue = List.copyOf(dialogue);
    }

    @Override
    public String target() {
      return "tcp " + join(address, port);
    }
  }

  /** One step of a dialogue. */
  sealed interface Exchange {
    /** Sends a text as UTF-8, as it is: line ends are the caller's. */
    record Send(String text) implements Exchange {}

    /** Waits until the pattern is found in what came in so far, at most 64 KiB. */
    record Expect(String pattern) implements Exchange {}
  }

  /**
   * An HTTP or HTTPS request.
   *
   * @param url with http or https
   * @param method GET, HEAD, POST …
   * @param headers added to the request; each a secret, or open as it stands in the policy
   * @param login basic authentication, or null
   * @param from lowest status that is good
   * @param to highest status that is good
   * @param body pattern that the body must have (its first 1 MiB is looked at), or null
   * @param redirects how many are followed
   * @param certificate looked at for https
   */
  record Http(
      String url,
      String method,
      Map<String, Secret> headers,
      @Nullable Login login,
      int from,
      int to,
      @Nullable String body,
      int redirects,
      Certificate certificate)
      implements Probe {
    /** Copies the map. */
    public Http {
      headers = Map.copyOf(headers);
    }

    @Override
    public String target() {
      return method + " " + url;
    }
  }

  /**
   * A dialogue with a mail server up to QUIT; sends no mail.
   *
   * @param from envelope sender to try with MAIL FROM, or null
   * @param to envelope recipient to try with RCPT TO, or null
   */
  record Smtp(
      String address,
      int port,
      Security security,
      Certificate certificate,
      @Nullable Login login,
      @Nullable String from,
      @Nullable String to)
      implements Probe {
    @Override
    public String target() {
      return "smtp " + join(address, port);
    }
  }

  /** A dialogue with a POP3 server up to QUIT; with a login also STAT. */
  record Pop3(
      String address, int port, Security security, Certificate certificate, @Nullable Login login)
      implements Probe {
    @Override
    public String target() {
      return "pop3 " + join(address, port);
    }
  }

  /** A dialogue with an IMAP server up to LOGOUT; with a login also EXAMINE of a mailbox. */
  record Imap(
      String address,
      int port,
      Security security,
      Certificate certificate,
      @Nullable Login login,
      @Nullable String mailbox)
      implements Probe {
    @Override
    public String target() {
      return "imap " + join(address, port);
    }
  }

  /**
   * A question to a name server.
   *
   * @param server its address, or null for the system's resolver configuration
   * @param name what is asked for
   * @param type A, AAAA, MX, NS, TXT, SOA, CNAME, PTR, SRV
   * @param expect pattern that one of the answers must have, or null
   */
  record Dns(@Nullable String server, int port, String name, String type, @Nullable String expect)
      implements Probe {
    @Override
    public String target() {
      return "dns " + type + " " + name + (server == null ? "" : " at " + join(server, port));
    }
  }

  /** A TLS handshake, for the sake of the certificate. */
  record Tls(String address, int port, Certificate certificate) implements Probe {
    @Override
    public String target() {
      return "tls " + join(address, port);
    }
  }

  /** The identification string of an SSH server (RFC 4253 §4.2). */
  record Ssh(String address, int port, @Nullable String expect) implements Probe {
    @Override
    public String target() {
      return "ssh " + join(address, port);
    }
  }

  /**
   * A plugin of Nagios and its descendants, unchanged: exit code, first line, performance data.
   *
   * @param command the program, absolute or looked for in the pinned PATH and in the usual plugin
   *     folders, and its arguments; there is no shell
   * @param environment added to the pinned environment; the place for secrets
   */
  record Plugin(List<String> command, Map<String, Secret> environment) implements Probe {
    /** Copies both. */
    public Plugin {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }

    @Override
    public String target() {
      return "plugin " + String.join(" ", command);
    }
  }

  /**
   * A closure of a policy.
   *
   * @param identity changes when the code does; two of the same identity are the same check
   * @param code the closure
   */
  record Closure(String identity, ProbeCode code) implements Probe {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Closure closure && identity.equals(closure.identity);
    }

    @Override
    public int hashCode() {
      return identity.hashCode();
    }

    @Override
    public String target() {
      return "a Groovy check";
    }
  }

  private static String join(String address, int port) {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }
}
