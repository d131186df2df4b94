package cloud.tessera.billing.invoicing;

import java.awt.Color;
import org.jspecify.annotations.Nullable;
import org.openpdf.text.Document;
import org.openpdf.text.Element;
import org.openpdf.text.pdf.PdfContentByte;
import org.openpdf.text.pdf.PdfPageEventHelper;
import org.openpdf.text.pdf.PdfTemplate;
import org.openpdf.text.pdf.PdfWriter;

/** At the foot of each page: what document it is, and the page of how many. */
final class PageFoot extends PdfPageEventHelper {
    private static final Color QUIET = new Color(0x5A, 0x65, 0x72);
    private static final int SIZE = 8;
    private static final int ROOM = 30;
    /** In points from the left edge of A4, as the pages of the invoice have them. */
    private static final int MARGIN = 56;
    /** Where the count of pages begins. */
    private static final int RIGHT = 595 - MARGIN - ROOM / 2;

    private final PdfFonts fonts;
    private final String text;
    private @Nullable PdfTemplate pages;

    PageFoot(PdfFonts fonts, String text) {
        this.fonts = fonts;
        this.text = text;
    }

    @Override
    public void onOpenDocument(PdfWriter writer, Document document) {
        pages = writer.getDirectContent().createTemplate(ROOM, SIZE * 2);
    }

    @Override
    public void onEndPage(PdfWriter writer, Document document) {
        PdfContentByte content = writer.getDirectContent();
        String page = "Page " + writer.getPageNumber() + " of ";
        int baseline = 36;
        content.beginText();
        content.setColorFill(QUIET);
        content.setFontAndSize(fonts.regular(), SIZE);
        content.showTextAligned(Element.ALIGN_LEFT, text, MARGIN, baseline, 0);
        content.showTextAligned(Element.ALIGN_RIGHT, page, RIGHT, baseline, 0);
        content.endText();
        if (pages != null) {
            content.addTemplate(pages, RIGHT, baseline);
        }
    }

    @Override
    public void onCloseDocument(PdfWriter writer, Document document) {
        if (pages != null) {
            pages.beginText();
            pages.setColorFill(QUIET);
            pages.setFontAndSize(fonts.regular(), SIZE);
            pages.showText(String.valueOf(writer.getPageNumber() - 1));
            pages.endText();
        }
    }
}
