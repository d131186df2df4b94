package cloud.tessera.billing.pricing;

import cloud.tessera.billing.money.Rate;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * What SKUs cost: a rate per unit and hour for a SKU, a workload, a site and a currency over an interval of whole UTC
 * hours. The database refuses two prices for the same thing at the same time.
 */
@Singleton
public final class PriceBook {
    /** Of one unit and hour; dearer things would make amounts that no invoice can hold. */
    static final BigDecimal HIGHEST = new BigDecimal(1_000_000);

    private final Transactions transactions;
    private final Audit audit;
    private final KnownSkus known;

    public PriceBook(Transactions transactions, Audit audit, KnownSkus known) {
        this.transactions = transactions;
        this.audit = audit;
        this.known = known;
    }

    /**
     * Loads prices, all of them or none. A price that follows another one ends it; the same price again changes
     * nothing. Only the first prices of a thing may begin in the past. Refused: {@code invalid_price}, {@code
     * price_in_the_past} (something had a price then, which may have been charged) and {@code price_overlaps}.
     *
     * @return how many were new
     */
    public Outcome<Integer> load(Caller operator, List<NewPrice> prices) {
        operator.require(Permission.PLATFORM_MANAGE);
        return transactions.attempt(operator, tx -> load(tx, prices, (index, refusal) -> refusal));
    }

    /**
     * Loads a price file (see "The price file" in billing/README.md), all of it or nothing, under the same rules. The
     * same file twice changes nothing. Refused besides: {@code price_file_invalid}, with file, line and reason of up to
     * twenty faults, a SKU that nothing is sold as and a site that does not exist among them; the other refusals name file and line too.
     *
     * @param fileName as the operator knows it, for messages
     */
    public Outcome<ImportedPrices> importFile(Caller operator, String fileName, byte[] content) {
        operator.require(Permission.PLATFORM_MANAGE);
        List<PriceFile.Line> lines;
        try {
            lines = PriceFile.read(
                    fileName, content, skus -> known.unknown(operator, skus), () -> known.sites(operator));
        } catch (Refused refused) {
            return Outcome.no(refused.refusal());
        }
        List<NewPrice> prices = lines.stream().map(PriceFile.Line::price).toList();
        return transactions.attempt(operator, tx -> {
            int added = load(
                    tx,
                    prices,
                    (index, refusal) -> PriceFile.at(fileName, lines.get(index).number(), refusal));
            return new ImportedPrices(prices.size(), added);
        });
    }

    /** Says where in the list a refused price stands, as the caller knows it. */
    private interface Placed {
        Refusal at(int index, Refusal refusal);
    }

    private int load(Tx tx, List<NewPrice> prices, Placed placed) {
        PriceStore.lock(tx);
        // What had a price before this load: a file may bring the first price of everywhere and of a site together.
        List<Boolean> priced =
                prices.stream().map(price -> PriceStore.priced(tx, price)).toList();
        List<NewPrice> fresh = new ArrayList<>();
        for (int i = 0; i < prices.size(); i++) {
            NewPrice price = prices.get(i);
            try {
                requireSensible(price);
                if (load(tx, price, priced.get(i))) {
                    fresh.add(price);
                }
            } catch (Refused refused) {
                throw placed.at(i, refused.refusal()).asException();
            }
        }
        if (!fresh.isEmpty()) {
            audit.record(tx, null, "prices.loaded", "price-book", null, fresh);
        }
        return fresh.size();
    }

    /** The prices that hold at an instant, by SKU; for everyone who may see capacity. */
    public List<Price> list(Caller caller, Instant at) {
        caller.require(Permission.VIEW_CAPACITY);
        return transactions.run(caller, tx -> PriceStore.at(tx, at));
    }

    /** The rate at an instant; a price of the site before one for every site. */
    public Optional<Rate> rate(Tx tx, String sku, Workload workload, String site, Currency currency, Instant at) {
        Instant next = at.plus(1, ChronoUnit.MICROS);
        return new PriceTimeline(PriceStore.during(tx, currency, sku, at, next)).rate(sku, workload, site, at);
    }

