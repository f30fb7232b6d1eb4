package dev.mgx.packages;

import java.nio.file.Path;

/**
 * What an installation handed over.
 *
 * @param manifest the content of {@link Ecosystem#manifest()}
 * @param lock the content of {@link Ecosystem#lockFile()}
 * @param archive in the store, without a lasting name
 */
record InstalledPackages(String manifest, String lock, Path archive) {}
