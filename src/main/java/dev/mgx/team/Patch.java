package dev.mgx.team;

import java.util.List;

/**
 * What a round of debugging did; the files themselves are artifacts.
 *
 * @param diagnosis what the debugger said was wrong
 * @param paths the files it changed; none when it gave up, or only repeated itself
 * @param fingerprint tells the same change from another one
 */
record Patch(String diagnosis, List<String> paths, String fingerprint) {}
