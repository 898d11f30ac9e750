package org.failovermon.dsl.words;

import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.util.List;
import java.util.Map;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.policy.Secret;

/** The words that say what a check asks. Each gives the probe as a value. */
public interface ProbeWords extends DialogueWords {
  @Word(
      meaning = "An echo request (ping).",
      type = "named options",
      mandatory = true,
      options = {
        @Word.Option(
            name = "address",
            meaning = "where the service is",
            type = "an address or a name"),
        @Word.Option(
            name = "count",
            meaning = "requests, of which one must be answered",
            type = "a number",
            range = "1 to 20",
            otherwise = "1")
      },
      example = "icmp address: '10.0.0.1'")
  Probe icmp(
      @NamedParams({
            @NamedParam(value = "address", type = String.class, required = true),
            @NamedParam(value = "count", type = Integer.class)
          })
          Map<String, ?> options);

  @Word(
      meaning = "A connection, and a dialogue on it where talk says one.",
      type = "named options",
      mandatory = true,
      options = {
        @Word.Option(
            name = "address",
            meaning = "where the service is",
            type = "an address or a name"),
        @Word.Option(name = "port", meaning = "the port", type = "a number", range = "1 to 65535"),
        @Word.Option(
            name = "talk",
            meaning = "what is sent and expected, in order",
            type = "a list of send(…) and expect(…)",
            range = "at most 100",
            otherwise = "a connection is enough")
      },
      example = "tcp address: '10.0.0.1', port: 6379, talk: [send('PING\\r\\n'), expect('PONG')]")
  Probe tcp(
      @NamedParams({
            @NamedParam(value = "address", type = String.class, required = true),
            @NamedParam(value = "port", type = Integer.class, required = true),
            @NamedParam(value = "talk", type = List.class)
          })
          Map<String, ?> options);

  @Word(
      meaning = "An HTTP or HTTPS request.",
      type = "named options",
      mandatory = true,
      options = {
        @Word.Option(
            name = "url",
            meaning = "what is asked for",
            type = "an http:// or https:// URL"),
        @Word.Option(
            name = "method",
            meaning = "the method",
            type = "GET, HEAD, POST, PUT, OPTIONS",
            otherwise = "GET"),
        @Word.Option(
            name = "headers",
            meaning =
                "headers of the request; Authorization, Proxy-Authorization, Cookie and X-Api-Key"
                    + " take secrets alone, with the whole value in the secret (Bearer …)",
            type = "a map of texts and secrets",
            range = "at most 100",
            otherwise = "none"),
        @Word.Option(
            name = "user",
            meaning = "the account to log in with",
            type = "a text",
            otherwise = "no login"),
        @Word.Option(
            name = "password",
            meaning = "its password",
            type = "secret('…')",
            otherwise = "no login"),
        @Word.Option(
            name = "status",
            meaning = "the status that is good",
            type = "a number or a range",
            range = "100 to 599",
            otherwise = "200..399"),
        @Word.Option(
            name = "body",
            meaning = "what the first MiB of the body must have",
            type = "a regular expression",
            otherwise = "any"),
        @Word.Option(
            name = "redirects",
            meaning = "how many redirects are followed",
            type = "a number",
            range = "0 to 20",
            otherwise = "0"),
        @Word.Option(
            name = "verify",
            meaning = "whether the chain and the name of the certificate must be right",
            type = "true or false",
            otherwise = "true"),
        @Word.Option(
            name = "serverName",
            meaning = "the name that is asked for and verified",
            type = "a name",
            otherwise = "the address"),
        @Word.Option(
            name = "trust",
            meaning = "file with the authorities that are trusted",
            type = "an absolute path of a PEM file",
            otherwise = "the system's"),
        @Word.Option(
            name = "certificateDays",
            meaning = "how many days the certificate must still be valid",
            type = "a number",
            range = "0 to 3650",
            otherwise = "0")
      },
      example =
          "http url: 'https://www.example.org/', status: 200..299, body: 'ok', certificateDays: 14")
  Probe http(
      @NamedParams({
            @NamedParam(value = "url", type = String.class, required = true),
            @NamedParam(value = "method", type = String.class),
            @NamedParam(value = "headers", type = Map.class),
            @NamedParam(value = "user", type = String.class),
            @NamedParam(value = "password", type = Secret.class),
            @NamedParam(value = "status", type = Object.class),
            @NamedParam(value = "body", type = String.class),
            @NamedParam(value = "redirects", type = Integer.class),
            @NamedParam(value = "verify", type = Boolean.class),
            @NamedParam(value = "serverName", type = String.class),
            @NamedParam(value = "trust", type = String.class),
            @NamedParam(value = "certificateDays", type = Integer.class)
          })
          Map<String, ?> options);

