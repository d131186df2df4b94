package cloud.tessera.portal.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.invoicing.InvoiceLine;
import cloud.tessera.billing.invoicing.Section;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.rating.Segment;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.NativeTableRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InvoiceLinesTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final int HEADING = 1;

    @Test
    void a_line_of_very_many_segments_shows_all_of_them_on_demand_and_says_how_many_are_left() {
        Component table = new InvoiceLines(ZoneOffset.UTC).table(List.of(line(1201)));
        Details details = all(table, Details.class).findFirst().orElseThrow();
        details.setOpened(true);

        assertThat(rows(details)).isEqualTo(HEADING + 500);
        assertThat(more(details).getText()).isEqualTo("Show 500 more of the 701 that are left");
        more(details).click();
        assertThat(rows(details)).isEqualTo(HEADING + 1000);
        assertThat(more(details).getText()).isEqualTo("Show 201 more of the 201 that are left");
        more(details).click();
        assertThat(rows(details)).isEqualTo(HEADING + 1201);
        assertThat(all(details, Button.class)).isEmpty();
    }

    private static Button more(Component details) {
        return all(details, Button.class).findFirst().orElseThrow();
    }

    private static long rows(Component details) {
        return all(details, NativeTableRow.class).count();
    }

    private static <T extends Component> Stream<T> all(Component in, Class<T> type) {
        return in.getChildren()
                .flatMap(child -> Stream.concat(
                        type.isInstance(child) ? Stream.of(type.cast(child)) : Stream.empty(), all(child, type)));
    }

    private static InvoiceLine line(int segments) {
        Instant start = Instant.parse("2026-02-01T00:00:00Z");
        List<Segment> all = IntStream.range(0, segments)
                .mapToObj(i -> new Segment(
                        new UUID(0, 1),
                        start.plusSeconds(60L * i),
                        start.plusSeconds(60L * i + 60),
                        BigDecimal.ONE,
                        60))
                .toList();
        return new InvoiceLine(
                1,
                Section.INFERENCE,
                null,
                null,
                null,
                "nvidia-a100-80gb/card",
                "paris-1",
                null,
                "Use",
                60L * segments,
                Money.zero(EUR),
                Money.of("20.02", "EUR"),
                all);
    }
}
