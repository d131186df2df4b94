package cloud.tessera.portal.part;

import cloud.tessera.inventory.document.FileText;
import cloud.tessera.quota.term.Refusal;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.component.upload.UploadI18N;
import com.vaadin.flow.server.streams.UploadHandler;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Takes files, chosen or dropped, one after the other and each of at most {@link FileText#LARGEST} bytes. Why one is
 * refused stands beside it; nothing of a file stays in its list, which could only say that it has arrived.
 */
public final class FileDrop extends Div {
    private static final long serialVersionUID = 1;
    private static final String TOO_LARGE = "too_large";
    private static final String OTHER_KIND = "other_kind";

    private final Upload upload;
    private final Div told = new Div();

    /**
     * @param take takes a file by its name and content, and says why it is refused; empty where it is not
     * @param extensions with their dots
     */
    public FileDrop(BiFunction<String, byte[], Optional<Refusal>> take, String... extensions) {
        addClassName("stack");
        upload = new Upload(UploadHandler.inMemory((metadata, bytes) -> {
            // The browser refuses a large one before it is sent; somebody may have told it not to.
            boolean large = bytes.length > FileText.LARGEST;
            tell(large ? Optional.of(tooLarge(metadata.fileName())) : take.apply(metadata.fileName(), bytes));
        }));
        upload.setMaxFileSize(FileText.LARGEST);
        upload.setAcceptedFileExtensions(extensions);
        upload.setMaxFiles(1);
        upload.setI18n(new UploadI18N()
                .setAddFiles(new UploadI18N.AddFiles().setOne(Texts.text("file.choose")))
                .setDropFiles(new UploadI18N.DropFiles().setOne(Texts.text("file.drop")))
                .setError(new UploadI18N.Error()
                        .setFileIsTooBig(TOO_LARGE)
                        .setIncorrectFileType(OTHER_KIND)
                        .setTooManyFiles(Texts.text("file.one"))));
        upload.addFileRejectedListener(e -> tell(Optional.of(
                switch (e.getErrorMessage()) {
                    case TOO_LARGE -> tooLarge(e.getFileName());
                    case OTHER_KIND ->
                        Refusal.invalid(OTHER_KIND, Texts.text("file.otherkind", String.join(", ", extensions)), null);
                    default -> Refusal.invalid("one_file", e.getErrorMessage(), null);
                })));
        add(upload, told);
    }

    private void tell(Optional<Refusal> refused) {
        upload.clearFileList();
        told.removeAll();
        refused.ifPresent(refusal -> {
            told.add(Notes.refusal(refusal, other -> {}));
            told.scrollIntoView();
        });
    }

    private static Refusal tooLarge(String name) {
        return Refusal.invalid(TOO_LARGE, Texts.text("file.toolarge", name, FileText.LARGEST >> 20), null);
    }
}
