package org.failovermon.app.local;

import java.util.List;
import java.util.function.Function;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.DaemonCommand;
import org.failovermon.app.control.Desk;
import org.failovermon.app.control.NoAnswerException;
import org.failovermon.app.control.Query;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The desk of a daemon that may hang: who looks is shown what is recorded instead, and who wants a
 * change hears that nothing was changed. Not thread-safe.
 */
final class PatientDesk implements Desk {
  private final Desk daemon;
  private final SilentDaemon silence;
  private final Function<String, Desk> recorded;
  private @Nullable Desk instead;

  /**
   * A desk for one command.
   *
   * @param recorded makes the desk that looks at what is recorded, and remarks this
   */
  PatientDesk(Desk daemon, SilentDaemon silence, Function<String, Desk> recorded) {
    this.daemon = daemon;
    this.silence = silence;
    this.recorded = recorded;
  }

  @Override
  public Reply operate(OperatorCommand command) {
    return change(() -> daemon.operate(command));
  }

  @Override
  public Reply command(DaemonCommand command) {
    return change(() -> daemon.command(command));
  }

  private Reply change(java.util.function.Supplier<Reply> change) {
    try {
      return change.get();
    } catch (NoAnswerException e) {
      throw Refusal.because(e, silence.sentence(e) + "; nothing was changed; " + silence.remedy());
    }
  }

  @Override
  public JsonNode ask(Query query) {
    Desk other = instead;
    if (other != null) {
      return other.ask(query);
    }
    try {
      return daemon.ask(query);
    } catch (NoAnswerException e) {
      Desk local =
          recorded.apply(
              silence.sentence(e)
                  + "; what is shown is the last that was recorded; "
                  + silence.remedy());
      instead = local;
      return local.ask(query);
    }
  }

  @Override
  public List<String> remarks() {
    return instead == null ? List.of() : instead.remarks();
  }

  @Override
  public boolean daemon() {
    return instead == null;
  }

  @Override
  public void close() {
    daemon.close();
    if (instead != null) {
      instead.close();
    }
  }
}
