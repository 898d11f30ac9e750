package org.failovermon.dsl.words;

import java.math.BigDecimal;
import org.failovermon.engine.model.InvalidValueException;

/**
 * A number of bytes.
 *
 * @param bytes 0 to 2^63 - 1
 */
public record Size(long bytes) {
  static Size of(Number count, long unit) {
    BigDecimal bytes = new BigDecimal(count.toString()).multiply(BigDecimal.valueOf(unit));
    if (bytes.signum() < 0 || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new InvalidValueException(
          "a size is 0 to 2^63 - 1 bytes, was " + bytes.toPlainString());
    }
    return new Size(bytes.longValue());
  }

  @Override
  public String toString() {
    return bytes + " bytes";
  }
}
