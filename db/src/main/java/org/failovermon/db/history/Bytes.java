package org.failovermon.db.history;

import java.util.Arrays;

/** A growing array of bytes with numbers of variable length: seven bits a byte, lowest first. */
final class Bytes {
  private byte[] array;
  private int length;

  Bytes(int capacity) {
    array = new byte[capacity];
  }

  byte[] array() {
    return array;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Forgets what was appended after this length. */
  void truncate(int newLength) {
    length = newLength;
  }

  /** Appends a number that is not negative. */
  void number(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    put((byte) rest);
  }

  /** Appends a number of either sign; small ones are short. */
  void signed(long value) {
    number((value << 1) ^ (value >> 63));
  }

  void append(Bytes other) {
    ensure(other.length);
    System.arraycopy(other.array, 0, array, length, other.length);
    length += other.length;
  }

  private void put(byte value) {
    ensure(1);
    array[length++] = value;
  }

  private void ensure(int more) {
    if (length + more > array.length) {
      array = Arrays.copyOf(array, Math.max(length + more, array.length * 2));
    }
  }

  /** Reads what {@link Bytes} wrote. A read past the end throws ArrayIndexOutOfBoundsException. */
  static final class Reader {
    private final byte[] array;
    private int position;

    Reader(byte[] array) {
      this.array = array;
    }

    boolean more() {
      return position < array.length;
    }

    int position() {
      return position;
    }

    void position(int newPosition) {
      position = newPosition;
    }

    long number() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        byte next = array[position++];
        value |= (next & 0x7fL) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw new ArrayIndexOutOfBoundsException("a number has more than ten bytes");
    }

    long signed() {
      long value = number();
      return (value >>> 1) ^ -(value & 1);
    }
  }
}
