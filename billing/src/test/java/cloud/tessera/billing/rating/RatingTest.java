package cloud.tessera.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.rating.Rating.Line;
import cloud.tessera.billing.rating.Rating.Use;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RatingTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Instant AT = Instant.parse("2026-10-01T00:00:00Z");

    @Test
    void a_line_too_small_for_a_cent_is_not_dropped() {
        // Kill Bill once dropped a line of 0.0021. Here 5 x 0.0021 = 0.0105 is a cent, and every line is there.
        List<Use<Integer>> uses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            uses.add(Use.fresh(i, List.of(segment("0.0021", 3600)), EUR));
        }
        var rated = Rating.rate(EUR, uses);
        assertThat(rated.total()).isEqualTo(Money.of("0.01", "EUR"));
        assertThat(rated.lines()).hasSize(5);
        assertThat(sum(rated.lines(), EUR)).isEqualTo(rated.total());
    }

    @Test
    void thirds_of_an_amount_add_up_to_it_again() {
        // Lago's credit notes summed to 335.00 against an invoice of 334.99: three thirds are 111.67 + 111.67 + 111.66.
        Money whole = Money.of("335.00", "EUR");
        List<Money> thirds = Rating.split(whole, List.of(1L, 1L, 1L));
        assertThat(thirds)
                .containsExactly(Money.of("111.67", "EUR"), Money.of("111.67", "EUR"), Money.of("111.66", "EUR"));
        assertThat(thirds.stream().reduce(Money.zero(EUR), Money::plus)).isEqualTo(whole);
    }

    @Test
    void halves_are_rounded_up() {
        assertThat(Rating.amount(EUR, List.of(segment("0.005", 3600)))).isEqualTo(Money.of("0.01", "EUR"));
        assertThat(Rating.amount(EUR, List.of(segment("0.0049999999", 3600)))).isEqualTo(Money.of("0.00", "EUR"));
    }

    @Test
    void currencies_have_no_two_or_three_decimals() {
        // 5000 s at 360 per hour are exactly 500; at 1.2345 they are 1.714583...
        assertThat(Rating.amount(Currency.getInstance("JPY"), List.of(segment("360.36", 5000)))
                        .text())
                .isEqualTo("501 JPY");
        assertThat(Rating.amount(EUR, List.of(segment("1.2345", 5000))).text()).isEqualTo("1.71 EUR");
        assertThat(Rating.amount(Currency.getInstance("KWD"), List.of(segment("1.2345", 5000)))
                        .text())
                .isEqualTo("1.715 KWD");
    }

    @Test
    void lines_always_add_up_to_the_total_which_is_the_exact_one_rounded() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            Currency currency =
                    Currency.getInstance(List.of("EUR", "JPY", "KWD").get(random.nextInt(3)));
            List<Use<Integer>> uses = uses(random, currency);
            var rated = Rating.rate(currency, uses);
            BigDecimal exact = BigDecimal.ZERO;
            for (Use<Integer> use : uses) {
                for (Segment s : use.segments()) {
                    exact = exact.add(s.ratePerHour().multiply(BigDecimal.valueOf(s.unitSeconds())));
                }
            }
            BigDecimal total =
                    exact.divide(BigDecimal.valueOf(3600), currency.getDefaultFractionDigits(), RoundingMode.HALF_UP);
            assertThat(rated.total().decimal()).as("seed " + seed).isEqualByComparingTo(total);
            assertThat(sum(rated.lines(), currency)).as("seed " + seed).isEqualTo(rated.total());
            assertThat(Rating.rate(currency, uses)).isEqualTo(rated);
        }
    }

    @Test
    void use_that_comes_in_parts_costs_in_the_end_what_it_costs_at_once() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            List<Use<Integer>> all = uses(random, EUR);
            Money billedTotal = Money.zero(EUR);
            List<Money> billed = new ArrayList<>();
            List<Long> billedSeconds = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                billed.add(Money.zero(EUR));
                billedSeconds.add(0L);
            }
            for (int step = 1; step <= 3; step++) {
                List<Use<Integer>> now = new ArrayList<>();
                for (int i = 0; i < all.size(); i++) {
                    List<Segment> whole = all.get(i).segments();
                    int known = step == 3 ? whole.size() : random.nextInt(whole.size() + 1);
                    int atLeast = (int) whole.stream().limit(known).count();
                    now.add(new Use<>(
                            i, grown(whole, atLeast, billedSeconds.get(i)), billed.get(i), billedSeconds.get(i)));
                }
                var rated = Rating.rate(EUR, now);
                assertThat(sum(rated.lines(), EUR)).isEqualTo(rated.total());
                for (Line<Integer> line : rated.lines()) {
                    billed.set(line.key(), billed.get(line.key()).plus(line.amount()));
                    billedSeconds.set(line.key(), billedSeconds.get(line.key()) + line.unitSeconds());
                }
                billedTotal = billedTotal.plus(rated.total());
            }
            assertThat(billedTotal)
                    .as("seed " + seed)
                    .isEqualTo(Rating.rate(EUR, all).total());
        }
    }

    /** The first segments, but never fewer than were billed before. */
    private static List<Segment> grown(List<Segment> whole, int wanted, long billedSeconds) {
        int count = wanted;
        while (whole.stream().limit(count).mapToLong(Segment::unitSeconds).sum() < billedSeconds) {
            count++;
        }
        return whole.subList(0, count);
    }

    private static List<Use<Integer>> uses(Random random, Currency currency) {
        List<Use<Integer>> uses = new ArrayList<>();
        int lines = 1 + random.nextInt(12);
        for (int i = 0; i < lines; i++) {
            List<Segment> segments = new ArrayList<>();
            int count = 1 + random.nextInt(5);
            for (int j = 0; j < count; j++) {
                String rate = BigDecimal.valueOf(random.nextLong(1, 50_000_000_000L), 1 + random.nextInt(10))
                        .toPlainString();
                segments.add(segment(rate, 1 + random.nextInt(2_678_400)));
            }
            uses.add(Use.fresh(i, segments, currency));
        }
        return uses;
    }

    private static <K> Money sum(List<Line<K>> lines, Currency currency) {
        return lines.stream().map(Line::amount).reduce(Money.zero(currency), Money::plus);
    }

    private static Segment segment(String rate, long unitSeconds) {
        return new Segment(new UUID(0, 1), AT, AT.plusSeconds(3600), new BigDecimal(rate), unitSeconds);
    }
}
