package cloud.tessera.ops.testing;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.openpdf.text.pdf.PdfReader;
import org.openpdf.text.pdf.parser.PdfTextExtractor;

/** Reads documents as whoever receives them does, so that tests can say what stands in them. */
public final class Documents {
    private Documents() {}

    /** What is written in a PDF, page after page, without white space: columns are set apart by position, not by it. */
    public static String text(byte[] pdf) {
        try (PdfReader reader = new PdfReader(pdf)) {
            var extractor = new PdfTextExtractor(reader);
            var text = new StringBuilder();
            for (int page = 1; page <= reader.getNumberOfPages(); page++) {
                text.append(extractor.getTextFromPage(page));
            }
            return row(text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("This is not a PDF", e);
        }
    }

    /** Cells that stand beside each other, as {@link #text} writes them. */
    public static String row(String... cells) {
        return String.join("", cells).replaceAll("\\s", "");
    }

    /** The sum of a column of a CSV file that has a header. */
    public static BigDecimal sum(String csv, String column) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(new StringReader(csv), format)) {
            BigDecimal sum = BigDecimal.ZERO;
            for (CSVRecord each : parser) {
                sum = sum.add(new BigDecimal(each.get(column)));
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory cannot fail", e);
        }
    }
}
