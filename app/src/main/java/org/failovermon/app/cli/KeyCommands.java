package org.failovermon.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.Desk;
import org.failovermon.app.control.Query;
import org.failovermon.app.home.Home;
import org.failovermon.engine.heartbeat.KeyFile;
import org.failovermon.engine.heartbeat.KeyFileException;
import org.failovermon.engine.heartbeat.KeyRing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code failovermon key …}: the shared secret of heartbeats. */
@Command(
    name = "key",
    description = "Makes and replaces the key that authenticates heartbeats.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {KeyCommands.Generate.class, KeyCommands.Rotate.class},
    footer = {
      "",
      "Examples:",
      "  failovermon key generate",
      "  failovermon key rotate                 then copy the file to every host",
      "  failovermon key rotate --drop-older    when every host has it"
    })
final class KeyCommands {
  KeyCommands(Context context) {}

  /** Makes the first key. */
  @Command(
      name = "generate",
      description = "Makes the key of this installation; copy the file to the other hosts.",
      footer = {"", "Example:", "  failovermon key generate"})
  static final class Generate extends Verb {
    Generate(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      Home home = context.home();
      context.offices().forChanging(home).close(); // makes the folders, and refuses who may not
      try {
        KeyRing ring = KeyFile.generate(home.key());
        context.say("made key " + ring.newest().shownId() + " in " + home.key());
        context.say(
            "copy this file to every host that monitors or is monitored, mode 0600, for example:");
        context.say("  scp -p " + home.key() + " HOST:" + home.key());
        return Refusal.DONE;
      } catch (KeyFileException e) {
        throw Refusal.because(e, String.valueOf(e.getMessage()));
      }
    }
  }

  /** Replaces the key. */
  @Command(
      name = "rotate",
      description = "Puts a new key before the present one, which stays valid until it is dropped.",
      footer = {
        "",
        "Examples:",
        "  failovermon key rotate                 then copy the file to every host",
        "  failovermon key rotate --drop-older    when every host has it"
      })
  static final class Rotate extends Verb {
    @Option(names = "--drop-older", description = "Drops the older key instead.")
    boolean dropOlder;

    @Option(
        names = "--force",
        description = "With --drop-older: although a host signs with the older key still.")
    boolean force;

    Rotate(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      Home home = context.home();
      context.offices().forChanging(home).close(); // refuses who may not
      try {
        if (dropOlder) {
          refuseWhileUsed(home);
          KeyRing ring = KeyFile.dropOlder(home.key());
          context.say("only key " + ring.newest().shownId() + " is valid now");
        } else {
          KeyRing ring = KeyFile.rotate(home.key());
          context.say("made key " + ring.newest().shownId() + "; the one before stays valid");
          context.say(
              "copy " + home.key() + " to every host, in any order; then, to end the old one:");
          context.say("  failovermon key rotate --drop-older");
        }
        context.say("a running failoverd takes the file into force within seconds");
        return Refusal.DONE;
      } catch (KeyFileException e) {
        throw Refusal.because(e, String.valueOf(e.getMessage()));
      }
    }

    /** A host that only has the older key would be silent from then on, and so would we for it. */
    private void refuseWhileUsed(Home home) {
      if (force) {
        return;
      }
      try (Desk desk = context.offices().ofDaemon(home)) {
        if (desk == null) {
          context.warn(
              "failoverd does not run, so nobody knows whether a host uses the older key still");
          return;
        }
        List<String> users = new ArrayList<>();
        desk.ask(new Query.Daemon())
            .path("daemon")
            .path("older_key_used_by")
            .forEach(user -> users.add(user.asString("")));
        if (!users.isEmpty()) {
          throw Refusal.notDone(
              "the older key was used within the last 10 minutes by "
                  + String.join(", ", users)
                  + ": copy "
                  + home.key()
                  + " to them first, or add --force");
        }
      }
    }
  }
}
