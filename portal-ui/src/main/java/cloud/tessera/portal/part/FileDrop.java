package cloud.tessera.portal.part;

import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.component.upload.UploadI18N;
import com.vaadin.flow.server.streams.UploadHandler;
import java.util.function.BiConsumer;

/** Takes one file, chosen or dropped, of at most {@value #MOST_BYTES} bytes. */
public final class FileDrop extends Upload {
    private static final long serialVersionUID = 1;
    private static final int MOST_BYTES = 10_000_000;

    /**
     * @param taken is called with the file's name and content
     * @param extensions with their dots
     */
    public FileDrop(BiConsumer<String, byte[]> taken, String... extensions) {
        super(UploadHandler.inMemory((metadata, bytes) -> taken.accept(metadata.fileName(), bytes)));
        setMaxFileSize(MOST_BYTES);
        setAcceptedFileExtensions(extensions);
        setMaxFiles(1);
        setI18n(new UploadI18N()
                .setAddFiles(new UploadI18N.AddFiles().setOne(Texts.text("file.choose")))
                .setDropFiles(new UploadI18N.DropFiles().setOne(Texts.text("file.drop"))));
    }
}
