package cloud.tessera.billing.invoicing;

import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.openpdf.text.Font;
import org.openpdf.text.pdf.BaseFont;

/** The fonts of documents: Liberation Sans (OFL, from OpenPDF), embedded, so that names in Latin, Greek and Cyrillic letters are printed. */
final class PdfFonts {
    private static final Color INK = new Color(0x1B, 0x22, 0x2B);
    private static final Color QUIET = new Color(0x5A, 0x65, 0x72);

    private static final BaseFont REGULAR = load("LiberationSans-Regular.ttf");
    private static final BaseFont BOLD = load("LiberationSans-Bold.ttf");

    Font title() {
        return new Font(BOLD, 20, Font.NORMAL, INK);
    }

    Font heading() {
        return new Font(BOLD, 11, Font.NORMAL, INK);
    }

    Font bold() {
        return new Font(BOLD, 9, Font.NORMAL, INK);
    }

    Font normal() {
        return new Font(REGULAR, 9, Font.NORMAL, INK);
    }

    Font label() {
        return new Font(REGULAR, 8, Font.NORMAL, QUIET);
    }

    BaseFont regular() {
        return REGULAR;
    }

    private static BaseFont load(String file) {
        try (InputStream in = Objects.requireNonNull(PdfFonts.class.getResourceAsStream("/liberation/" + file), file)) {
            return BaseFont.createFont(file, BaseFont.IDENTITY_H, BaseFont.EMBEDDED, true, in.readAllBytes(), null);
        } catch (IOException e) {
            throw new UncheckedIOException("A font of OpenPDF cannot be read: " + file, e);
        }
    }
}
