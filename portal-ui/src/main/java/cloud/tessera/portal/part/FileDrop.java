package cloud.tessera.portal.part;

import cloud.tessera.inventory.document.FileText;
import cloud.tessera.quota.term.Refusal;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.component.upload.UploadI18N;
import com.vaadin.flow.server.streams.UploadHandler;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Takes one file, chosen or dropped, of at most {@link FileText#LARGEST} bytes. */
public final class FileDrop extends Upload {
    private static final long serialVersionUID = 1;
    private static final String TOO_LARGE = "too_large";
    private static final String OTHER_KIND = "other_kind";

    /**
     * @param taken is called with the file's name and content
     * @param refused is told why a file is not taken: {@code too_large} or {@code other_kind}
     * @param extensions with their dots
     */
    public FileDrop(BiConsumer<String, byte[]> taken, Consumer<Refusal> refused, String... extensions) {
        super(UploadHandler.inMemory((metadata, bytes) -> {
            // The browser refuses it before it is sent; somebody may have told it not to.
            if (bytes.length > FileText.LARGEST) {
                refused.accept(tooLarge(metadata.fileName()));
            } else {
                taken.accept(metadata.fileName(), bytes);
            }
        }));
        setMaxFileSize(FileText.LARGEST);
        setAcceptedFileExtensions(extensions);
        setMaxFiles(1);
        setI18n(new UploadI18N()
                .setAddFiles(new UploadI18N.AddFiles().setOne(Texts.text("file.choose")))
                .setDropFiles(new UploadI18N.DropFiles().setOne(Texts.text("file.drop")))
                .setError(new UploadI18N.Error()
                        .setFileIsTooBig(TOO_LARGE)
                        .setIncorrectFileType(OTHER_KIND)
                        .setTooManyFiles(Texts.text("file.one"))));
        addFileRejectedListener(e -> {
            switch (e.getErrorMessage()) {
                case TOO_LARGE -> refused.accept(tooLarge(e.getFileName()));
                case OTHER_KIND ->
                    refused.accept(Refusal.invalid(
                            OTHER_KIND, Texts.text("file.otherkind", String.join(", ", extensions)), null));
                default -> refused.accept(Refusal.invalid("one_file", e.getErrorMessage(), null));
            }
        });
    }

    private static Refusal tooLarge(String name) {
        return Refusal.invalid(TOO_LARGE, Texts.text("file.toolarge", name, FileText.LARGEST >> 20), null);
    }
}
