package org.failovermon.engine.model.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A value that must appear in no log, journal, diff, page or error. Two secrets are equal when name
 * and value are, so that a changed value changes what uses it. Immutable.
 */
public final class Secret {
  private final String name;
  private final String value;

  /**
   * Makes one.
   *
   * @param name what policies call it
   * @param value what must not be shown
   */
  public Secret(String name, String value) {
    this.name = name;
    this.value = value;
  }

  /** What policies call it. */
  public String name() {
    return name;
  }

  /** The value itself, for the one who sends it to the service that it belongs to. */
  public String reveal() {
    return value;
  }

  /**
   * The environment variable of a secret: {@code FAILOVERMON_SECRET_} and the name in upper case,
   * with {@code _} for each character that a shell cannot have in a name. Different secrets may
   * have the same variable; a policy must not use both.
   *
   * @param name what policies call it
   */
  public static String variable(String name) {
    return "FAILOVERMON_SECRET_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && name.equals(secret.name) && value.equals(secret.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + value.hashCode();
  }

  /** Names the secret, never shows it. */
  @Override
  public String toString() {
    return "secret('" + name + "')";
  }
}
