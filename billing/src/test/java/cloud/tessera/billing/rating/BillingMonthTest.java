package cloud.tessera.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class BillingMonthTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void a_month_has_an_hour_less_or_more_where_clocks_are_changed() {
        assertThat(hours(2026, 3)).isEqualTo(743);
        assertThat(hours(2026, 10)).isEqualTo(745);
        assertThat(hours(2026, 12)).isEqualTo(744);
    }

    @Test
    void months_follow_one_another_without_gaps() {
        BillingMonth month = new BillingMonth(YearMonth.of(2020, 1), ZoneId.of("America/Asuncion"));
        for (int i = 0; i < 120; i++) {
            assertThat(month.end()).isEqualTo(month.next().start());
            assertThat(BillingMonth.containing(month.start(), month.zone())).isEqualTo(month);
            assertThat(BillingMonth.containing(month.end().minusNanos(1), month.zone()))
                    .isEqualTo(month);
            month = month.next();
        }
    }

    @Test
    void a_month_begins_at_midnight_of_the_customer() {
        assertThat(BillingMonth.containing(Instant.parse("2026-09-30T22:00:00Z"), BERLIN)
                        .month())
                .isEqualTo(YearMonth.of(2026, 10));
        assertThat(BillingMonth.containing(Instant.parse("2026-09-30T21:59:59Z"), BERLIN)
                        .month())
                .isEqualTo(YearMonth.of(2026, 9));
    }

    private static long hours(int year, int month) {
        return new BillingMonth(YearMonth.of(year, month), BERLIN)
                .window()
                .length()
                .toHours();
    }
}
