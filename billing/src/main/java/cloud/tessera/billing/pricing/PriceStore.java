package cloud.tessera.billing.pricing;

import static cloud.tessera.billing.tables.Tables.PRICE;
import static cloud.tessera.billing.tables.Tables.QUOTE;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.money.Rate;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Json;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Rows;
import cloud.tessera.quota.transaction.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Prices and quotes in the database. */
final class PriceStore {
    private static final Field<OffsetDateTime> FROM = DSL.field("lower({0})", OffsetDateTime.class, PRICE.VALID);
    private static final Field<OffsetDateTime> UNTIL = DSL.field("upper({0})", OffsetDateTime.class, PRICE.VALID);

    /** The stored form of a {@link Piece}; its currency is that of the quote. */
    private record StoredPiece(Instant from, Instant until, BigDecimal rate) {}

    private PriceStore() {}

    static List<Price> at(Tx tx, Instant at) {
        return prices(tx, DSL.condition("{0} @> {1}::timestamptz", PRICE.VALID, utc(at)));
    }

    /** Prices of a currency that hold at any time of an interval; of one SKU where it is given. */
    static List<Price> during(Tx tx, Currency currency, @Nullable String sku, Instant from, Instant until) {
        Condition condition = PRICE.CURRENCY.eq(currency.getCurrencyCode()).and(overlaps(from, until));
        return prices(tx, sku == null ? condition : condition.and(PRICE.SKU.eq(sku)));
    }

    /** Prices of some SKUs in every currency. */
    static Later<List<Price>> ofSkus(Tx tx, Collection<String> skus, Instant from, Instant until) {
        return tx.ask(
                """
                select sku, workload, site, currency, lower(valid), upper(valid), rate_per_hour, source from billing.price
                where sku = any(?::text[]) and valid && tstzrange(?::timestamptz, ?::timestamptz)
                order by sku, workload, site, currency, lower(valid)""",
                row -> {
                    OffsetDateTime ends = row.getObject(6, OffsetDateTime.class);
                    return new Price(
                            row.getString(1),
                            Workload.of(row.getString(2)),
                            row.getString(3),
                            Currency.getInstance(row.getString(4)),
                            row.getObject(5, OffsetDateTime.class).toInstant(),
                            ends == null ? null : ends.toInstant(),
                            row.getBigDecimal(7).stripTrailingZeros(),
                            row.getString(8));
                },
                skus.toArray(),
                from,
                until);
    }

    /** Prices for the very same thing that hold at any time of the new one. */
    static List<Price> besides(Tx tx, NewPrice price) {
        return prices(tx, same(price).and(overlaps(price.from(), price.until())));
    }

    /** One load of the book at a time: whether something had a price must not change between the look and the insert. */
    static void lock(Tx tx) {
        tx.sql().execute("lock table billing.price in share row exclusive mode");
    }

    /**
     * Whether the price reaches into the past, and at any time of it another one held for the same thing: at its site,
     * or everywhere, which is what its site had then.
     */
    static boolean priced(Tx tx, NewPrice price) {
        Instant until = price.until() == null || price.until().isAfter(tx.now()) ? tx.now() : price.until();
        return price.from().isBefore(until)
                && tx.sql()
                        .fetchExists(tx.sql()
                                .selectOne()
                                .from(PRICE)
                                .where(sameButForTheSite(price))
                                .and(PRICE.SITE.in(price.site(), PriceTimeline.EVERYWHERE))
                                .and(overlaps(price.from(), until)));
    }

    static void insert(Tx tx, NewPrice price) {
        tx.sql()
                .insertInto(PRICE)
                .set(PRICE.SKU, price.sku())
                .set(PRICE.WORKLOAD, price.workload().text())
                .set(PRICE.SITE, price.site())
                .set(PRICE.CURRENCY, price.currency().getCurrencyCode())
                .set(PRICE.VALID, range(price.from(), price.until()))
                .set(PRICE.RATE_PER_HOUR, price.ratePerHour())
                .set(PRICE.SOURCE, price.source())
                .execute();
    }

    /** Ends the price that holds when the new one begins. */
    static void endBefore(Tx tx, NewPrice price) {
        tx.sql()
                .update(PRICE)
                .set(
                        PRICE.VALID,
                        DSL.field(
                                "tstzrange(lower({0}), {1}::timestamptz)",
                                PRICE.VALID.getDataType(), PRICE.VALID, utc(price.from())))
                .where(same(price))
                .and(DSL.condition("{0} @> {1}::timestamptz", PRICE.VALID, utc(price.from())))
                .execute();
    }

