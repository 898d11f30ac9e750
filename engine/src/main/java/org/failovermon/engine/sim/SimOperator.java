package org.failovermon.engine.sim;

import java.util.ArrayList;
import java.util.List;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;

/** Gives commands to the engine of one machine, and says what it answered. */
final class SimOperator {
  private final World world;
  private final Observer machine;

  SimOperator(World world, Observer machine) {
    this.world = world;
    this.machine = machine;
  }

  OperatorCall operate(OperatorCommand command) {
    OperatorCall call = new OperatorCall(command);
    if (!machine.runs()) {
      world.say("operator", "is not heard, failoverd does not run: " + command);
    }
    machine.inThisProcess(
        () -> {
          if (!machine.offer(new Event.Operator("operator", command, r -> replied(call, r)))) {
            world.say("operator", "is not heard, the inbox is full: " + command);
          }
        });
    return call;
  }

  private void replied(OperatorCall call, Reply reply) {
    call.answer(reply);
    machine.probes().forEach(p -> p.replied(machine, call));
    say(reply);
  }

  /** Writes the answer to whatever was asked into the transcript. */
  void say(Reply reply) {
    List<String> said = new ArrayList<>(reply.messages());
    reply.warnings().forEach(text -> said.add("warning: " + text));
    reply.errors().forEach(text -> said.add("error: " + text));
    world.say(
        "operator",
        "exit " + reply.exit() + (said.isEmpty() ? "" : ": ") + String.join(" | ", said));
  }
}
