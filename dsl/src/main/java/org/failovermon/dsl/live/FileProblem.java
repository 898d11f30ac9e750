package org.failovermon.dsl.live;

/**
 * Why a file or folder cannot be read as a source.
 *
 * @param path as operators name it, relative to the home: {@code policies/mail.groovy}
 * @param line from 1; 1 where the problem is of the whole file
 * @param message what failed, the value, the rule and the remedy
 */
public record FileProblem(String path, int line, String message) {
  @Override
  public String toString() {
    return path + ":" + line + ": " + message;
  }
}
