package org.failovermon.app.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.failovermon.app.control.Json;
import org.failovermon.app.show.Ink;
import org.jspecify.annotations.Nullable;

/**
 * What a demo runs on: its ground, its processes, its show, and the end of all of them. {@link
 * #end} may be called from any thread; the rest belongs to the play's.
 */
final class Stage {
  /** In place of a process id, while there is none yet. */
  static final long STARTING = -1;

  private static final Duration CLEANING = Duration.ofSeconds(45);

  private final Ground ground;
  private final CommandLines commands;
  private final Programs programs;
  private final Feed feed = new Feed();
  private final Show show;
  private final Process wires;
  private final Client client;
  private final ConcurrentHashMap<String, Long> pids = new ConcurrentHashMap<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable Observer observer;

  /**
   * Sets the stage: claims a ground, lays the wires.
   *
   * @param live whether to draw a picture
   */
  Stage(CommandLines commands, PrintWriter out, boolean live, Ink ink, Glyphs glyphs) {
    this.commands = commands;
    this.ground = Ground.claim();
    this.programs = new Programs(ground);
    try {
      this.wires = programs.startWires();
    } catch (DemoFailedException e) {
      sweep();
      throw e;
    }
    this.client = new Client(ground.service());
    this.show =
        live ? new LiveShow(out, ink, glyphs, this::facts) : new PlainShow(out, feed, glyphs, ink);
    client.start(sentence -> show.happened(feed.add("web", sentence)));
  }

  private Picture.Facts facts(int act, String headline) {
    return new Picture.Facts(
        act,
        headline,
        feed.elapsed(),
        ground.url(),
        scene(),
        ground.folder().toString(),
        living(Ground.ALPHA),
        living(Ground.BETA),
        client.now(),
        client.strip(),
        feed.tail(40));
  }

  private long living(String host) {
    long pid = pids.getOrDefault(host, 0L);
    return pid == STARTING || Sweep.lives(pid, ground.home(host)) ? pid : 0;
  }

  Ground ground() {
    return ground;
  }

  CommandLines commands() {
    return commands;
  }

  Programs programs() {
    return programs;
  }

  Client client() {
    return client;
  }

  /** Who serves the web now. */
  String server() {
    return client.now();
  }

  /** What beta said last. */
  Scene scene() {
    Observer looking = observer;
    return looking == null ? Scene.EMPTY : looking.scene();
  }

  /** Why a wait may have been in vain. */
  String why() {
    Observer looking = observer;
    String trouble = looking == null ? "" : looking.trouble();
    Scene scene = scene();
    String notices = String.join("; ", scene.notices());
    return " (alpha is "
        + scene.verdict()
        + "; the web is served by "
        + (server().isEmpty() ? "nobody" : server())
        + (trouble.isEmpty() ? "" : "; " + trouble)
        + (notices.isEmpty() ? "" : "; " + notices)
        + ")";
  }

  void act(int number, String headline) {
    show.act(number, headline);
  }

  void tell(String sentence) {
    show.happened(feed.add("demo", sentence));
  }

  /**
   * Carries out a command, and shows it.
   *
   * @throws DemoFailedException when it does not end with 0
   */
  void command(String... words) {
    show.happened(feed.add("$", "failovermon " + String.join(" ", words)));
    CommandLines.Said said = commands.run(words);
    if (said.exit() != 0) {
      throw new DemoFailedException(
          "failovermon "
              + String.join(" ", words)
              + " ended with exit code "
              + said.exit()
              + ": "
              + said.err().strip());
    }
  }

  /** Starts the failoverd of a host. */
  void startDaemon(String host) {
    String home = ground.home(host).toString();
    show.happened(feed.add("$", "failovermon --home " + home + " daemon start"));
    pids.put(host, STARTING);
    programs.startDaemon(host);
    CommandLines.Said said = commands.run("--home", home, "daemon", "status", "--json");
    if (said.exit() != 0) {
      throw new DemoFailedException("failoverd of " + host + ": " + said.err().strip());
    }
    pids.put(
        host,
        Json.parse(said.out().getBytes(StandardCharsets.UTF_8))
            .path("daemon")
            .path("pid")
            .asLong(0));
  }

  /** From now on looks at beta. */
  void observe() {
    observer =
        new Observer(
            commands,
            ground.home(Ground.BETA).toString(),
            line ->
                show.happened(
                    feed.add(
                        line.at(),
                        Ground.BETA,
                        (line.text().contains(line.subject()) ? "" : line.subject() + ": ")
                            + (line.change().isEmpty() ? "" : line.change() + ": ")
                            + line.text())));
  }

  /**
   * Checks that the demo was not ended meanwhile and still has its wires.
   *
   * @throws DemoFailedException when it was, or has not
   */
  void stillOn() {
    if (ended.get()) {
      throw new DemoFailedException("the demo was ended");
    }
    if (!wires.isAlive()) {
      throw new DemoFailedException("the paths of the demo have ended, and the demo with them");
    }
  }

  /** Whether {@link #end} was called. */
  boolean ended() {
    return ended.get();
  }

  /** Ends the picture; what follows are lines. */
  void curtain() {
    show.close();
  }

  void after(List<String> lines) {
    show.after(lines);
  }

  /** Lets everything run on when this process ends. */
  void keep() {
    Wires.order(ground, "keep");
    ended.set(true);
    stopLooking();
  }

  /**
   * Ends every process of the demo and removes its folder; once, from whichever thread comes first.
   */
  void end() {
    if (ended.getAndSet(true)) {
      return;
    }
    programs.close();
    show.close();
    stopLooking();
    try {
      wires.getOutputStream().close(); // its lifeline: it cleans up
      if (wires.waitFor(CLEANING.toMillis(), TimeUnit.MILLISECONDS)) {
        if (!java.nio.file.Files.exists(ground.folder())) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      tell("the wires do not hear: " + e.getMessage()); // then it is done here
    }
    sweep();
  }

  private void stopLooking() {
    client.close();
    Observer looking = observer;
    if (looking != null) {
      looking.close();
    }
  }

  private void sweep() {
    String left =
        Sweep.end(ground.folder())
            ? Sweep.remove(ground.folder()).orElse("")
            : "processes of " + ground.folder() + " do not end";
    if (!left.isEmpty()) {
      throw new DemoFailedException(left);
    }
  }
}
