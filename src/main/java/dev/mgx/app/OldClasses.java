package dev.mgx.app;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Brings classes that were compiled for Java 5 or before, like those of picocli, to the form of Java 7: with stack maps.
 * Java's cache takes no others, and those that build on them neither. A program that the script {@code ./mgx} calls after
 * a build, with the folder of the libraries.
 */
public final class OldClasses {
    private static final int HEADER = 8;

    private OldClasses() {}

    public static void main(String[] args) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            for (Path jar : jars) {
                if (hasOldClasses(jar)) {
                    renew(jar);
                }
            }
        }
    }

    static boolean hasOldClasses(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                try (InputStream content = file.getInputStream(entry)) {
                    if (isOld(entry, content.readNBytes(HEADER))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Replaces a library, whole. */
    private static void renew(Path jar) throws IOException {
        Path renewed = jar.resolveSibling(jar.getFileName() + ".new");
        try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
                ZipInputStream from = new ZipInputStream(Files.newInputStream(jar));
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(renewed))) {
            ClassFile format = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)
                            .orElse(ClassHierarchyResolver.defaultResolver())));
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                byte[] bytes = from.readAllBytes();
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(isOld(entry, bytes) ? renewed(format, bytes) : bytes);
                to.closeEntry();
            }
        }
        Files.move(renewed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    /** By the major version, the bytes 6 and 7 of a class file (Java Virtual Machine Specification, 4.1). */
    private static boolean isOld(ZipEntry entry, byte[] bytes) {
        return entry.getName().endsWith(".class")
                && bytes.length >= HEADER
                && ((bytes[6] & 0xff) << 8 | (bytes[7] & 0xff)) < ClassFile.JAVA_6_VERSION;
    }

    private static byte[] renewed(ClassFile format, byte[] bytes) {
        ClassModel model = format.parse(bytes);
        ClassTransform bodies = ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
        ClassTransform version = (type, element) -> {
            if (element instanceof ClassFileVersion) {
                type.withVersion(ClassFile.JAVA_7_VERSION, 0);
            } else {
                type.with(element);
            }
        };
        return format.transformClass(model, bodies.andThen(version));
    }
}
