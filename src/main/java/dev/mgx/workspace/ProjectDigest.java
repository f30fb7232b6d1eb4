package dev.mgx.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What a project's files are, in 64 hexadecimal digits: the same files give the same. */
public final class ProjectDigest {
    private ProjectDigest() {}

    /** Of these files, without the team's own manifest. */
    public static String of(Map<String, String> texts, Map<String, byte[]> binaries) {
        Map<String, byte[]> files = new TreeMap<>(binaries);
        texts.forEach((path, content) -> files.put(path, content.getBytes(UTF_8)));
        files.remove(ManifestFile.PATH);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((path, content) -> {
                part(digest, path.getBytes(UTF_8));
                part(digest, content);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static void part(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }
}
