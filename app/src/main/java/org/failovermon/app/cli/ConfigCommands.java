package org.failovermon.app.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.app.Refusal;
import org.failovermon.app.home.Home;
import org.failovermon.app.local.NoticeTrial;
import org.failovermon.app.settings.Settings;
import org.failovermon.app.settings.SettingsReader;
import picocli.CommandLine.Command;

/** {@code failovermon config …}: the configuration file. */
@Command(
    name = "config",
    description = "Checks the configuration file.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ConfigCommands.Check.class,
    footer = {"", "Example:", "  failovermon config check"})
final class ConfigCommands {
  ConfigCommands(Context context) {}

  /** Checks the file as the next start of failoverd will. */
  @Command(
      name = "check",
      description =
          "Checks the configuration as the next start of failoverd will; exit code 1 and every"
              + " mistake with its line if it would fail. A notify command that cannot be run is a"
              + " warning.",
      footer = {"", "Example:", "  failovermon config check"})
  static final class Check extends Verb {
    Check(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      Home home = context.home();
      List<String> said = new ArrayList<>();
      if (Files.exists(home.settings())) {
        Settings settings = SettingsReader.read(home.settings());
        said.add(home.settings() + " has no mistakes; a running failoverd uses it when it is");
        said.add("stopped and started: failovermon daemon stop; failovermon daemon start");
        new NoticeTrial(home, settings).faults().forEach(context::warn);
      } else {
        said.add("there is no " + home.settings() + ": the defaults are in force");
      }
      context.say(said);
      return Refusal.DONE;
    }
  }
}
