package org.failovermon.dsl.live;

/**
 * One source as it was read.
 *
 * @param text its text
 * @param hash SHA-256 of its bytes, in hexadecimal digits
 * @param owner user who owns the file, by name, or by number where the name is not known
 */
public record SourceText(String text, String hash, String owner) {}