    /** The rates over a window, in order and without gaps. Refused: {@code no_price} where any of it has none. */
    public List<Piece> pieces(Tx tx, String sku, Workload workload, String site, Currency currency, TimeWindow window) {
        var timeline = new PriceTimeline(PriceStore.during(tx, currency, sku, window.start(), window.end()));
        return timeline.pieces(sku, workload, site, window.start(), window.end())
                .orElseThrow(() -> noPrice(sku, site, currency));
    }

    /** Every price of a currency that holds at any time of a window, to be looked up in memory. */
    public PriceTimeline timeline(Tx tx, Currency currency, TimeWindow window) {
        return new PriceTimeline(PriceStore.during(tx, currency, null, window.start(), window.end()));
    }

    /** Prices of some SKUs in every currency, which hold at any time of a window. */
    Later<List<Price>> ofSkus(Tx tx, Collection<String> skus, TimeWindow window) {
        return PriceStore.ofSkus(tx, skus, window.start(), window.end());
    }

    /** That something has no price, to be thrown. It is retryable: an operator may load the price. */
    public static RuntimeException noPrice(String sku, String site, Currency currency) {
        return new Refusal(
                        Refusal.Kind.CONFLICT,
                        "no_price",
                        "There is no price in " + currency.getCurrencyCode() + " for " + sku + " at " + site
                                + " over all of this time. GET /api/v1/prices lists what has a price; ask for one of"
                                + " those, or ask again once the operator has loaded a price.",
                        true,
                        List.of(),
                        null)
                .asException();
    }

    /** @param priced whether the price reaches into a past in which its SKU had a price at its site */
    private static boolean load(Tx tx, NewPrice price, boolean priced) {
        List<Price> besides = PriceStore.besides(tx, price);
        if (besides.stream().anyMatch(old -> isSame(old, price))) {
            return false;
        }
        for (Price old : besides) {
            boolean follows = old.from().isBefore(price.from())
                    && (price.until() == null || price.until().equals(old.until()));
            if (!follows) {
                throw Refusal.conflict(
                                "price_overlaps",
                                "For " + price.sku() + " at " + price.site() + " another price holds from " + old.from()
                                        + ".")
                        .asException();
            }
            if (price.from().isBefore(tx.now())) {
                throw inThePast(tx, price);
            }
            PriceStore.endBefore(tx, price);
        }
        if (priced) {
            throw inThePast(tx, price);
        }
        PriceStore.insert(tx, price);
        return true;
    }

    private static RuntimeException inThePast(Tx tx, NewPrice price) {
        Instant next = tx.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        return Refusal.conflict(
                        "price_in_the_past",
                        price.sku() + " had a price at "
                                + (price.site().equals(PriceTimeline.EVERYWHERE) ? "every site" : price.site())
                                + " already at " + price.from()
                                + ", and what was charged does not change: its price can"
                                + " change from " + next + " on.")
                .asException();
    }

    private static boolean isSame(Price old, NewPrice price) {
        return old.from().equals(price.from())
                && (price.until() == null || price.until().equals(old.until()))
                && old.ratePerHour().compareTo(price.ratePerHour()) == 0;
    }

    private static void requireSensible(NewPrice price) {
        boolean hours = onTheHour(price.from()) && (price.until() == null || onTheHour(price.until()));
        boolean order = price.until() == null || price.from().isBefore(price.until());
        boolean rate = price.ratePerHour().signum() >= 0
                && price.ratePerHour().compareTo(HIGHEST) <= 0
                && price.ratePerHour().stripTrailingZeros().scale() <= Rate.MOST_DECIMALS;
        if (!hours || !order || !rate || price.sku().isBlank() || price.site().isBlank()) {
            throw Refusal.invalid(
                            "invalid_price",
                            "A price names a SKU and a site, holds over whole UTC hours, and is between 0 and "
                                    + HIGHEST.toPlainString() + ", with at most ten decimals: " + price.sku() + " from "
                                    + price.from() + ".",
                            null)
                    .asException();
        }
    }

    private static boolean onTheHour(Instant instant) {
        return instant.truncatedTo(ChronoUnit.HOURS).equals(instant);
    }
}
