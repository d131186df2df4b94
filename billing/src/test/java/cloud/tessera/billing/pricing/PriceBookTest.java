package cloud.tessera.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import cloud.tessera.billing.MoneyRoom;
import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.TimeWindow;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PriceBookTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final TimeWindow WINDOW =
            new TimeWindow(Instant.parse("2026-10-05T10:00:00Z"), Instant.parse("2026-10-05T20:00:00Z"));

    private MoneyRoom room;

    @BeforeEach
    void open() {
        room = new MoneyRoom("2026-10-01T00:30:00Z");
        room.price("sku", Workload.TRAINING, "EUR", "2026-09-01T00:00:00Z", "2");
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void a_price_that_follows_ends_the_one_before_and_the_same_again_changes_nothing() {
        assertThat(load("*", "2026-10-05T12:00:00Z", null, "3")).isEqualTo("1");
        assertThat(load("*", "2026-10-05T12:00:00Z", null, "3")).isEqualTo("0");
        assertThat(pieces()).extracting(p -> p.rate().perHour().toPlainString()).containsExactly("2", "3");
        assertThat(pieces().getFirst().until()).isEqualTo(Instant.parse("2026-10-05T12:00:00Z"));
    }

    @Test
    void a_price_of_the_site_comes_before_one_for_every_site() {
        load("fra1", "2026-10-05T14:00:00Z", "2026-10-05T15:00:00Z", "9");
        assertThat(pieces()).extracting(p -> p.rate().perHour().toPlainString()).containsExactly("2", "9", "2");
    }

    @Test
    void what_was_charged_already_keeps_its_price() {
        assertThat(load("*", "2026-10-01T00:00:00Z", null, "3")).isEqualTo("price_in_the_past");
        assertThat(load("*", "2026-10-05T12:30:00Z", null, "3")).isEqualTo("invalid_price");
        assertThat(load("*", "2026-08-01T00:00:00Z", null, "3")).isEqualTo("price_overlaps");
    }

    @Test
    void a_site_gets_no_price_for_a_past_in_which_everywhere_had_one() {
        assertThat(load("fra1", "2026-09-01T00:00:00Z", null, "9")).isEqualTo("price_in_the_past");
        assertThat(load("fra1", "2026-08-01T00:00:00Z", "2026-09-01T01:00:00Z", "9"))
                .isEqualTo("price_in_the_past");
        assertThat(load("fra1", "2026-08-01T00:00:00Z", "2026-09-01T00:00:00Z", "9"))
                .isEqualTo("1");
        assertThat(load("fra1", "2026-10-01T01:00:00Z", null, "9")).isEqualTo("1");
    }

    @Test
    void the_first_prices_of_a_thing_may_begin_in_the_past_everywhere_and_at_a_site_together() {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        List<NewPrice> first = List.of(
                new NewPrice("new", Workload.TRAINING, "*", EUR, from, null, BigDecimal.ONE, "example"),
                new NewPrice("new", Workload.TRAINING, "fra1", EUR, from, null, BigDecimal.TEN, "example"));
        assertThat(room.prices.load(room.job, first).orThrow()).isEqualTo(2);
        assertThat(room.prices.load(room.job, first).orThrow()).isZero();
    }

    @Test
    void a_price_file_comes_in_once() {
        String file = """
                sku,workload,site,currency,from,until,rate_per_hour,source
                # the list of autumn

                a/card,training,*,EUR,2026-01-01T00:00:00Z,,2.60,list
                a/card,inference,fra1,EUR,2026-01-01T01:00:00+01:00,2027-01-01T00:00:00Z,3.1,"list, Frankfurt"
                """;
        assertThat(file(file)).isEqualTo("2 prices, 2 added");
        assertThat(file("\uFEFF" + file.replace("\n", "\r\n"))).isEqualTo("2 prices, 0 added");
        assertThat(room.prices.list(room.job, room.clock.instant()))
                .filteredOn(p -> p.sku().equals("a/card"))
                .extracting(Price::site, p -> p.ratePerHour().toPlainString(), Price::source)
                .containsExactly(tuple("fra1", "3.1", "list, Frankfurt"), tuple("*", "2.6", "list"));
    }

    @Test
    void all_that_is_wrong_with_a_price_file_is_told_with_its_line_and_nothing_is_loaded() {
        String file = """
                sku,workload,site,currency,from,until,rate_per_hour,source
                a/card,training,*,EUR,2026-01-01T00:00:00Z,,2.60,list
                a/card,renting,*,XAU,yesterday,,-1,
                a/card,training,*,EUR
                """;
        assertThat(file(file))
                .startsWith("price_file_invalid")
                .contains(
                        "p.csv:3: workload must be training or inference, not \"renting\"",
                        "p.csv:3: currency must be a code of ISO 4217 like EUR, not \"XAU\"",
                        "p.csv:3: from must be",
                        "p.csv:3: rate_per_hour must be",
                        "p.csv:3: source must",
                        "p.csv:4: 4 fields where 8 are expected");
        assertThat(file("sku,price\na,1")).contains("p.csv:1: the first line must be sku,workload");
        assertThat(file("")).contains("p.csv:1: the file has no price");
        assertThat(file(PriceFile.HEADER + "\n\"a")).contains("price_file_invalid", "quotation mark");
        assertThat(room.prices.list(room.job, room.clock.instant()))
                .extracting(Price::sku)
                .containsExactly("sku");
    }

    @Test
    void what_the_book_refuses_of_a_price_file_is_told_with_its_line_and_nothing_is_loaded() {
        String good = PriceFile.HEADER + "\na/card,training,*,EUR,2026-01-01T00:00:00Z,,2.60,list\n";
        assertThat(file(good + "sku,training,fra1,EUR,2026-09-01T00:00:00Z,,1,list"))
                .startsWith("price_in_the_past p.csv:3: sku had a price at fra1 already");
        assertThat(file(good + "b/card,training,*,EUR,2026-09-01T00:30:00Z,,1,list"))
                .startsWith("invalid_price p.csv:3: ");
        assertThat(file(good + "b/card,training,*,EUR,2026-09-01T00:00:00Z,,1000001,list"))
                .startsWith("invalid_price p.csv:3: ");
        assertThat(file(good + "a/card,training,*,EUR,2026-01-01T00:00:00Z,,3,list"))
                .startsWith("price_overlaps p.csv:3: ");
        assertThat(room.prices.list(room.job, room.clock.instant()))
                .extracting(Price::sku)
                .containsExactly("sku");
    }

    @Test
    void a_sku_that_nothing_is_sold_as_is_told_with_its_line_among_the_other_faults() {
        String good = "a/card,training,*,EUR,2026-01-01T00:00:00Z,,2.60,list\n";
        assertThat(file(PriceFile.HEADER + "\n" + good + good.replace("a/card", "a/typo")
                        + good.replace("2.60", "cheap")
                        + good.replace("a/card", "typo/card")))
                .isEqualTo("price_file_invalid p.csv:3: nothing is sold as a/typo\n"
                        + "p.csv:4: rate_per_hour must be a number from 0 to 1,000,000 like 2.60, with at most ten decimals, not \"cheap\"\n"
                        + "p.csv:5: nothing is sold as typo/card");
        assertThat(room.prices.list(room.job, room.clock.instant()))
                .extracting(Price::sku)
                .containsExactly("sku");
    }

    @Test
    void a_site_that_does_not_exist_is_told_with_its_line_and_the_sites_that_do() {
        String good = "a/card,training,fra1,EUR,2026-01-01T00:00:00Z,,2.60,list\n";
        assertThat(file(PriceFile.HEADER + "\n" + good + good.replace("fra1", "fra11")))
                .isEqualTo("price_file_invalid p.csv:3: there is no site fra11: the fleet has fra1, par1; correct the"
                        + " site, or import the fleet first");
        assertThat(file(PriceFile.HEADER + "\n" + good)).isEqualTo("1 prices, 1 added");
    }

    private String file(String content) {
        return switch (room.prices.importFile(room.job, "p.csv", content.getBytes(StandardCharsets.UTF_8))) {
            case Outcome.Done<ImportedPrices>(ImportedPrices done, var replayed) ->
                done.prices() + " prices, " + done.added() + " added";
            case Outcome.No<ImportedPrices> no ->
                no.refusal().code() + " " + no.refusal().detail();
        };
    }

    @Test
    void a_quote_keeps_its_rates_and_binds_for_fifteen_minutes() {
        Organization owner = room.organization("EUR", "UTC", Terms.INVOICED);
        load("*", "2026-10-05T12:00:00Z", null, "3");
        var made = new AtomicReference<@Nullable Quote>();
        room.inTransaction(tx -> made.set(room.quotes.make(
                tx, room.project(owner), "sku", Workload.TRAINING, "fra1", 4, WINDOW, Duration.ofMinutes(30))));
        Quote quote = Objects.requireNonNull(made.get());
        // 2 hours at 2 and 7.5 hours at 3, for 4 units.
        assertThat(quote.amount()).isEqualTo(Money.of("106.00", "EUR"));
        load("*", "2026-10-05T13:00:00Z", null, "5");
        assertThat(room.quotes.get(room.member(owner, Role.DEVELOPER), quote.id()))
                .isEqualTo(quote);
        room.at("2026-10-01T00:44:59Z");
        room.inTransaction(tx -> room.quotes.requireBinding(tx, quote.id()));
        room.at("2026-10-01T00:45:00Z");
        assertThatThrownBy(() -> room.inTransaction(tx -> room.quotes.requireBinding(tx, quote.id())))
                .hasMessageContaining("quote_expired");
        Organization other = room.organization("EUR", "UTC", Terms.INVOICED);
        assertThatThrownBy(() -> room.quotes.get(room.member(other, Role.OWNER), quote.id()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("not_found");
    }

    @Test
    void what_has_no_price_is_refused_with_where_prices_are_listed_and_may_succeed_once_it_has_one() {
        Organization owner = room.organization("USD", "UTC", Terms.INVOICED);
        Caller program = Caller.Job.named("program").with(new Caller.Request("test", "key-1"));
        Supplier<Outcome<String>> ask = () -> room.transactions.once(
                program,
                "test.estimate",
                "the same",
                tx -> room.quotes
                        .estimate(tx, room.project(owner), "sku", Workload.TRAINING, "fra1", 1, WINDOW, Duration.ZERO)
                        .text(),
                Function.identity(),
                (_, text) -> text);
        Refusal refusal = ((Outcome.No<String>) ask.get()).refusal();
        assertThat(refusal.code()).isEqualTo("no_price");
        assertThat(refusal.retryable()).isTrue();
        assertThat(refusal.detail()).contains("GET /api/v1/prices");

        room.price("sku", Workload.TRAINING, "USD", "2026-09-01T00:00:00Z", "1.00");

        assertThat(ask.get()).isInstanceOf(Outcome.Done.class);
    }

    private List<Piece> pieces() {
        return room.transactions.run(
                room.job, tx -> room.prices.pieces(tx, "sku", Workload.TRAINING, "fra1", EUR, WINDOW));
    }

    private String load(String site, String from, @Nullable String until, String rate) {
        var price = new NewPrice(
                "sku",
                Workload.TRAINING,
                site,
                EUR,
                Instant.parse(from),
                until == null ? null : Instant.parse(until),
                new BigDecimal(rate),
                "example");
        return switch (room.prices.load(room.job, List.of(price))) {
            case Outcome.Done<Integer> done -> done.value().toString();
            case Outcome.No<Integer> no -> no.refusal().code();
        };
    }
}
