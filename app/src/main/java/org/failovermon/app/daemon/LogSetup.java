package org.failovermon.app.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/**
 * The daemon's log: {@code log/failovermon.log}, at most six files of 10 MB, and standard error
 * while it runs in the foreground. Until it is set up, warnings go to standard error. Loaded by
 * Logback as a service.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  private static final String PATTERN =
      "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%ex";
  private static final int OLD_FILES = 5;
  private static final long FILE_BYTES = 10_000_000;

  /** How often the size is looked at: what is logged in between may exceed it. */
  private static final Duration LOOKED_AT = Duration.ofSeconds(1);

  /** For Logback. */
  public LogSetup() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    context.getLogger("ROOT").setLevel(Level.WARN);
    context.getLogger("ROOT").addAppender(console(context));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * Sends what is logged to the files of a daemon.
   *
   * @param folder where they lie
   * @param foreground whether standard error gets it too
   */
  static void toFiles(Path folder, boolean foreground) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return; // another binding was chosen, as in an embedding program: it has its own ways
    }
    var root = context.getLogger("ROOT");
    root.detachAndStopAllAppenders();
    root.setLevel(Level.INFO);
    context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
    context.getLogger("org.quartz").setLevel(Level.WARN);
    root.addAppender(file(context, folder, FILE_BYTES, LOOKED_AT));
    if (foreground) {
      root.addAppender(console(context));
    }
  }

  private static ConsoleAppender<ILoggingEvent> console(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setTarget("System.err");
    start(console, context);
    return console;
  }

  /** An appender to {@code failovermon.log} that keeps five older files of about this size. */
  static RollingFileAppender<ILoggingEvent> file(
      LoggerContext context, Path folder, long bytes, Duration lookedAt) {
    RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
    String name = folder.resolve("failovermon.log").toString();
    file.setFile(name);
    file.setContext(context);
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(file);
    rolling.setMinIndex(1);
    rolling.setMaxIndex(OLD_FILES);
    rolling.setFileNamePattern(name + ".%i");
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(bytes));
    size.setCheckIncrement(
        ch.qos.logback.core.util.Duration.buildByMilliseconds((double) lookedAt.toMillis()));
    size.start();
    file.setRollingPolicy(rolling);
    file.setTriggeringPolicy(size);
    start(file, context);
    return file;
  }

  private static void start(OutputStreamAppender<ILoggingEvent> appender, LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
  }
}
