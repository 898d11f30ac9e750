package org.failovermon.engine.action;

import java.nio.file.Path;
import java.time.Instant;

/**
 * Something wrong with a script, found before it was needed.
 *
 * @param script the file, or the name where there is no file
 * @param text what is wrong; for a compile error several lines, with the source line and a caret
 * @param since when it was found
 * @param lastGoodInForce whether runs go on with the last version that was good
 */
public record ScriptProblem(Path script, String text, Instant since, boolean lastGoodInForce) {}
