package org.failovermon.db.row;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PackedTest {
  /** Bytes that are no text count three times in the database. */
  @Test
  void unpacksTheLargestOutputThatCanBeKeptThoughItIsNoText() throws SQLException {
    String largerThanTheLimitOfOutput = "\uFFFD".repeat(22 << 20);
    byte[] packed = Packed.text(largerThanTheLimitOfOutput);
    assertTrue(Packed.unpackText(packed).equals(largerThanTheLimitOfOutput));
  }

  @Test
  void callsAValueDamagedThatEndsEarly() {
    byte[] packed = Packed.text("what it printed");
    assertThrows(
        SQLException.class, () -> Packed.unpackText(Arrays.copyOf(packed, packed.length - 6)));
  }
}
