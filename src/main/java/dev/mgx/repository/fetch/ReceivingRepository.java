package dev.mgx.repository.fetch;

import dev.mgx.repository.ClosedSystem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.util.NB;

/** An empty repository that takes one pack, within limits that JGit looks at too late: it makes room for as many objects as the pack announces. */
final class ReceivingRepository extends FileRepository {
    /** {@code PACK}, the version and the number of objects, by gitformat-pack. */
    private static final int PACK_HEADER = 12;

    private static final int COUNT_AT = 8;

    private final GitClient client;
    private final FetchLimits limits;

    ReceivingRepository(Path folder, GitClient client, FetchLimits limits) throws IOException {
        super(ClosedSystem.repository(folder, folder));
        this.client = client;
        this.limits = limits;
    }

    @Override
    public ObjectInserter newObjectInserter() {
        ObjectInserter objects = super.newObjectInserter();
        return new ObjectInserter.Filter() {
            @Override
            protected ObjectInserter delegate() {
                return objects;
            }

            @Override
            public PackParser newPackParser(InputStream pack) throws IOException {
                client.packBegins();
                byte[] header = pack.readNBytes(PACK_HEADER);
                if (header.length == PACK_HEADER && NB.decodeUInt32(header, COUNT_AT) > limits.objects()) {
                    throw client.refusals()
                            .tooLarge("%,d files and folders".formatted(NB.decodeUInt32(header, COUNT_AT)));
                }
                PackParser parser =
                        super.newPackParser(new SequenceInputStream(new ByteArrayInputStream(header), pack));
                parser.setMaxObjectSizeLimit(limits.objectBytes());
                return parser;
            }
        };
    }
}
