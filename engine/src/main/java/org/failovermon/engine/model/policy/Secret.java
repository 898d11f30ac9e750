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
  private final boolean open;

  /**
   * Makes one.
   *
   * @param name what policies call it
   * @param value what must not be shown
   */
  public Secret(String name, String value) {
    this(name, value, false);
  }

  private Secret(String name, String value, boolean open) {
    this.name = name;
    this.value = value;
    this.open = open;
  }

  /**
   * A value that stands in a policy as it is, in a place that takes secrets as well: no secret.
   *
   * @param name what it is the value of
   */
  public static Secret open(String name, String value) {
    return new Secret(name, value, true);
  }

  /** Whether it may be shown, since it stands in the policy as it is. */
  public boolean isOpen() {
    return open;
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
    return other instanceof Secret secret
        && name.equals(secret.name)
        && value.equals(secret.value)
        && open == secret.open;
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + value.hashCode();
  }

  /** Names the secret, never shows it; what is open is shown. */
  @Override
  public String toString() {
    return open ? value : "secret('" + name + "')";
  }
}
