package org.failovermon.dsl.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import groovy.transform.TypeChecked;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;
import org.junit.jupiter.api.Test;

/**
 * What an editor can know of a policy: Groovy's own type checker, which has our jars on its class
 * path and nothing of our compiler, finds each word, in blocks as well.
 */
final class EditorsTest {
  private static final String POLICY =
      "@groovy.transform.BaseScript org.failovermon.dsl.policy.PolicyScript policy\n";
  private static final String ACTION =
      "@groovy.transform.BaseScript org.failovermon.dsl.action.ActionScriptBase script\n";

  private static void resolve(String source) {
    CompilerConfiguration configuration = new CompilerConfiguration();
    configuration.addCompilationCustomizers(new ASTTransformationCustomizer(TypeChecked.class));
    CompilationUnit unit = new CompilationUnit(configuration);
    unit.addSource("edited.groovy", source);
    unit.compile(Phases.INSTRUCTION_SELECTION);
  }

  @Test
  void wordsAndUnitsAreFoundInAllBlocksOfAPolicy() {
    resolve(
        POLICY
            + """
            monitor('db1') {
              every 60.seconds
              path '10.0.0.1', port: 7000
              check('smtp') { smtp address: '10.0.0.1'; failAfter 3 }
              needs all(heartbeat, check('smtp'))
              lostPulse { exec 'systemctl', 'start', 'postfix'; log "$host: $reason" }
            }
            rule('tell') { on lost('db1'); oncePer incident; action { notify 'lost' } }
            """);
  }

  @Test
  void wordsOfAnActionScriptAreFound() {
    resolve(ACTION + "exec 'ip', 'address', host\nlog \"$reason ${monitor.interval}\"\n");
  }

  @Test
  void aWordThatDoesNotExistIsSeenInItsBlock() {
    String said =
        String.valueOf(
            assertThrows(
                    MultipleCompilationErrorsException.class,
                    () -> resolve(POLICY + "monitor('db1') { lostPulse { exce 'true' } }\n"))
                .getMessage());
    assertTrue(said.contains("exce"), said);
    assertEquals(1, said.lines().filter(line -> line.contains("Static type checking")).count());
  }
}
