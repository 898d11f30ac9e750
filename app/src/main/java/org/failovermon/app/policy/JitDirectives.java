package org.failovermon.app.policy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the JVM's optimizing compiler (C2) away from the Groovy compiler. Groovy's compiler works
 * for seconds while many policies are read for the first time, and then hardly ever again: making
 * it fast costs more processor time than it saves (decision 0186). The quick compiler (C1) still
 * takes it; all else is optimized as always.
 */
final class JitDirectives {
  /** Fewer files than these are compiled before it would make a difference. */
  static final int MANY_FILES = 100;

  private static final Logger log = LoggerFactory.getLogger(JitDirectives.class);

  private static final String SPARE_GROOVY =
      """
      [{
        match: ["org/codehaus/groovy/*.*", "org/apache/groovy/*.*", "groovyjarjar*.*"],
        c2: { Exclude: true }
      }]
      """;

  private JitDirectives() {}

  /** Tells the JVM, where that is a HotSpot; where it cannot be told, all is only slower. */
  static void spareGroovy() {
    try {
      Path file = Files.createTempFile("failovermon-jit", ".json");
      try {
        Files.writeString(file, SPARE_GROOVY);
        command("compilerDirectivesAdd", file.toString());
      } finally {
        Files.delete(file);
      }
    } catch (IOException | JMException e) {
      log.debug("the JVM takes no compiler directives: {}", e.toString());
    }
  }

  /** Has the JVM carry out a diagnostic command, as jcmd does. */
  static String command(String name, String... arguments) throws JMException {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                name,
                new Object[] {arguments},
                new String[] {String[].class.getName()});
  }
}
