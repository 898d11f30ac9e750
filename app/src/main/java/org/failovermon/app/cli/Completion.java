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
  /**
   * What completes names beside picocli's commands and options. A list of names is asked for once
   * in five seconds, since each costs a start of the command.
   */
  private static final String NAMES =
      """
      # names of hosts, jobs, runs, maintenance windows and versions, and the operations of -o
      function _failovermon_known() {
        local program="${COMP_WORDS[0]/#\\~\\//$HOME/}"
        if [ "$1 $2" != "$_failovermon_asked" ] || [ $((SECONDS - _failovermon_at)) -gt 5 ]; then
          if [ -n "$2" ]; then
            _failovermon_names="$("$program" --home "$2" known-names "$1" 2>/dev/null)"
          else
            _failovermon_names="$("$program" known-names "$1" 2>/dev/null)"
          fi
          _failovermon_asked="$1 $2"
          _failovermon_at=$SECONDS
        fi
      }

      function _failovermon_wanted() {
        local i word first="" second="" operation="" previous="${COMP_WORDS[COMP_CWORD-1]}"
        local count=0
        for ((i = 1; i < COMP_CWORD; i++)); do
          word="${COMP_WORDS[i]}"
          case "$word" in
            --home) i=$((i + 1)) ;;
            -o) i=$((i + 1)); operation="${COMP_WORDS[i]}" ;;
            -*) ;;
            *)
              count=$((count + 1))
              if [ -z "$first" ]; then first="$word"
              elif [ -z "$second" ]; then second="$word"; fi ;;
          esac
        done
        [ "$previous" = "=" ] && previous="${COMP_WORDS[COMP_CWORD-2]}"
        case "$previous" in
          -o) echo operations; return ;;
          --host) [ "$first" = job ] && echo hosts || echo "hosts jobs"; return ;;
          --home) return ;;
        esac
        case "$operation" in
          delete | modify | list | start | stop) echo hosts; return ;;
          ?*) return ;;
        esac
        case "$first $second" in
          "start "* | "stop "* | "list "* | "delete "*) echo hosts ;;
          "modify " | "history " | "outages ") echo hosts ;;
          "path add" | "path check" | "path delete" | "path modify" | "path list")
            [ "$count" = 2 ] && echo hosts ;;
          "job delete") echo jobs ;;
          "show " | "run retry" | "run dismiss") echo runs ;;
          "maintenance delete") echo windows ;;
          "policy show" | "policy rollback") [ "$count" = 2 ] && echo versions ;;
        esac
      }

      function _failovermon() {
        local current="${COMP_WORDS[COMP_CWORD]}" kinds kind names="" home="" i
        _complete_failovermon
        [ "$current" = "=" ] && current=""
        case "$current" in -*) return ;; esac
        for ((i = 1; i < COMP_CWORD - 1; i++)); do
          [ "${COMP_WORDS[i]}" = --home ] && home="${COMP_WORDS[i+1]}"
        done
        kinds="$(_failovermon_wanted)"
        [ -z "$kinds" ] && return
        for kind in $kinds; do
          if [ "$kind" = operations ]; then
            names="add delete help list modify start stop"
          else
            _failovermon_known "$kind" "$home"
            names="$names $_failovermon_names"
          fi
        done
        COMPREPLY=($(compgen -W "$names" -- "$current"))
        compopt +o default 2>/dev/null
      }

      complete -F _failovermon -o default failovermon failovermon.sh failovermon.bash\
      """;

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
    context.say(NAMES);
    return Refusal.DONE;
  }
}
