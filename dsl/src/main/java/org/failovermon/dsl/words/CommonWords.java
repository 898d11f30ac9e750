package org.failovermon.dsl.words;

import org.failovermon.engine.model.policy.Secret;

/** Words of every block of a policy. */
public interface CommonWords {
  @Word(
      meaning =
          "A value that must not stand in a policy: the content of HOME/secrets/NAME, without the"
              + " last line end, or of the environment variable FAILOVERMON_SECRET_NAME, where NAME"
              + " is in upper case and has _ for '.' and '-': FAILOVERMON_SECRET_IMAP_PASSWORD. It"
              + " is shown nowhere; a log says secret('NAME').",
      type = "the name of the secret",
      range = "1 to 64 letters, digits, '.', '_' or '-'",
      example = "secret('imap-password')")
  Secret secret(String name);
}
