package org.failovermon.engine.model.policy;

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
