package dev.mgx.packages;

import dev.mgx.json.Json;
import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An index of Python packages: a list of files for each. Only wheels are shown, which are unpacked and not run.
 *
 * @see <a href="https://packaging.python.org/en/latest/specifications/simple-repository-api/">its form</a>
 */
final class PypiFacade extends RegistryFacade {
    static final String PREFIX = "/pypi/simple/";

    private static final String FILES = "/pypi/files/";

    PypiFacade(
            RegistryClient client,
            PackageStore store,
            PackagePolicy policy,
            RefusedPackages refusals,
            Results results) {
        super(client, store, policy, refusals, results);
    }

    @Override
    Optional<String> listed(String path) {
        return Optional.of(path)
                .filter(each -> each.startsWith(PREFIX) && each.endsWith("/"))
                .map(each -> each.substring(PREFIX.length(), each.length() - 1))
                .filter(Ecosystem.PYPI::isName)
                .map(Ecosystem.PYPI::canonical);
    }

    @Override
    URI listing(String name, Registry registry) {
        return registry.base().resolve(name + "/");
    }

    @Override
    String contentType() {
        return "application/vnd.pypi.simple.v1+json";
    }

    @Override
    ObjectNode filtered(String name, String text, String base) {
        JsonNode listing = Json.readTree(text);
        ArrayNode files = JsonNodeFactory.instance.arrayNode();
        boolean wheels = false;
        boolean dated = false;
        for (JsonNode file : listing.path("files")) {
            String filename = file.path("filename").asString("");
            if (filename.endsWith(".whl") && !filename.contains("/") && !isYanked(file.path("yanked"))) {
                wheels = true;
                dated |= file.hasNonNull("upload-time");
                if (policy().isOldEnough(file.path("upload-time").asString(""))) {
                    offered(name, filename, file, base).ifPresent(files::add);
                }
            }
        }
        if (files.isEmpty()) {
            refuse(
                    name,
                    !wheels
                            ? "has no wheel, and nothing else is installed"
                            : dated
                                    ? "has no wheel that has been out for " + policy().age()
                                    : "cannot be judged: the index does not tell how old its files are");
        }
        ObjectNode filtered = JsonNodeFactory.instance.objectNode();
        filtered.putObject("meta").put("api-version", "1.1");
        filtered.put("name", name);
        filtered.set("files", files);
        return filtered;
    }

    /** Taken back: true, or the reason. */
    private static boolean isYanked(JsonNode yanked) {
        return yanked.isString() || yanked.asBoolean(false);
    }

    /** The file as it is shown; empty if the index does not say what its hash is. */
    private Optional<ObjectNode> offered(String name, String filename, JsonNode file, String base) {
        String sha256 = file.path("hashes").path("sha256").asString("");
        String address = file.path("url").asString("");
        if (!sha256.matches("[0-9a-f]{64}") || address.isEmpty()) {
            return Optional.empty();
        }
        URI url = client().registry().base().resolve(name + "/").resolve(address);
        String path = offer(
                "%s%s/%s".formatted(FILES, name, filename),
                new Download(url, new PackageStore.Hash("SHA-256", sha256)));
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("filename", filename);
        shown.put("url", base + path);
        shown.putObject("hashes").put("sha256", sha256);
        if (file.hasNonNull("requires-python")) {
            shown.set("requires-python", file.get("requires-python"));
        }
        return Optional.of(shown);
    }
}
