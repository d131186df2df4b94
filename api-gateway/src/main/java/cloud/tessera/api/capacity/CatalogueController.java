package cloud.tessera.api.capacity;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.inventory.engine.Images;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.Pool;
import cloud.tessera.inventory.fleet.Stock;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.quota.term.Caller;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What there is, and what it costs. */
@Controller("/api/v1")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Capacity")
@MayRefuse
class CatalogueController {
    private final Fleet fleet;
    private final Images images;
    private final PriceBook prices;
    private final Clock clock;

    CatalogueController(Fleet fleet, Images images, PriceBook prices, Clock clock) {
        this.fleet = fleet;
        this.images = images;
        this.prices = prices;
        this.clock = clock;
    }

    /** List the accelerator models, with how each can be divided and where there are cards of it. */
    @Get("/accelerators")
    Listing<AcceleratorResource> listAccelerators(@Parameter(hidden = true) Caller caller) {
        Catalogue catalogue = Catalogue.shipped();
        Map<String, SortedSet<String>> sites = sitesByModel(caller);
        catalogue.all().forEach(model -> sites.computeIfAbsent(model.key(), key -> new TreeSet<>()));
        return Listing.all(
                List.copyOf(sites.keySet()),
                key -> AcceleratorResource.of(catalogue.orFungible(key), List.copyOf(sites.get(key))));
    }

    /** List the shapes that can be asked for: whole cards, partitions and thousandths of the models that there are. */
    @Get("/shapes")
    Listing<OfferedShape> listShapes(@Parameter(hidden = true) Caller caller) {
        Catalogue catalogue = Catalogue.shipped();
        List<OfferedShape> shapes = sitesByModel(caller).keySet().stream()
                .flatMap(key -> OfferedShape.of(catalogue.orFungible(key)).stream())
                .toList();
        return new Listing<>(shapes, null);
    }

    /** List the images that a reservation or an allocation can start. */
    @Get("/images")
    Listing<ImageResource> listImages(@Parameter(hidden = true) Caller caller) {
        return Listing.all(images.list(caller), ImageResource::of);
    }

    /** List the sites. */
    @Get("/sites")
    Listing<SiteResource> listSites(@Parameter(hidden = true) Caller caller) {
        List<Pool> pools = fleet.pools(caller);
        return Listing.all(fleet.sites(caller), site -> SiteResource.of(site, pools));
    }

    /**
     * List the prices that hold at an instant.
     *
     * @param at now when absent
     * @param sku only this one
     */
    @Get("/prices")
    Listing<PriceResource> listPrices(
            @Parameter(hidden = true) Caller caller,
            @QueryValue @Nullable @Parameter(schema = @Schema(type = "string", format = "date-time")) String at,
            @QueryValue @Nullable String sku) {
        Instant when = at == null ? clock.instant() : Values.instant(at, "at");
        return Listing.all(
                prices.list(caller, when).stream()
                        .filter(price -> sku == null || price.sku().equals(sku))
                        .toList(),
                PriceResource::of);
    }

    private Map<String, SortedSet<String>> sitesByModel(Caller caller) {
        Map<String, SortedSet<String>> sites = new TreeMap<>();
        for (Stock stock : fleet.stock(caller)) {
            sites.computeIfAbsent(stock.model(), key -> new TreeSet<>()).add(stock.site());
        }
        return sites;
    }
}
