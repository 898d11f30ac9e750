package org.failovermon.engine.model.policy;

/**
 * Where a policy says something.
 *
 * @param file the file as operators name it, relative to the home: {@code policies/mail.groovy}
 * @param line from 1
 */
public record Place(String file, int line) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
