package org.failovermon.app.cli;

import org.failovermon.app.Refusal;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code failovermon completion SHELL}: what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    description = "Prints the completion script of a shell.",
    footer = {
      "",
      "Examples:",
      "  source <(failovermon completion bash)",
      "  failovermon completion zsh > ~/.failovermon-completion.zsh; then source it in ~/.zshrc"
    })
final class Completion extends Verb {
  private final Subcommands all;

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  Shell shell = Shell.bash;

  Completion(Context context, Subcommands all) {
    super(context);
    this.all = all;
  }

  /** Shells that are known. */
  enum Shell {
    bash,
    zsh
  }

  @Override
  public Integer call() {
    // picocli's script serves both: under zsh it loads bashcompinit by itself.
    context.say(AutoComplete.bash("failovermon", all.whole()));
    return Refusal.DONE;
  }
}
