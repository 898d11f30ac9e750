package org.failovermon.app.policy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javax.management.JMException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JitDirectivesTest {
  @AfterEach
  void remove() throws JMException {
    JitDirectives.command("compilerDirectivesClear");
  }

  @Test
  void theJvmTakesThem() throws JMException {
    assertFalse(inForce().contains("groovy"), inForce());

    JitDirectives.spareGroovy();

    assertTrue(inForce().contains("org/codehaus/groovy"), inForce());
  }

  private static String inForce() throws JMException {
    return JitDirectives.command("compilerDirectivesPrint");
  }
}