  @Word(
      meaning = "A dialogue with a mail server that sends no mail.",
      type = "named options",
      mandatory = true,
      options = {
        @Word.Option(
            name = "address",
            meaning = "where the service is",
            type = "an address or a name"),
        @Word.Option(
            name = "port",
            meaning = "the port",
            type = "a number",
            range = "1 to 65535",
            otherwise = "25; 465 with tls"),
        @Word.Option(
            name = "starttls",
            meaning = "switch to TLS by the protocol's own command",
            type = "true or false",
            otherwise = "false"),
        @Word.Option(
            name = "tls",
            meaning = "TLS from the first byte",
            type = "true or false",
            otherwise = "false"),
        @Word.Option(
            name = "user",
            meaning = "the account to log in with",
            type = "a text",
            otherwise = "no login"),
        @Word.Option(
            name = "password",
            meaning = "its password",
            type = "secret('…')",
            otherwise = "no login"),
        @Word.Option(
            name = "from",
            meaning = "the sender to try",
            type = "a mail address",
            otherwise = "none"),
        @Word.Option(
            name = "to",
            meaning = "the recipient to try",
            type = "a mail address",
            otherwise = "none"),
        @Word.Option(
            name = "verify",
            meaning = "whether the chain and the name of the certificate must be right",
            type = "true or false",
            otherwise = "true"),
        @Word.Option(
            name = "serverName",
            meaning = "the name that is asked for and verified",
            type = "a name",
            otherwise = "the address"),
        @Word.Option(
            name = "trust",
            meaning = "file with the authorities that are trusted",
            type = "an absolute path of a PEM file",
            otherwise = "the system's"),
        @Word.Option(
            name = "certificateDays",
            meaning = "how many days the certificate must still be valid",
            type = "a number",
            range = "0 to 3650",
            otherwise = "0")
      },
      example = "smtp address: '10.0.0.1', starttls: true")
  Probe smtp(
      @NamedParams({
            @NamedParam(value = "address", type = String.class, required = true),
            @NamedParam(value = "port", type = Integer.class),
            @NamedParam(value = "starttls", type = Boolean.class),
            @NamedParam(value = "tls", type = Boolean.class),
            @NamedParam(value = "user", type = String.class),
            @NamedParam(value = "password", type = Secret.class),
            @NamedParam(value = "from", type = String.class),
            @NamedParam(value = "to", type = String.class),
            @NamedParam(value = "verify", type = Boolean.class),
            @NamedParam(value = "serverName", type = String.class),
            @NamedParam(value = "trust", type = String.class),
            @NamedParam(value = "certificateDays", type = Integer.class)
          })
          Map<String, ?> options);

