package org.failovermon.dsl.words;

import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.util.Map;
import org.failovermon.engine.model.check.Probe;

/**
 * What a check can ask of name servers, of TLS and SSH servers and of plugins, and the steps of a
 * dialogue over TCP.
 */
public interface DialogueWords extends CommonWords {
  @Word(
      meaning = "A question to a name server.",
      type = "named options",
      mandatory = true,
      options = {
        @Word.Option(name = "name", meaning = "what is asked for", type = "a name"),
        @Word.Option(
            name = "server",
            meaning = "the name server",
            type = "an address or a name",
            otherwise = "the system's"),
        @Word.Option(
            name = "port",
            meaning = "the port",
            type = "a number",
            range = "1 to 65535",
            otherwise = "53"),
        @Word.Option(
            name = "type",
            meaning = "the kind of answer",
            type = "A, AAAA, MX, NS, TXT, SOA, CNAME, PTR or SRV",
            otherwise = "A"),
        @Word.Option(
            name = "expect",
            meaning = "what one of the answers must have",
            type = "a regular expression",
            otherwise = "any answer")
      },
      example = "dns name: 'www.example.org', server: '10.0.0.53', expect: '^10\\\\.'")
  Probe dns(
      @NamedParams({
            @NamedParam(value = "name", type = String.class, required = true),
            @NamedParam(value = "server", type = String.class),
            @NamedParam(value = "port", type = Integer.class),
            @NamedParam(value = "type", type = String.class),
            @NamedParam(value = "expect", type = String.class)
          })
          Map<String, ?> options);

  @Word(
      meaning = "A TLS handshake, for the sake of the certificate.",
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
            otherwise = "443"),
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
      example = "tls address: 'www.example.org', certificateDays: 14")
  Probe tls(
      @NamedParams({
            @NamedParam(value = "address", type = String.class, required = true),
            @NamedParam(value = "port", type = Integer.class),
            @NamedParam(value = "verify", type = Boolean.class),
            @NamedParam(value = "serverName", type = String.class),
            @NamedParam(value = "trust", type = String.class),
            @NamedParam(value = "certificateDays", type = Integer.class)
          })
          Map<String, ?> options);

  @Word(
      meaning = "The banner of an SSH server.",
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
            otherwise = "22"),
        @Word.Option(
            name = "expect",
            meaning = "what the banner must have",
            type = "a regular expression",
            otherwise = "any banner")
      },
      example = "ssh address: '10.0.0.1'")
  Probe ssh(
      @NamedParams({
            @NamedParam(value = "address", type = String.class, required = true),
            @NamedParam(value = "port", type = Integer.class),
            @NamedParam(value = "expect", type = String.class)
          })
          Map<String, ?> options);

  @Word(
      meaning = "A plugin of Nagios and its descendants, unchanged.",
      type = "the program and its arguments; there is no shell",
      mandatory = true,
      example = "plugin 'check_load', '-w', '5', '-c', '10'")
  Probe plugin(String program, Object... arguments);

  @Word(
      meaning = "The same with an environment, which is the place for secrets.",
      type = "the program and its arguments",
      mandatory = true,
      options =
          @Word.Option(
              name = "environment",
              meaning = "variables added to the environment",
              type = "a map of texts and secrets"),
      example = "plugin environment: [MYSQL_PWD: secret('mysql')], 'check_mysql', '-u', 'probe'")
  Probe plugin(
      @NamedParams(@NamedParam(value = "environment", type = Map.class, required = true))
          Map<String, ?> options,
      String program,
      Object... arguments);

  @Word(
      meaning = "One step of a dialogue: sends a text as it is, line ends included.",
      type = "a text",
      range = "1 to 65536 characters",
      example = "tcp address: '10.0.0.1', port: 25, talk: [expect('^220'), send('QUIT\\r\\n')]")
  Probe.Exchange send(String text);

  @Word(
      meaning = "One step of a dialogue: waits until the pattern is found in what came in.",
      type = "a regular expression",
      example = "tcp address: '10.0.0.1', port: 25, talk: [expect('^220')]")
  Probe.Exchange expect(String pattern);
}
