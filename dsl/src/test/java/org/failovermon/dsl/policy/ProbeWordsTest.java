package org.failovermon.dsl.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.policy.Secret;
import org.junit.jupiter.api.Test;

/** Which probe the words of a check mean, option by option: no two values may change places. */
class ProbeWordsTest {
  private static final Probe.Login LOGIN = new Probe.Login("probe", new Secret("mail", "geheim"));

  private static void assertMeans(Probe probe, String line) {
    assertEquals(
        probe, Policies.set("check('x') {\n  " + line + "\n}").checks().getFirst().probe());
  }

  @Test
  void smtp() {
    assertMeans(
        new Probe.Smtp(
            "10.0.0.3", 25, Probe.Security.PLAIN, Probe.Certificate.VERIFIED, null, null, null),
        "smtp address: '10.0.0.3'");
    assertMeans(
        new Probe.Smtp(
            "10.0.0.3",
            587,
            Probe.Security.STARTTLS,
            new Probe.Certificate(true, "mx.example.org", null, 14),
            LOGIN,
            "a@example.org",
            "b@example.org"),
        "smtp address: '10.0.0.3', port: 587, starttls: true, serverName: 'mx.example.org',"
            + " certificateDays: 14, user: 'probe', password: secret('mail'),"
            + " from: 'a@example.org', to: 'b@example.org'");
    assertMeans(
        new Probe.Smtp(
            "10.0.0.3", 465, Probe.Security.TLS, Probe.Certificate.VERIFIED, null, null, null),
        "smtp address: '10.0.0.3', tls: true");
  }

  @Test
  void pop3() {
    assertMeans(
        new Probe.Pop3("hostA", 110, Probe.Security.STARTTLS, Probe.Certificate.VERIFIED, LOGIN),
        "pop3 address: 'hostA', starttls: true, user: 'probe', password: secret('mail')");
    assertMeans(
        new Probe.Pop3(
            "hostA", 995, Probe.Security.TLS, new Probe.Certificate(false, null, null, 0), null),
        "pop3 address: 'hostA', tls: true, verify: false");
    assertMeans(
        new Probe.Pop3("hostA", 1110, Probe.Security.PLAIN, Probe.Certificate.VERIFIED, null),
        "pop3 address: 'hostA', port: 1110");
  }

  @Test
  void imap() {
    assertMeans(
        new Probe.Imap(
            "hostA", 143, Probe.Security.STARTTLS, Probe.Certificate.VERIFIED, LOGIN, "INBOX"),
        "imap address: 'hostA', starttls: true, user: 'probe', password: secret('mail'),"
            + " mailbox: 'INBOX'");
    assertMeans(
        new Probe.Imap("hostA", 143, Probe.Security.PLAIN, Probe.Certificate.VERIFIED, null, null),
        "imap address: 'hostA'");
  }

  @Test
  void dns() {
    assertMeans(
        new Probe.Dns(null, 53, "www.example.org", "A", null), "dns name: 'www.example.org'");
    assertMeans(
        new Probe.Dns("10.0.0.2", 5353, "example.org", "MX", "mx1"),
        "dns name: 'example.org', server: '10.0.0.2', port: 5353, type: 'MX', expect: 'mx1'");
  }

  @Test
  void tlsAndSsh() {
    assertMeans(
        new Probe.Tls(
            "10.0.0.1", 8443, new Probe.Certificate(true, "www.example.org", "/etc/ca.pem", 30)),
        "tls address: '10.0.0.1', port: 8443, serverName: 'www.example.org',"
            + " trust: '/etc/ca.pem', certificateDays: 30");
    assertMeans(
        new Probe.Tls("10.0.0.1", 443, Probe.Certificate.VERIFIED), "tls address: '10.0.0.1'");
    assertMeans(new Probe.Ssh("10.0.0.1", 22, null), "ssh address: '10.0.0.1'");
    assertMeans(
        new Probe.Ssh("10.0.0.1", 2222, "OpenSSH"),
        "ssh address: '10.0.0.1', port: 2222, expect: 'OpenSSH'");
  }

  @Test
  void tcpAndIcmp() {
    assertMeans(new Probe.Tcp("10.0.0.1", 80, List.of()), "tcp address: '10.0.0.1', port: 80");
    assertMeans(new Probe.Icmp("10.0.0.1", 1), "icmp address: '10.0.0.1'");
  }
}
