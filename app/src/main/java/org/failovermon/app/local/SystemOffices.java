package org.failovermon.app.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.ControlClient;
import org.failovermon.app.control.Desk;
import org.failovermon.app.control.Offices;
import org.failovermon.app.control.Remarks;
import org.failovermon.app.home.Home;
import org.failovermon.app.home.HomeLock;
import org.failovermon.app.rights.Account;
import org.failovermon.app.rights.Accounts;
import org.failovermon.app.rights.Rights;
import org.failovermon.app.settings.Settings;
import org.failovermon.app.settings.SettingsReader;
import org.jspecify.annotations.Nullable;

/** The desks of this machine: the daemon's socket where there is one, otherwise our own. */
public final class SystemOffices implements Offices {
  /** How long a request to the daemon may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How long a daemon that holds the lock may take until it answers. */
  private static final Duration STARTING = Duration.ofSeconds(10);

  private static final Duration PACE = Duration.ofMillis(20);

  /** For the command line. */
  public SystemOffices() {}

  @Override
  public @Nullable Desk ofDaemon(Home home) {
    return ControlClient.to(home.socket(), PATIENCE);
  }

  @Override
  public Desk forLooking(Home home) {
    if (home.named() && !Files.isDirectory(home.state())) {
      throw Refusal.notDone(
          "there is no installation in "
              + home
              + (Files.exists(home.state()) ? ", which is no folder" : "")
              + "; name another with --home or FAILOVERMON_HOME, or leave that out for the"
              + " system's");
    }
    Desk daemon = ofDaemon(home);
    return daemon != null
        ? new PatientDesk(daemon, new SilentDaemon(home), silence -> recorded(home, silence))
        : recorded(home, "");
  }

  /** What is recorded can be looked at whatever is wrong with the configuration. */
  private static Desk recorded(Home home, String silence) {
    List<String> mistakes = new ArrayList<>();
    Settings settings;
    try {
      settings = readable(home);
    } catch (Refusal e) {
      settings = defaults(home);
      e.sentences().forEach(s -> mistakes.add("failoverd would not start: " + s));
    }
    return new LocalDesk(
        home, settings, null, Long.toString(Accounts.ownUid()), new Remarks(silence, mistakes));
  }

  /** The settings, or the defaults where the file is not ours to read. */
  private static Settings readable(Home home) {
    return Files.isReadable(home.settings())
        ? SettingsReader.read(home.settings())
        : defaults(home);
  }

  private static Settings defaults(Home home) {
    return SettingsReader.read(home.settings().resolveSibling("none.toml"));
  }

  @Override
  public Desk forChanging(Home home) {
    Desk daemon = ofDaemon(home);
    if (daemon != null) {
      return patient(home, daemon);
    }
    Account own = Accounts.own();
    Settings settings = mayChange(home, own);
    Remarks remarks =
        Files.exists(home.state())
            ? Remarks.NONE
            : new Remarks("", List.of("made a new installation in " + home));
    home.create();
    long begun = System.nanoTime();
    while (true) {
      HomeLock lock = HomeLock.tryTake(home, "failovermon, a command");
      if (lock != null) {
        return new LocalDesk(home, settings, lock, own.who(), remarks);
      }
      daemon = ofDaemon(home); // it was starting
      if (daemon != null) {
        return patient(home, daemon);
      }
      if (System.nanoTime() - begun > STARTING.toNanos()) {
        return new LocalDesk(
            home, settings, HomeLock.take(home, "failovermon"), own.who(), remarks);
      }
      pause();
    }
  }

  private static Desk patient(Home home, Desk daemon) {
    return new PatientDesk(daemon, new SilentDaemon(home), silence -> recorded(home, silence));
  }

  private static Settings mayChange(Home home, Account own) {
    Settings settings = readable(home);
    if (Files.exists(home.state())) {
      Optional<String> refusal =
          new Rights(home.toString(), owner(home.state()), settings.group()).refusal(own);
      if (refusal.isPresent()) {
        throw Refusal.noRights(refusal.get());
      }
      if (!Files.isWritable(home.state())) {
        throw Refusal.noRights(
            "refused for lack of rights: no daemon runs, and "
                + own.who()
                + " may not write to "
                + home
                + "; start the daemon as its owner, then members of the group "
                + settings.group()
                + " can change things");
      }
    }
    return settings;
  }

  /** The user id of the owner of a home. */
  static long owner(Path state) {
    try {
      return ((Number) Files.getAttribute(state, "unix:uid")).longValue();
    } catch (IOException e) {
      throw Refusal.because(e, "cannot find out who owns " + state);
    }
  }

  @Override
  public List<String> startDaemon(Home home, @Nullable String homeFlag) {
    mayChange(home, Accounts.own());
    boolean made = !Files.exists(home.state());
    List<String> said = new DaemonStart(home, homeFlag, () -> ofDaemon(home)).run();
    if (!made) {
      return said;
    }
    List<String> all = new ArrayList<>(List.of("made a new installation in " + home));
    all.addAll(said);
    return all;
  }

  @Override
  public List<String> stopDaemon(Home home) {
    return new DaemonStop(home, () -> ofDaemon(home)).run();
  }

  static void pause() {
    try {
      Thread.sleep(PACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.because(e, "interrupted");
    }
  }
}
