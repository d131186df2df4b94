package cloud.tessera.inventory.demo;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.matching.ThroughputTable;
import cloud.tessera.quota.limit.Workload;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoFilesTest {
    private final List<NewPrice> prices = DemoFiles.prices(Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void every_price_stands_once() {
        assertThat(prices).hasSizeGreaterThan(400);
        assertThat(prices.stream().map(p -> List.of(p.sku(), p.workload(), p.site(), p.currency())))
                .doesNotHaveDuplicates();
        assertThat(prices).allSatisfy(p -> {
            assertThat(p.ratePerHour()).isPositive();
            assertThat(p.source()).isNotBlank();
        });
    }

    @Test
    void fractions_cost_their_part_and_the_surcharge() {
        assertThat(rate("nvidia-h100-80gb/card", "*")).isEqualByComparingTo("3.10");
        assertThat(rate("nvidia-h100-80gb/1g.10gb", "*")).isEqualByComparingTo("0.42625");
        assertThat(rate("nvidia-l40s-48gb/thousandth", "*")).isEqualByComparingTo("0.001254");
    }

    @Test
    void edge_sites_cost_more() {
        assertThat(rate("nvidia-a30-24gb/card", "edge-milan")).isEqualByComparingTo("0.792");
        assertThat(prices)
                .noneMatch(p -> p.site().equals("edge-milan") && p.sku().startsWith("nvidia-h100"));
    }

    @Test
    void throughput_says_where_each_figure_comes_from() {
        assertThat(ThroughputTable.shipped()).isNotEmpty().allSatisfy(row -> {
            assertThat(row.example() || row.date() != null || row.source().contains("commit "))
                    .as(row.toString())
                    .isTrue();
            assertThat(Catalogue.shipped().find(row.model())).as(row.model()).isPresent();
        });
    }

    private BigDecimal rate(String sku, String site) {
        return prices.stream()
                .filter(p -> p.sku().equals(sku)
                        && p.site().equals(site)
                        && p.workload() == Workload.INFERENCE
                        && p.currency().getCurrencyCode().equals("EUR"))
                .findFirst()
                .orElseThrow()
                .ratePerHour();
    }
}
