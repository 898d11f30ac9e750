package org.failovermon.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.port.OperatorCommand;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptanceTest {
  private static final HostName HOST = new HostName("hostA");
  private final Acceptance acceptance = new Acceptance((script, kind) -> Optional.empty());

  private String objection(OperatorCommand command) {
    return acceptance.objection(command).orElse("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.300", "10.0.0", "10.0.0.0.1", "fd00::zz", "1:2:3", "fe80::1%", ":"})
  void whatCanOnlyBeAnAddressMustBeOne(String wrong) {
    String said = "invalid address '" + wrong + "': ";
    assertTrue(objection(new OperatorCommand.AddPath(HOST, wrong, 0)).startsWith(said), wrong);
    assertTrue(
        objection(new OperatorCommand.ModifyPath(HOST, "10.0.0.1", wrong, 0)).startsWith(said),
        wrong);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.30",
        "fd00::7",
        "fe80::1%eth9",
        "::ffff:10.0.0.1",
        "hostB",
        "7",
        "web1.example.org"
      })
  void namesAndAddressesAreAccepted(String right) {
    assertEquals("", objection(new OperatorCommand.AddPath(HOST, right, 0)));
  }
}
