package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.Probe.Certificate;
import org.failovermon.engine.model.check.Probe.Login;
import org.failovermon.engine.model.check.Probe.Security;
import org.failovermon.engine.model.policy.Secret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The probes against the real servers of a mail and web host, from Debian's packages. */
class RealServersTest {
  private static final String LOCAL = "127.0.0.1";
  private static final Login RIGHT = new Login("jo", new Secret("mail", "right-word"));
  private static final Login WRONG = new Login("jo", new Secret("mail", "wrong-word"));
  private final Probing probing = new Probing();
  private Path folder = Path.of("/nonexistent");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = RealServer.folder();
  }

  @AfterEach
  void close() throws IOException {
    probing.close();
    RealServer.delete(folder);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text.replace("@", folder.toString()));
  }

  private Certificate certificate() throws Exception {
    Certificates good = Certificates.good(folder);
    Files.copy(good.key(), folder.resolve("key.pem"));
    Files.copy(good.pem(), folder.resolve("certificate.pem"));
    return new Certificate(true, null, good.pem().toString(), 5);
  }

  @Test
  void nginxOverHttpAndHttps() throws Exception {
    String nginx = RealServer.program("nginx", "nginx-light");
    Certificate trusted = certificate();
    int port = RealServer.freePort();
    int secure = RealServer.freePort();
    Files.createDirectories(folder.resolve("www/inner"));
    write("www/index.html", "<h1>It works</h1>\n");
    write("www/inner/index.html", "inner\n");
    write("users", "jo:{PLAIN}right-word\n");
    String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
    String temporary = "";
    for (String what : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      temporary += what + "_temp_path @/" + what + ";\n";
    }
    write(
        "nginx.conf",
        "daemon off; pid @/pid; error_log stderr; worker_processes 1; "
            + user
            + "\nevents {}\nhttp {\naccess_log off;\n"
            + temporary
            + "server { listen 127.0.0.1:"
            + port
            + "; listen 127.0.0.1:"
            + secure
            + " ssl; server_name localhost; root @/www;\n"
            + "ssl_certificate @/certificate.pem; ssl_certificate_key @/key.pem;\n"
            + "location /inner/ { auth_basic x; auth_basic_user_file @/users; }\n"
            + "location /old { return 301 /; } } }\n");
    String conf = folder.resolve("nginx.conf").toString();
    try (RealServer server =
        RealServer.start(
            folder,
            List.of(nginx, "-e", "stderr", "-p", folder.toString(), "-c", conf),
            port,
            secure)) {
      String url = "http://localhost:" + port;
      http(Status.OK, "status 200 'OK', in …", url + "/", "It works", null, trusted);
      http(Status.OK, "status 200 'OK' at " + url + "/, …", url + "/old", "works", null, trusted);
      http(
          Status.CRITICAL,
          "answered with status 404 'Not Found', expected 200 to 299",
          url + "/none",
          null,
          null,
          trusted);
      http(Status.OK, "status 200 'OK', in …", url + "/inner/", "inner", RIGHT, trusted);
      http(
          Status.CRITICAL,
          "answered with status 401 'Unauthorized', expected 200 to 299",
          url + "/inner/",
          null,
          WRONG,
          trusted);
      http(
          Status.OK,
          "status 200 'OK', certificate until … (29 days), in …",
          "https://localhost:" + secure + "/",
          "It works",
          null,
          trusted);
      probing.expect(
          Status.OK,
          "tls 127.0.0.1:" + secure + ": TLSv1.…, certificate until …",
          new Probe.Tls(LOCAL, secure, trusted));
      probing.expect(
          Status.CRITICAL,
          "tls 127.0.0.1:" + secure + ": certificate of 127.0.0.1 is signed by itself and …",
          new Probe.Tls(LOCAL, secure, Certificate.VERIFIED));
      plugins(port);
      assertTrue(server.said().isEmpty() || !server.said().contains("emerg"), server.said());
    }
  }

  private void http(
      Status status,
      String text,
      String url,
      @Nullable String body,
      @Nullable Login login,
      Certificate certificate) {
    probing.expect(
        status,
        "GET " + url + ": " + text,
        new Probe.Http(url, "GET", Map.of(), login, 200, 299, body, 3, certificate));
  }

  /** The plugins of the field against the same web server. */
  private void plugins(int port) {
    RealServer.program("check_tcp", "monitoring-plugins-basic");
    String number = Integer.toString(port);
    CheckResult tcp = plugin(Status.OK, "check_tcp", "-H", LOCAL, "-p", number);
    assertTrue(tcp.text().startsWith("TCP OK - "), tcp::toString);
    assertEquals("time", tcp.figures().getFirst().label());
    assertEquals("s", tcp.figures().getFirst().unit());
    CheckResult http = plugin(Status.OK, "check_http", "-H", LOCAL, "-p", number, "-s", "works");
    assertTrue(http.text().startsWith("HTTP OK: HTTP/1.1 200 OK"), http::toString);
    plugin(Status.CRITICAL, "check_http", "-H", LOCAL, "-p", number, "-s", "nonsense");
    plugin(Status.CRITICAL, "check_tcp", "-H", LOCAL, "-p", "1");
  }

  private CheckResult plugin(Status status, String... command) {
    CheckResult result = probing.make(new Probe.Plugin(List.of(command), Map.of()));
    assertEquals(status, result.status(), result::toString);
    return result;
  }

  @Test
  void eximOverSmtpStartTlsAndTls() throws Exception {
    String exim = RealServer.program("exim4", "exim4-daemon-light");
    RealServer.needsRoot("exim changes users");
    Certificate trusted = certificate();
    int port = RealServer.freePort();
    int secure = RealServer.freePort();
    RealServer.openFolder(folder.resolve("spool"));
    RealServer.openFolder(folder.resolve("log"));
    write(
        "exim.conf",
        """
        primary_hostname = mail.example
        spool_directory = @/spool
        log_file_path = @/log/%slog
        pid_file_path = @/exim.pid
        local_interfaces = 127.0.0.1
        daemon_smtp_ports = PORT : SECURE
        tls_on_connect_ports = SECURE
        tls_advertise_hosts = *
        tls_certificate = @/certificate.pem
        tls_privatekey = @/key.pem
        acl_smtp_rcpt = acl_rcpt
        keep_environment =
        begin acl
        acl_rcpt:
          accept domains = a.example
          deny message = no relay here
        begin routers
        begin transports
        begin authenticators
        plain:
          driver = plaintext
          public_name = PLAIN
          server_prompts = :
          server_condition = ${if and{{eq{$auth2}{jo}}{eq{$auth3}{right-word}}}}
          server_set_id = $auth2
          server_advertise_condition = ${if def:tls_in_cipher}
        """
            .replace("PORT", Integer.toString(port))
            .replace("SECURE", Integer.toString(secure)));
    String conf = folder.resolve("exim.conf").toString();
    try (RealServer server =
        RealServer.start(folder, List.of(exim, "-C", conf, "-bdf"), port, secure)) {
      smtp(
          Status.OK,
          "'220 mail.example ESMTP Exim…",
          port,
          Security.PLAIN,
          trusted,
          null,
          "jo@a.example");
      smtp(
          Status.CRITICAL,
          "answered '550 no relay here' to RCPT TO, expected 250",
          port,
          Security.PLAIN,
          trusted,
          null,
          "jo@b.example");
      smtp(
          Status.CRITICAL,
          "offers neither AUTH PLAIN nor AUTH LOGIN, …",
          port,
          Security.PLAIN,
          trusted,
          RIGHT,
          null);
      smtp(
          Status.OK,
          "'220 mail.example…', TLSv1.3, certificate until … (29 days), in …",
          port,
          Security.STARTTLS,
          trusted,
          RIGHT,
          "jo@a.example");
      smtp(
          Status.CRITICAL,
          "answered '535 Incorrect authentication data' to AUTH PLAIN, expected 235",
          port,
          Security.STARTTLS,
          trusted,
          WRONG,
          null);
      smtp(Status.OK, "'220 mail.example…", secure, Security.TLS, trusted, RIGHT, null);
      smtp(
          Status.CRITICAL,
          "certificate of 127.0.0.1 is signed by itself …",
          port,
          Security.STARTTLS,
          Certificate.VERIFIED,
          RIGHT,
          null);
      tcp(
          Status.OK,
          "answered '250-mail.example Hello …' in …",
          port,
          "EHLO a.example\r\n",
          "250 HELP");
      tcp(Status.CRITICAL, "answered '…' and closed, expected '235 '", port, "QUIT\r\n", "235 ");
      assertTrue(!server.said().contains("failed"), server.said());
    }
  }

  private void tcp(Status status, String text, int port, String sent, String expected) {
    var greeting = new Probe.Exchange.Expect("^220 mail");
    var send = new Probe.Exchange.Send(sent);
    var answer = new Probe.Exchange.Expect(expected);
    probing.expect(
        status,
        "tcp 127.0.0.1:" + port + ": " + text,
        new Probe.Tcp(LOCAL, port, List.of(greeting, send, answer)));
  }

  private void smtp(
      Status status,
      String text,
      int port,
      Security security,
      Certificate certificate,
      @Nullable Login login,
      @Nullable String to) {
    String from = to == null ? null : "monitor@a.example";
    probing.expect(
        status,
        "smtp 127.0.0.1:" + port + ": " + text,
        new Probe.Smtp(LOCAL, port, security, certificate, login, from, to));
  }

  @Test
  void dovecotOverImapAndPop3() throws Exception {
    String dovecot = RealServer.program("dovecot", "dovecot-imapd dovecot-pop3d");
    RealServer.needsRoot("dovecot changes users");
    Certificate trusted = certificate();
    int imap = RealServer.freePort();
    int imaps = RealServer.freePort();
    int pop3 = RealServer.freePort();
    int pop3s = RealServer.freePort();
    RealServer.openFolder(folder.resolve("mail"));
    write(
        "dovecot.conf",
        """
        base_dir = @/run
        log_path = @/dovecot.log
        protocols = imap pop3
        listen = 127.0.0.1
        ssl = yes
        ssl_cert = <@/certificate.pem
        ssl_key = <@/key.pem
        mail_location = maildir:@/mail/%u
        first_valid_uid = 1
        auth_failure_delay = 0
        passdb {
          driver = static
          args = password=right-word
        }
        userdb {
          driver = static
          args = uid=nobody gid=nogroup home=@/mail/%u
        }
        service imap-login {
          inet_listener imap {
            port = IMAP1
          }
          inet_listener imaps {
            port = IMAP2
          }
        }
        service pop3-login {
          inet_listener pop3 {
            port = POP1
          }
          inet_listener pop3s {
            port = POP2
          }
        }
        """
            .replace("IMAP1", Integer.toString(imap))
            .replace("IMAP2", Integer.toString(imaps))
            .replace("POP1", Integer.toString(pop3))
            .replace("POP2", Integer.toString(pop3s)));
    String conf = folder.resolve("dovecot.conf").toString();
    try (RealServer server =
        RealServer.start(folder, List.of(dovecot, "-F", "-c", conf), imap, imaps, pop3, pop3s)) {
      imap(Status.OK, "'* OK [CAPABILITY …", imap, Security.PLAIN, trusted, null, null);
      imap(Status.OK, "'* OK …', TLSv1.3, …", imap, Security.STARTTLS, trusted, RIGHT, null);
      imap(Status.OK, "'* OK …", imaps, Security.TLS, trusted, RIGHT, "INBOX");
      imap(
          Status.CRITICAL,
          "answered 'A3 NO …' to LOGIN, expected 'A3 OK'",
          imap,
          Security.STARTTLS,
          trusted,
          WRONG,
          null);
      imap(
          Status.CRITICAL,
          "answered 'A3 NO …' to EXAMINE No such, expected 'A3 OK'",
          imaps,
          Security.TLS,
          trusted,
          RIGHT,
          "No such");
      pop3(Status.OK, "'+OK Dovecot…' in …", pop3, Security.PLAIN, trusted, null);
      pop3(
          Status.OK,
          "'+OK Dovecot…', mailbox '+OK 0 0', TLSv1.3, …",
          pop3,
          Security.STARTTLS,
          trusted,
          RIGHT);
      pop3(Status.OK, "'+OK Dovecot…", pop3s, Security.TLS, trusted, RIGHT);
      pop3(
          Status.CRITICAL,
          "answered '-ERR …' to PASS, expected +OK",
          pop3s,
          Security.TLS,
          trusted,
          WRONG);
      assertTrue(!server.said().contains("Fatal"), server.said());
    }
  }

  private void imap(
      Status status,
      String text,
      int port,
      Security security,
      Certificate certificate,
      @Nullable Login login,
      @Nullable String mailbox) {
    probing.expect(
        status,
        "imap 127.0.0.1:" + port + ": " + text,
        new Probe.Imap(LOCAL, port, security, certificate, login, mailbox));
  }

  private void pop3(
      Status status,
      String text,
      int port,
      Security security,
      Certificate certificate,
      @Nullable Login login) {
    probing.expect(
        status,
        "pop3 127.0.0.1:" + port + ": " + text,
        new Probe.Pop3(LOCAL, port, security, certificate, login));
  }

  @Test
  void unboundOverUdpAndTcp() throws Exception {
    String unbound = RealServer.program("unbound", "unbound");
    int port = RealServer.freePort();
    StringBuilder many = new StringBuilder();
    for (int i = 1; i <= 200; i++) {
      many.append("  local-data: \"many.example. A 10.1.0.").append(i).append("\"\n");
    }
    write(
        "unbound.conf",
        """
        server:
          interface: 127.0.0.1
          port: PORT
          do-daemonize: no
          username: ""
          chroot: ""
          directory: "@"
          pidfile: "@/unbound.pid"
          use-syslog: no
          local-zone: "example." static
          local-data: "www.example. A 10.0.0.1"
          local-data: "www.example. AAAA fd00::1"
          local-data: "example. MX 10 mail.example."
          local-data: "1.0.0.10.in-addr.arpa. PTR www.example."
        """
                .replace("PORT", Integer.toString(port))
            + many
            + "remote-control:\n  control-enable: no\n");
    String conf = folder.resolve("unbound.conf").toString();
    try (RealServer server = RealServer.start(folder, List.of(unbound, "-d", "-c", conf), port)) {
      dns(Status.OK, "answered '10.0.0.1' in …", port, "www.example", "A", "10\\.0\\.0\\.1");
      dns(Status.OK, "answered 'fd00:0:0:0:0:0:0:1' in …", port, "www.example", "AAAA", null);
      dns(Status.OK, "answered '10 mail.example.' in …", port, "example", "MX", null);
      dns(Status.OK, "answered 'www.example.' in …", port, "10.0.0.1", "PTR", null);
      dns(
          Status.CRITICAL,
          "answered '10.0.0.1', expected '10.0.0.2'",
          port,
          "www.example",
          "A",
          "10.0.0.2");
      dns(
          Status.CRITICAL,
          "answered NXDOMAIN: there is no such name",
          port,
          "none.example",
          "A",
          null);
      dns(Status.OK, "answered '…' and 197 more in …", port, "many.example", "A", null);
      assertTrue(!server.said().contains("fatal"), server.said());
    }
  }

  private void dns(
      Status status, String text, int port, String name, String type, @Nullable String expect) {
    probing.expect(
        status,
        "dns " + type + " " + name + " at 127.0.0.1:" + port + ": " + text,
        new Probe.Dns(LOCAL, port, name, type, expect));
  }

  @Test
  void opensshByItsIdentification() throws Exception {
    String sshd = RealServer.program("sshd", "openssh-server");
    String keygen = RealServer.program("ssh-keygen", "openssh-client");
    if ("root".equals(System.getProperty("user.name"))) {
      Files.createDirectories(Path.of("/run/sshd")); // where systemd would have made it
    }
    int port = RealServer.freePort();
    Path key = folder.resolve("host_key");
    Process made =
        new ProcessBuilder(keygen, "-q", "-t", "ed25519", "-N", "", "-f", key.toString()).start();
    assertEquals(0, made.waitFor());
    write(
        "sshd_config",
        "ListenAddress 127.0.0.1:"
            + port
            + "\nHostKey @/host_key\nPidFile @/sshd.pid\nUsePAM no\n");
    String conf = folder.resolve("sshd_config").toString();
    try (RealServer server =
        RealServer.start(folder, List.of(sshd, "-D", "-e", "-f", conf), port)) {
      probing.expect(
          Status.OK,
          "ssh 127.0.0.1:" + port + ": 'SSH-2.0-OpenSSH_…' in …",
          new Probe.Ssh(LOCAL, port, "OpenSSH_[0-9]"));
      assertTrue(server.said().contains("Server listening"), server.said());
    }
  }
}