    static void insert(Tx tx, List<Quote> quotes) {
        Rows.of(quotes)
                .column("id", "uuid", quote -> quote.id().value())
                .column("organization_id", "uuid", quote -> quote.organization().value())
                .column("project_id", "uuid", quote -> quote.project().value())
                .column("sku", "text", Quote::sku)
                .column("workload", "text", quote -> quote.workload().text())
                .column("site", "text", Quote::site)
                .column("quantity", "bigint", Quote::quantity)
                .column("start_at", "timestamptz", quote -> quote.window().start())
                .column("end_at", "timestamptz", quote -> quote.window().end())
                .column("billable_until", "timestamptz", Quote::billableUntil)
                .column("currency", "text", quote -> quote.amount().currency().getCurrencyCode())
                .column("amount_minor", "bigint", quote -> quote.amount().minor())
                .column("pieces", "jsonb", PriceStore::pieces)
                .column("created_at", "timestamptz", Quote::createdAt)
                .column("expires_at", "timestamptz", Quote::expiresAt)
                .insertInto(tx, "billing.quote");
    }

    private static String pieces(Quote quote) {
        return Json.write(quote.pieces().stream()
                .map(p -> new StoredPiece(p.from(), p.until(), p.rate().perHour()))
                .toList());
    }

    static Optional<Quote> quote(Tx tx, QuoteId id) {
        return tx.sql().selectFrom(QUOTE).where(QUOTE.ID.eq(id.value())).fetchOptional(PriceStore::quote);
    }

    static List<Quote> quotes(Tx tx, List<QuoteId> ids) {
        return tx.sql()
                .selectFrom(QUOTE)
                .where(QUOTE.ID.in(ids.stream().map(QuoteId::value).toList()))
                .fetch(PriceStore::quote);
    }

    private static Quote quote(Record row) {
        Currency currency = Currency.getInstance(row.get(QUOTE.CURRENCY));
        List<Piece> pieces = Stream.of(Json.read(row.get(QUOTE.PIECES), StoredPiece[].class))
                .map(p -> new Piece(p.from(), p.until(), new Rate(p.rate(), currency)))
                .toList();
        return new Quote(
                new QuoteId(row.get(QUOTE.ID)),
                new OrganizationId(row.get(QUOTE.ORGANIZATION_ID)),
                new ProjectId(row.get(QUOTE.PROJECT_ID)),
                row.get(QUOTE.SKU),
                Workload.of(row.get(QUOTE.WORKLOAD)),
                row.get(QUOTE.SITE),
                row.get(QUOTE.QUANTITY),
                new TimeWindow(
                        row.get(QUOTE.START_AT).toInstant(),
                        row.get(QUOTE.END_AT).toInstant()),
                row.get(QUOTE.BILLABLE_UNTIL).toInstant(),
                new Money(row.get(QUOTE.AMOUNT_MINOR), currency),
                pieces,
                row.get(QUOTE.CREATED_AT).toInstant(),
                row.get(QUOTE.EXPIRES_AT).toInstant());
    }

    private static List<Price> prices(Tx tx, Condition condition) {
        return tx.sql()
                .select(PRICE.SKU, PRICE.WORKLOAD, PRICE.SITE, PRICE.CURRENCY, PRICE.RATE_PER_HOUR, PRICE.SOURCE)
                .select(FROM, UNTIL)
                .from(PRICE)
                .where(condition)
                .orderBy(PRICE.SKU, PRICE.WORKLOAD, PRICE.SITE, PRICE.CURRENCY, FROM)
                .fetch(row -> {
                    @Nullable OffsetDateTime until = row.get(UNTIL);
                    return new Price(
                            row.get(PRICE.SKU),
                            Workload.of(row.get(PRICE.WORKLOAD)),
                            row.get(PRICE.SITE),
                            Currency.getInstance(row.get(PRICE.CURRENCY)),
                            Objects.requireNonNull(row.get(FROM)).toInstant(),
                            until == null ? null : until.toInstant(),
                            row.get(PRICE.RATE_PER_HOUR).stripTrailingZeros(),
                            row.get(PRICE.SOURCE));
                });
    }

    private static Condition same(NewPrice price) {
        return sameButForTheSite(price).and(PRICE.SITE.eq(price.site()));
    }

    private static Condition sameButForTheSite(NewPrice price) {
        return PRICE.SKU
                .eq(price.sku())
                .and(PRICE.WORKLOAD.eq(price.workload().text()))
                .and(PRICE.CURRENCY.eq(price.currency().getCurrencyCode()));
    }

    private static Condition overlaps(Instant from, @Nullable Instant until) {
        return DSL.condition(
                "{0} && tstzrange({1}::timestamptz, {2}::timestamptz)", PRICE.VALID, utc(from), utc(until));
    }

    private static Field<org.jooq.postgres.extensions.types.OffsetDateTimeRange> range(
            Instant from, @Nullable Instant until) {
        return DSL.field(
                "tstzrange({0}::timestamptz, {1}::timestamptz)", PRICE.VALID.getDataType(), utc(from), utc(until));
    }

    private static Field<OffsetDateTime> utc(@Nullable Instant instant) {
        return DSL.val(instant == null ? null : time(instant), OffsetDateTime.class);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
