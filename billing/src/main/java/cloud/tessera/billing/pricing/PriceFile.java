package cloud.tessera.billing.pricing;

import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Tender;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a price file: CSV by RFC 4180 in UTF-8, one price a line under the header {@value #HEADER}. Blank lines and lines
 * that begin with {@code #} are left out. All that is wrong with it is told at once.
 */
final class PriceFile {
    static final String CODE = "price_file_invalid";
    static final String HEADER = "sku,workload,site,currency,from,until,rate_per_hour,source";

    private static final int MOST_LINES = 20_000;
    private static final int FAULTS_NAMED = 20;
    private static final int SITES_NAMED = 20;
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setCommentMarker('#')
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();
    private static final Pattern SKU = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+/-]{0,199}");
    private static final Pattern SITE = Pattern.compile("\\*|[A-Za-z0-9][A-Za-z0-9._+-]{0,39}");
    private static final Pattern RATE = Pattern.compile("\\d{1,10}(\\.\\d{1,10})?");
    private static final String RATE_TAKES = String.format(
            Locale.ROOT,
            "a number from 0 to %,d like 2.60, with at most ten decimals",
            PriceBook.HIGHEST.intValueExact());
    private static final Pattern SOURCE = Pattern.compile("[^\\p{Cntrl}]{1,200}");
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /** A price and the line of the file where it stands, counted from 1. */
    record Line(int number, NewPrice price) {}

    /** What is wrong with a line, counted from 1. */
    private record Fault(int line, String reason) {}

    private final String fileName;
    private final List<Line> lines = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();

    private PriceFile(String fileName) {
        this.fileName = fileName;
    }

    /**
     * The prices of a file. Throws {@value #CODE}.
     *
     * @param fileName as the operator knows it, for messages
     * @param unknown says which of some SKUs nothing is sold as, and why
     * @param sites says which sites there are
     */
    static List<Line> read(
            String fileName,
            byte[] content,
            Function<Set<String>, Map<String, String>> unknown,
            Supplier<Set<String>> sites) {
        var file = new PriceFile(fileName);
        file.text(content).ifPresent(file::records);
        file.refuseUnknown(unknown);
        file.refuseNowhere(sites);
        file.refuse();
        return file.lines;
    }

    /** A refusal of the book, with where the price stands. */
    static Refusal at(String fileName, int line, Refusal refusal) {
        return new Refusal(
                refusal.kind(),
                refusal.code(),
                fileName + ":" + line + ": " + refusal.detail(),
                refusal.retryable(),
                refusal.alternatives(),
                refusal.field());
    }

    private Optional<String> text(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            fault(1, "this is not UTF-8 text");
            return Optional.empty();
        }
    }

    private void records(String text) {
        int line = 1;
        try (CSVParser parser = CSVParser.parse(new StringReader(text), FORMAT)) {
            boolean headed = false;
            for (CSVRecord row : parser) {
                line = Math.toIntExact(parser.getCurrentLineNumber());
                if (!headed) {
                    headed = true;
                    if (!String.join(",", row.values()).equals(HEADER)) {
                        fault(line, "the first line must be " + HEADER);
                        return;
                    }
                } else if (lines.size() == MOST_LINES) {
                    fault(line, "more than " + MOST_LINES + " prices in one file; load it in parts");
                    return;
                } else {
                    price(line, row);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            fault(line, "this cannot be read as CSV from here on: is a quotation mark not closed?");
            return;
        }
        if (lines.isEmpty() && faults.isEmpty()) {
            fault(1, "the file has no price; its first line is " + HEADER + ", and each line after it a price");
        }
    }

    private void price(int line, CSVRecord row) {
        if (row.size() != HEADER.split(",").length) {
            fault(line, row.size() + " fields where 8 are expected (" + HEADER + ")");
            return;
        }
        int before = faults.size();
        String sku = matching(line, "sku", row.get(0), SKU, "a SKU like nvidia-h100-80gb/card");
        Workload workload = read(line, "workload", row.get(1), PriceFile::workload, "training or inference");
        String site = matching(line, "site", row.get(2), SITE, "the code of a site, or * for every site");
        var currency = read(line, "currency", row.get(3), Tender::find, "a code of ISO 4217 like EUR");
        Instant from = read(line, "from", row.get(4), PriceFile::instant, "a whole UTC hour like 2026-01-01T00:00:00Z");
        Instant until = row.get(5).isEmpty()
                ? null
                : read(line, "until", row.get(5), PriceFile::instant, "empty or a time like 2027-01-01T00:00:00Z");
        String rate = matching(line, "rate_per_hour", row.get(6), RATE, RATE_TAKES);
        String source =
                matching(line, "source", row.get(7), SOURCE, "where the price comes from, in 1 to 200 characters");
        if (sku != null
                && workload != null
                && site != null
                && currency != null
                && from != null
                && rate != null
                && source != null
                && faults.size() == before) {
            lines.add(new Line(
                    line, new NewPrice(sku, workload, site, currency, from, until, new BigDecimal(rate), source)));
        }
    }

    private @Nullable String matching(int line, String column, String value, Pattern pattern, String wanted) {
        return read(
                line,
                column,
                value,
                text -> Optional.of(text).filter(t -> pattern.matcher(t).matches()),
                wanted);
    }

    private <T> @Nullable T read(
            int line, String column, String value, Function<String, Optional<T>> reading, String wanted) {
        Optional<T> found = reading.apply(value);
        if (found.isEmpty()) {
            fault(line, column + " must be " + wanted + ", not " + shown(value));
        }
        return found.orElse(null);
    }

    private static Optional<Workload> workload(String text) {
        try {
            return Optional.of(Workload.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant())
                    .filter(at -> !at.isBefore(EARLIEST) && !at.isAfter(LATEST));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The value, short and without what would break the message. */
    private static String shown(String value) {
        String clean = value.replaceAll("\\p{Cntrl}", "?");
        return "\"" + (clean.length() > 60 ? clean.substring(0, 60) + "..." : clean) + "\"";
    }

    private void refuseUnknown(Function<Set<String>, Map<String, String>> unknown) {
        Map<String, String> reasons =
                unknown.apply(lines.stream().map(line -> line.price().sku()).collect(Collectors.toSet()));
        for (Line line : lines) {
            String reason = reasons.get(line.price().sku());
            if (reason != null) {
                fault(line.number(), reason);
            }
        }
    }

    /** A price of a site that does not exist would never apply, and nobody would notice. */
    private void refuseNowhere(Supplier<Set<String>> sites) {
        if (lines.stream().allMatch(line -> line.price().site().equals(PriceTimeline.EVERYWHERE))) {
            return;
        }
        Set<String> known = new TreeSet<>(sites.get());
        String correction = known.isEmpty()
                ? "the fleet has no site yet; import the fleet first, or write * for every site"
                : "the fleet has " + known.stream().limit(SITES_NAMED).collect(Collectors.joining(", "))
                        + (known.size() > SITES_NAMED ? " and " + (known.size() - SITES_NAMED) + " more" : "")
                        + "; correct the site, or import the fleet first";
        for (Line line : lines) {
            String site = line.price().site();
            if (!site.equals(PriceTimeline.EVERYWHERE) && !known.contains(site)) {
                fault(line.number(), "there is no site " + site + ": " + correction);
            }
        }
    }

    private void fault(int line, String reason) {
        faults.add(new Fault(line, reason));
    }

    private void refuse() {
        if (faults.isEmpty()) {
            return;
        }
        String detail = faults.stream()
                .sorted(Comparator.comparingInt(Fault::line))
                .limit(FAULTS_NAMED)
                .map(fault -> fileName + ":" + fault.line() + ": " + fault.reason())
                .collect(Collectors.joining("\n"));
        int more = faults.size() - FAULTS_NAMED;
        throw Refusal.invalid(CODE, more > 0 ? detail + "\nand " + more + " more" : detail, null)
                .asException();
    }
}
