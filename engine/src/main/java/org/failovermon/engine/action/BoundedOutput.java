package org.failovermon.engine.action;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a run printed: the first half and the last half of the limit are kept, and a line in between
 * says how much was cut. Thread-safe.
 */
public final class BoundedOutput {
  private final int limit;
  private final int headRoom;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final byte[] tail;
  private long tailTotal;

  /**
   * Makes an empty one.
   *
   * @param limitBytes most bytes kept, 2 or more
   */
  public BoundedOutput(int limitBytes) {
    this.limit = limitBytes;
    this.headRoom = limitBytes / 2;
    this.tail = new byte[limitBytes - headRoom];
  }

  /** Appends bytes as a program wrote them. */
  public synchronized void write(byte[] bytes) {
    int toHead = Math.min(bytes.length, headRoom - head.size());
    head.write(bytes, 0, toHead);
    int from = Math.max(toHead, bytes.length - tail.length);
    tailTotal += from - toHead;
    for (int i = from; i < bytes.length; ) {
      int at = (int) (tailTotal % tail.length);
      int count = Math.min(bytes.length - i, tail.length - at);
      System.arraycopy(bytes, i, tail, at, count);
      tailTotal += count;
      i += count;
    }
  }

  /** Appends a line of our own, on a line of its own. */
  public synchronized void line(String text) {
    if (head.size() > 0 && last() != '\n') {
      write(new byte[] {'\n'});
    }
    write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes that were written so far, those that were cut included. */
  synchronized long written() {
    return head.size() + tailTotal;
  }

  /** All of it as text: UTF-8, with U+FFFD for what is not, and for the character NUL. */
  public synchronized String text() {
    byte[] start = head.toByteArray();
    int kept = (int) Math.min(tailTotal, tail.length);
    byte[] end = new byte[kept];
    int at = (int) ((tailTotal - kept) % tail.length);
    int first = Math.min(kept, tail.length - at);
    System.arraycopy(tail, at, end, 0, first);
    System.arraycopy(tail, 0, end, first, kept - first);
    long cut = tailTotal - kept;
    if (cut == 0) {
      byte[] whole = new byte[start.length + end.length];
      System.arraycopy(start, 0, whole, 0, start.length);
      System.arraycopy(end, 0, whole, start.length, end.length);
      return decode(whole);
    }
    return decode(start)
        + "\n[… "
        + cut
        + " bytes were cut here: the output limit is "
        + limit
        + " bytes …]\n"
        + decode(end);
  }

  private int last() {
    return tailTotal == 0
        ? head.toByteArray()[head.size() - 1]
        : tail[(int) ((tailTotal - 1) % tail.length)];
  }

  private static String decode(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
  }
}
