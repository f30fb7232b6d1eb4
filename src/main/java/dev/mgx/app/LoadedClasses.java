package dev.mgx.app;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads at the start what a server would load much later, when its files may be gone or be those of another version: all
 * its own classes, those that its libraries need to shut down, and every library as an open file.
 */
final class LoadedClasses {
    private static final Logger log = LoggerFactory.getLogger(LoadedClasses.class);

    private static final String OURS = "dev/mgx/";

    /** What libraries load first when they are closed; LoadedClassesTest says what is missing here. */
    private static final List<String> LIBRARIES = List.of(
            "io.netty.buffer.HeapByteBufUtil",
            "io.netty.channel.AbstractChannel$AbstractUnsafe$6",
            "io.netty.channel.group.ChannelMatcher",
            "io.netty.channel.group.ChannelMatchers",
            "io.netty.channel.group.ChannelMatchers$1",
            "io.netty.channel.group.ChannelMatchers$ClassMatcher",
            "io.netty.channel.group.ChannelMatchers$InvertMatcher",
            "io.netty.channel.group.CombinedIterator",
            "io.netty.channel.group.DefaultChannelGroupFuture",
            "io.netty.channel.group.DefaultChannelGroupFuture$1",
            "io.netty.handler.codec.http.websocketx.WebSocket08FrameDecoder$1",
            "io.netty.handler.codec.http.websocketx.WebSocketCloseStatus",
            "io.netty.util.concurrent.DefaultPromise$1",
            "io.netty.util.concurrent.GlobalEventExecutor$2",
            "io.netty.util.concurrent.GlobalEventExecutor$3",
            "io.vertx.core.CompositeFuture",
            "io.vertx.core.http.WebSocketFrameType",
            "io.vertx.core.http.impl.websocket.WebSocketFrameImpl",
            "io.vertx.core.http.impl.websocket.WebSocketImplBase$2",
            "io.vertx.core.impl.ExecuteBlocking",
            "io.vertx.core.impl.ExecuteBlocking$1",
            "io.vertx.core.impl.SharedResourceHolder",
            "io.vertx.core.impl.VertxImpl$2",
            "io.vertx.core.impl.VertxImpl$2$1",
            "io.vertx.core.impl.WorkerTask",
            "io.vertx.core.impl.future.CompositeFutureImpl",
            "io.vertx.core.impl.future.FutureImpl$ListenerArray",
            "io.vertx.core.net.impl.ShutdownEvent",
            "io.vertx.core.net.impl.VertxConnection$1",
            "io.vertx.core.shareddata.impl.LocalMapImpl",
            "picocli.CommandLine$IExitCodeGenerator",
            "tools.jackson.databind.deser.jdk.UntypedObjectDeserializerNR$Scope");

    private LoadedClasses() {}

    /** Loads them on a thread of its own, which ends when it is done. */
    static Thread load() {
        return Thread.ofPlatform().name("mgx-classes").daemon().start(LoadedClasses::loadAll);
    }

    private static void loadAll() {
        ClassLoader loader = LoadedClasses.class.getClassLoader();
        try {
            // Whoever looks for what is nowhere opens every file of the class path, and keeps it open.
            boolean found = loader.getResources("dev/mgx/nothing").hasMoreElements();
            log.trace("All libraries are open; there is such a resource: {}", found);
            ours().forEach(name -> load(name, loader));
            LIBRARIES.forEach(name -> load(name, loader));
        } catch (IOException | URISyntaxException | RuntimeException e) {
            log.warn("The server's classes could not be loaded ahead; do not replace its files while it runs", e);
        }
    }

    private static void load(String name, ClassLoader loader) {
        try {
            var _ = Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            log.debug("{} cannot be loaded: {}", name, e.toString());
        }
    }

    /** The names of all classes beside this one: in a jar, or in a folder. */
    private static List<String> ours() throws IOException, URISyntaxException {
        CodeSource source = LoadedClasses.class.getProtectionDomain().getCodeSource();
        URI location = source.getLocation().toURI();
        Path place = Path.of(location);
        if (Files.isDirectory(place)) {
            try (Stream<Path> files = Files.walk(place.resolve(OURS))) {
                return names(files.map(file -> place.relativize(file).toString().replace(File.separatorChar, '/')));
            }
        }
        try (JarFile jar = new JarFile(place.toFile())) {
            return names(jar.stream().map(entry -> entry.getName()));
        }
    }

    private static List<String> names(Stream<String> files) {
        return files.filter(file -> file.startsWith(OURS) && file.endsWith(".class"))
                .map(file ->
                        file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                .toList();
    }
}
