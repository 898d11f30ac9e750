package org.failovermon.app.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneId;
import org.failovermon.app.control.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What {@code daemon status} prints, to the character. */
class DaemonFactsTest {
  @Test
  void areWordsAndLocalTimes() {
    ObjectNode document = Json.object();
    ObjectNode daemon =
        document
            .putObject("daemon")
            .put("pid", 812)
            .put("since", "2026-11-20T01:00:00.123456789Z")
            .put("tells_people", false);
    daemon.putArray("listens_on").add("127.0.0.1:6940").add("[::1]:6940");
    daemon.putArray("older_key_used_by");
    assertEquals(
        """
        process              812
        since                2026-11-20 02:00:00
        tells people         no
        listens on           127.0.0.1:6940, [::1]:6940
        older key used by    none\
        """,
        String.join("\n", new Lists(ZoneId.of("Europe/Berlin"), Ink.PLAIN).daemon(document)));
  }
}
