package cloud.tessera.billing.invoicing;

import cloud.tessera.billing.money.Money;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import org.openpdf.text.Document;
import org.openpdf.text.Element;
import org.openpdf.text.PageSize;
import org.openpdf.text.Paragraph;
import org.openpdf.text.Phrase;
import org.openpdf.text.Rectangle;
import org.openpdf.text.pdf.PdfPCell;
import org.openpdf.text.pdf.PdfPTable;
import org.openpdf.text.pdf.PdfWriter;

/** An invoice on A4: who sells to whom, the number and the period, a table for each section, the sums, how to pay. */
final class InvoicePdf {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);
    private static final BigDecimal SECONDS_OF_AN_HOUR = BigDecimal.valueOf(3600);
    private static final Color RULE = new Color(0xC9, 0xCF, 0xD6);

    private final Invoice invoice;
    private final List<InvoiceLine> lines;
    private final PdfFonts fonts = new PdfFonts();

    InvoicePdf(Invoice invoice, List<InvoiceLine> lines) {
        this.invoice = invoice;
        this.lines = lines;
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        var document = new Document(PageSize.A4, 56, 56, 56, 64);
        PdfWriter writer = PdfWriter.getInstance(document, out);
        var issued = GregorianCalendar.from(
                invoice.issuedAt().atZone(invoice.customer().zone()));
        writer.getInfo().put(org.openpdf.text.pdf.PdfName.CREATIONDATE, new org.openpdf.text.pdf.PdfDate(issued));
        writer.setPageEvent(new PageFoot(fonts, invoice.seller().name() + "   Invoice " + invoice.number()));
        document.addTitle("Invoice " + invoice.number());
        document.addAuthor(invoice.seller().name());
        document.open();
        document.add(head());
        document.add(facts());
        for (Section section : Section.values()) {
            addSection(document, section);
        }
        document.add(sums());
        addPayment(document);
        document.close();
        return out.toByteArray();
    }

    private PdfPTable head() {
        PdfPTable table = table(3, 2);
        var customer = plain();
        customer.addElement(text("INVOICE", fonts.title()));
        customer.addElement(text("Bill to", fonts.label()));
        customer.addElement(text(invoice.customer().name(), fonts.bold()));
        customer.addElement(text(country(), fonts.normal()));
        var seller = plain();
        seller.addElement(right(invoice.seller().name(), fonts.bold()));
        invoice.seller().address().forEach(line -> seller.addElement(right(line, fonts.normal())));
        seller.addElement(right("Tax number " + invoice.seller().taxId(), fonts.normal()));
        table.addCell(customer);
        table.addCell(seller);
        table.setSpacingAfter(18);
        return table;
    }

    private PdfPTable facts() {
        PdfPTable table = table(1, 1, 1, 1);
        fact(table, "Invoice number", invoice.number());
        fact(table, "Date of issue", date(invoice.issuedAt()));
        fact(table, "Billing period", MONTH.format(invoice.month()));
        fact(table, "Due", date(invoice.dueAt()));
        table.setSpacingAfter(4);
        return table;
    }

    private void fact(PdfPTable table, String label, String value) {
        PdfPCell cell = plain();
        cell.addElement(text(label, fonts.label()));
        cell.addElement(text(value, fonts.bold()));
        cell.setBorder(Rectangle.TOP);
        cell.setBorderColor(RULE);
        cell.setPaddingTop(4);
        table.addCell(cell);
    }

    private void addSection(Document document, Section section) {
        List<InvoiceLine> own =
                lines.stream().filter(line -> line.section() == section).toList();
        if (own.isEmpty()) {
            return;
        }
        Paragraph title = text(title(section), fonts.heading());
        title.setSpacingBefore(14);
        title.setSpacingAfter(4);
        document.add(title);
        PdfPTable table = section == Section.CREDIT ? table(8, 2) : table(5, 2, 2, 2);
        table.setHeaderRows(1);
        headings(table, section);
        own.forEach(line -> row(table, line));
        Money sum = own.stream().map(InvoiceLine::amount).reduce(Money.zero(currency()), Money::plus);
        PdfPCell label = cell("Total " + title(section).toLowerCase(Locale.ENGLISH), fonts.bold(), Element.ALIGN_LEFT);
        label.setColspan(table.getNumberOfColumns() - 1);
        table.addCell(label);
        table.addCell(cell(amount(sum), fonts.bold(), Element.ALIGN_RIGHT));
        document.add(table);
    }

    private void headings(PdfPTable table, Section section) {
        table.addCell(heading("Description", Element.ALIGN_LEFT));
        if (section != Section.CREDIT) {
            table.addCell(heading("Project", Element.ALIGN_LEFT));
            table.addCell(heading("Unit-hours", Element.ALIGN_RIGHT));
        }
        table.addCell(heading("Amount " + currency().getCurrencyCode(), Element.ALIGN_RIGHT));
    }

    private void row(PdfPTable table, InvoiceLine line) {
        table.addCell(cell(line.description(), fonts.normal(), Element.ALIGN_LEFT));
        if (line.section() != Section.CREDIT) {
            String project = line.projectName();
            table.addCell(cell(project == null ? "" : project, fonts.normal(), Element.ALIGN_LEFT));
            table.addCell(cell(hours(line.unitSeconds()), fonts.normal(), Element.ALIGN_RIGHT));
        }
        table.addCell(cell(amount(line.amount()), fonts.normal(), Element.ALIGN_RIGHT));
    }

    private PdfPTable sums() {
        PdfPTable table = table(3, 2);
        table.setWidthPercentage(50);
        table.setHorizontalAlignment(Element.ALIGN_RIGHT);
        table.setKeepTogether(true);
        table.setSpacingBefore(18);
        sum(table, "Training", invoice.training());
        sum(table, "Inference", invoice.inference());
        sum(table, "Credits", invoice.credits());
        sum(table, "Tax", invoice.tax());
        table.addCell(cell("Total due", fonts.heading(), Element.ALIGN_LEFT));
        table.addCell(cell(invoice.total().text(), fonts.heading(), Element.ALIGN_RIGHT));
        return table;
    }

    private void sum(PdfPTable table, String label, Money amount) {
        table.addCell(cell(label, fonts.normal(), Element.ALIGN_LEFT));
        table.addCell(cell(amount(amount), fonts.normal(), Element.ALIGN_RIGHT));
    }

    private void addPayment(Document document) {
        String how = invoice.total().isPositive()
                ? "Please pay " + invoice.total().text() + " by " + date(invoice.dueAt()) + ", quoting "
                        + invoice.number() + "."
                : "Nothing is to be paid.";
        Paragraph pay = text(how, fonts.normal());
        pay.setSpacingBefore(18);
        document.add(pay);
        document.add(text(String.join("   ", invoice.seller().bank()), fonts.normal()));
        Paragraph note = text(
                "Period: " + date(invoice.period().start()) + " to "
                        + date(invoice.period().end().minusSeconds(1)) + ", times in "
                        + invoice.customer().zone() + ". A unit-hour is one unit of the item for one hour, rounded here"
                        + " to four decimals; amounts are computed from whole seconds. SHA-256 of the lines: "
                        + invoice.digest(),
                fonts.label());
        note.setSpacingBefore(12);
        document.add(note);
    }

    private static String title(Section section) {
        return switch (section) {
            case TRAINING -> "Training (reserved blocks)";
            case INFERENCE -> "Inference (metered use)";
            case CREDIT -> "Credits";
        };
    }

    private String country() {
        return Locale.of("", invoice.customer().country()).getDisplayCountry(Locale.ENGLISH);
    }

    private java.util.Currency currency() {
        return invoice.total().currency();
    }

    private String date(Instant instant) {
        ZoneId zone = invoice.customer().zone();
        return DATE.format(instant.atZone(zone));
    }

    private static String amount(Money money) {
        return money.decimal().toPlainString();
    }

    private static String hours(long unitSeconds) {
        return BigDecimal.valueOf(unitSeconds)
                .divide(SECONDS_OF_AN_HOUR, 4, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static PdfPTable table(int... widths) {
        var table = new PdfPTable(widths.length);
        table.setWidthPercentage(100);
        table.setWidths(widths);
        return table;
    }

    private static PdfPCell plain() {
        var cell = new PdfPCell();
        cell.setBorder(Rectangle.NO_BORDER);
        cell.setPadding(0);
        return cell;
    }

    private PdfPCell heading(String text, int alignment) {
        PdfPCell cell = cell(text, fonts.label(), alignment);
        cell.setBorderWidthBottom(1);
        return cell;
    }

    private static PdfPCell cell(String text, org.openpdf.text.Font font, int alignment) {
        var cell = new PdfPCell(new Phrase(text, font));
        cell.setHorizontalAlignment(alignment);
        cell.setBorder(Rectangle.BOTTOM);
        cell.setBorderColor(RULE);
        cell.setPaddingTop(4);
        cell.setPaddingBottom(5);
        return cell;
    }

    private static Paragraph text(String text, org.openpdf.text.Font font) {
        return new Paragraph(text, font);
    }

    private static Paragraph right(String text, org.openpdf.text.Font font) {
        Paragraph paragraph = text(text, font);
        paragraph.setAlignment(Element.ALIGN_RIGHT);
        return paragraph;
    }
}
