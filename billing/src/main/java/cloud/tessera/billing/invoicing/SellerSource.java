package cloud.tessera.billing.invoicing;

import cloud.tessera.billing.invoicing.Invoice.Seller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who sells, from the environment: {@code TESSERA_SELLER_NAME}, {@code TESSERA_SELLER_ADDRESS} and
 * {@code TESSERA_SELLER_BANK} (lines separated by {@code |}), {@code TESSERA_SELLER_TAX_ID}. Without them it is an example
 * that says so. An issued invoice keeps the seller that it was issued by.
 */
@Singleton
public final class SellerSource {
    private final Seller seller;

    public SellerSource() {
        this(System.getenv());
    }

    SellerSource(Map<String, String> environment) {
        this.seller = new Seller(
                environment.getOrDefault("TESSERA_SELLER_NAME", "Example Cloud Ltd."),
                lines(environment.getOrDefault("TESSERA_SELLER_ADDRESS", "1 Example Street|10115 Berlin|Germany")),
                environment.getOrDefault("TESSERA_SELLER_TAX_ID", "DE000000000"),
                lines(environment.getOrDefault(
                        "TESSERA_SELLER_BANK", "IBAN DE00 0000 0000 0000 0000 00|BIC EXAMPLEXXX")));
    }

    Seller seller() {
        return seller;
    }

    private static List<String> lines(String text) {
        return Stream.of(text.split("\\|"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
