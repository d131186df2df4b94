package cloud.tessera.ops.replay;

import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.billing.metering.Metering;
import cloud.tessera.billing.metering.Reading;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.inventory.allocation.AllocationId;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.transaction.Json;
import jakarta.inject.Singleton;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes what anyone needs to work the totals out again with other tools: {@code allocations.csv}, {@code readings.csv},
 * {@code prices.csv} and {@code invoices.json}.
 */
@Singleton
final class Books {
    private static final Caller JOB = Caller.Job.named("replay");
    /** The source of readings that nothing ran for. */
    private static final String MINIMUM = "minimum";

    private final Organizations organizations;
    private final Metering metering;
    private final Invoices invoices;

    /**
     * What was written, added up.
     *
     * @param unitSeconds quantity times seconds of what ran
     * @param minimumUnitSeconds the same of what is charged beyond that, because an allocation is charged for a minute at
     *     least
     */
    record Totals(long unitSeconds, long minimumUnitSeconds, SortedMap<String, String> invoiced) {}

    Books(Organizations organizations, Metering metering, Invoices invoices) {
        this.organizations = organizations;
        this.metering = metering;
        this.invoices = invoices;
    }

    Totals write(Path directory, Outcomes outcomes, List<NewPrice> prices) {
        try {
            Files.createDirectories(directory);
            Map<OrganizationId, String> slugs = slugs();
            writeAllocations(directory.resolve("allocations.csv"), outcomes);
            writePrices(directory.resolve("prices.csv"), prices);
            long[] unitSeconds = writeReadings(directory.resolve("readings.csv"), slugs);
            requireEqual(outcomes.unitSeconds(), unitSeconds[0]);
            return new Totals(unitSeconds[0], unitSeconds[1], writeInvoices(directory.resolve("invoices.json"), slugs));
        } catch (IOException e) {
            throw new UncheckedIOException("The books of the replay could not be written", e);
        }
    }

    /** What was metered is what was accepted: the engine of a replay is ready at once and never fails. */
    private static void requireEqual(long accepted, long metered) {
        if (accepted != metered) {
            throw new IllegalStateException("Accepted were " + accepted + " unit-seconds, but metered " + metered
                    + "; the books do not balance");
        }
    }

    private static void writeAllocations(Path file, Outcomes outcomes) throws IOException {
        try (CSVPrinter out = csv(file, "id", "organization", "sku", "quantity", "start", "end")) {
            for (Outcomes.Accepted a : outcomes.accepted()) {
                out.printRecord(a.id(), a.organization(), a.sku(), a.quantity(), a.start(), a.end());
            }
        }
    }

    private static void writePrices(Path file, List<NewPrice> prices) throws IOException {
        try (CSVPrinter out = csv(file, "sku", "workload", "site", "currency", "from", "rate_per_hour", "source")) {
            for (NewPrice p : prices) {
                out.printRecord(
                        p.sku(),
                        p.workload().text(),
                        p.site(),
                        p.currency(),
                        p.from(),
                        p.ratePerHour().toPlainString(),
                        p.source());
            }
        }
    }

    /** Gives back the unit-seconds of what ran, and those of the minimum beyond it. */
    private long[] writeReadings(Path file, Map<OrganizationId, String> slugs) throws IOException {
        long[] unitSeconds = new long[2];
        try (CSVPrinter out = csv(
                file,
                "allocation",
                "organization",
                "sku",
                "site",
                "quantity",
                "occurred_at",
                "sequence",
                "seconds",
                "source")) {
            metering.export(JOB, reading -> {
                int kind = reading.source().equals(MINIMUM) ? 1 : 0;
                unitSeconds[kind] += Math.multiplyExact(reading.quantity(), (long) reading.seconds());
                print(out, reading, slugs);
            });
        }
        return unitSeconds;
    }

    private static void print(CSVPrinter out, Reading r, Map<OrganizationId, String> slugs) {
        try {
            out.printRecord(
                    new AllocationId(r.claim()),
                    slugs.get(r.organization()),
                    r.sku(),
                    r.site(),
                    r.quantity(),
                    r.occurredAt(),
                    r.sequence(),
                    r.seconds(),
                    r.source());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SortedMap<String, String> writeInvoices(Path file, Map<OrganizationId, String> slugs) throws IOException {
        var totals = new HashMap<String, Money>();
        List<Invoice> all = all(page -> invoices.list(JOB, page));
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("[");
            String separator = "\n";
            for (Invoice invoice : all.reversed()) {
                totals.merge(invoice.total().currency().getCurrencyCode(), invoice.total(), Money::plus);
                out.write(separator);
                String slug = String.valueOf(slugs.get(invoice.organization()));
                out.write(Json.write(WrittenInvoice.of(invoice, slug, invoices.lines(JOB, invoice.id()))));
                separator = ",\n";
            }
            out.write("\n]\n");
        }
        return totals.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().decimal().toPlainString(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private Map<OrganizationId, String> slugs() {
        return all(page -> organizations.list(JOB, page)).stream()
                .collect(Collectors.toMap(Organization::id, Organization::slug));
    }

    private static <T> List<T> all(Function<Page.Request, Page<T>> list) {
        var items = new ArrayList<T>();
        Page<T> page = list.apply(Page.Request.first(Page.MOST));
        items.addAll(page.items());
        while (page.next() != null) {
            page = list.apply(new Page.Request(Page.MOST, page.next()));
            items.addAll(page.items());
        }
        return items;
    }

    private static CSVPrinter csv(Path file, String... header) throws IOException {
        return new CSVPrinter(
                Files.newBufferedWriter(file),
                CSVFormat.RFC4180
                        .builder()
                        .setRecordSeparator('\n')
                        .setHeader(header)
                        .get());
    }
}
