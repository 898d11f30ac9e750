package org.failovermon.dsl;

/** Keeps when a script under test came by; public, since the script calls it. */
public final class Mark {
  private static volatile long nanos;

  private Mark() {}

  /** Called by the script. */
  public static void now() {
    nanos = System.nanoTime();
  }

  /** {@code System.nanoTime()} of the last call. */
  static long nanos() {
    return nanos;
  }
}