  @Word(
      meaning = "A dialogue with a POP3 server.",
      type = "named options",
      mandatory = true,
      options = {
        @Word.Option(
            name = "address",
            meaning = "where the service is",
            type = "an address or a name"),
        @Word.Option(
            name = "port",
            meaning = "the port",
            type = "a number",
            range = "1 to 65535",
            otherwise = "110; 995 with tls"),
        @Word.Option(
            name = "starttls",
            meaning = "switch to TLS by the protocol's own command",
            type = "true or false",
            otherwise = "false"),
        @Word.Option(
            name = "tls",
            meaning = "TLS from the first byte",
            type = "true or false",
            otherwise = "false"),
        @Word.Option(
            name = "user",
            meaning = "the account to log in with",
            type = "a text",
            otherwise = "no login"),
        @Word.Option(
            name = "password",
            meaning = "its password",
            type = "secret('…')",
            otherwise = "no login"),
        @Word.Option(
            name = "verify",
            meaning = "whether the chain and the name of the certificate must be right",
            type = "true or false",
            otherwise = "true"),
        @Word.Option(
            name = "serverName",
            meaning = "the name that is asked for and verified",
            type = "a name",
            otherwise = "the address"),
        @Word.Option(
            name = "trust",
            meaning = "file with the authorities that are trusted",
            type = "an absolute path of a PEM file",
            otherwise = "the system's"),
        @Word.Option(
            name = "certificateDays",
            meaning = "how many days the certificate must still be valid",
            type = "a number",
            range = "0 to 3650",
            otherwise = "0")
      },
      example = "pop3 address: '10.0.0.1', tls: true")
  Probe pop3(
      @NamedParams({
            @NamedParam(value = "address", type = String.class, required = true),
            @NamedParam(value = "port", type = Integer.class),
            @NamedParam(value = "starttls", type = Boolean.class),
            @NamedParam(value = "tls", type = Boolean.class),
            @NamedParam(value = "user", type = String.class),
            @NamedParam(value = "password", type = Secret.class),
            @NamedParam(value = "verify", type = Boolean.class),
            @NamedParam(value = "serverName", type = String.class),
            @NamedParam(value = "trust", type = String.class),
            @NamedParam(value = "certificateDays", type = Integer.class)
          })
          Map<String, ?> options);

  @Word(
      meaning = "A dialogue with an IMAP server.",
      type = "named options",
      mandatory = true,
      options = {
        @Word.Option(
            name = "address",
            meaning = "where the service is",
            type = "an address or a name"),
        @Word.Option(
            name = "port",
            meaning = "the port",
            type = "a number",
            range = "1 to 65535",
            otherwise = "143; 993 with tls"),
        @Word.Option(
            name = "starttls",
            meaning = "switch to TLS by the protocol's own command",
            type = "true or false",
            otherwise = "false"),
        @Word.Option(
            name = "tls",
            meaning = "TLS from the first byte",
            type = "true or false",
            otherwise = "false"),
        @Word.Option(
            name = "user",
            meaning = "the account to log in with",
            type = "a text",
            otherwise = "no login"),
        @Word.Option(
            name = "password",
            meaning = "its password",
            type = "secret('…')",
            otherwise = "no login"),
        @Word.Option(
            name = "mailbox",
            meaning = "the mailbox to look into",
            type = "a text",
            otherwise = "none"),
        @Word.Option(
            name = "verify",
            meaning = "whether the chain and the name of the certificate must be right",
            type = "true or false",
            otherwise = "true"),
        @Word.Option(
            name = "serverName",
            meaning = "the name that is asked for and verified",
            type = "a name",
            otherwise = "the address"),
        @Word.Option(
            name = "trust",
            meaning = "file with the authorities that are trusted",
            type = "an absolute path of a PEM file",
            otherwise = "the system's"),
        @Word.Option(
            name = "certificateDays",
            meaning = "how many days the certificate must still be valid",
            type = "a number",
            range = "0 to 3650",
            otherwise = "0")
      },
      example =
          "imap address: '10.0.0.1', tls: true, user: 'probe', password: secret('imap'), mailbox:"
              + " 'INBOX'")
  Probe imap(
      @NamedParams({
            @NamedParam(value = "address", type = String.class, required = true),
            @NamedParam(value = "port", type = Integer.class),
            @NamedParam(value = "starttls", type = Boolean.class),
            @NamedParam(value = "tls", type = Boolean.class),
            @NamedParam(value = "user", type = String.class),
            @NamedParam(value = "password", type = Secret.class),
            @NamedParam(value = "mailbox", type = String.class),
            @NamedParam(value = "verify", type = Boolean.class),
            @NamedParam(value = "serverName", type = String.class),
            @NamedParam(value = "trust", type = String.class),
            @NamedParam(value = "certificateDays", type = Integer.class)
          })
          Map<String, ?> options);
}
