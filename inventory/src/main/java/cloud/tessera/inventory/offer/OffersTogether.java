package cloud.tessera.inventory.offer;

import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.calendar.Search;
import cloud.tessera.inventory.fleet.OpenSites;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Offers to several callers at once: what each needs is read by one statement for all, and decided in memory. */
final class OffersTogether {
    private final Search search;
    private final Function<Shape, Duration> turnaround;
    private final Quotes quotes;

    /** Who asks and at which site; the price is still to be worked out. */
    private record Clear(Offers.Asked asked, Organization organization, String site, Quotes.Wanted wanted) {}

    OffersTogether(Search search, Function<Shape, Duration> turnaround, Quotes quotes) {
        this.search = search;
        this.turnaround = turnaround;
        this.quotes = quotes;
    }

    Map<Offers.Asked, Offers.Draft> draft(Tx tx, List<Offers.Asked> all, Offers.Known known) {
        List<Clear> clear = all.stream()
                .map(asked -> clear(
                        tx,
                        known.open(),
                        asked,
                        known.projects().get(asked.ask().project()),
                        known.organizations()))
                .flatMap(Optional::stream)
                .toList();
        Map<Quotes.Wanted, Quote> priced =
                quotes.draft(tx, clear.stream().map(Clear::wanted).distinct().toList(), known.prices());
        Map<Offers.Asked, Offers.Draft> drafts = new HashMap<>();
        for (Clear each : clear) {
            Quote quote = priced.get(each.wanted());
            if (quote != null) {
                drafts.put(each.asked(), draft(tx, each, quote));
            }
        }
        return drafts;
    }

    private Offers.Draft draft(Tx tx, Clear clear, Quote quote) {
        AskOffer ask = clear.asked().ask();
        Question question = search.question(
                ask.shape(),
                Workload.TRAINING,
                clear.site(),
                ask.window().start(),
                ask.window().end(),
                clear.organization().holder());
        // Several may ask for the very same; each gets a quote of its own.
        return new Offers.Draft(quotes.again(tx, quote), clear.organization(), question, turnaround.apply(ask.shape()));
    }

    /** Empty where the answer may be no, or takes a look at prices of several sites. */
    private Optional<Clear> clear(
            Tx tx,
            OpenSites open,
            Offers.Asked asked,
            @Nullable Project project,
            Map<OrganizationId, Organization> organizations) {
        AskOffer ask = asked.ask();
        if (project == null
                || !asked.caller().reaches(project.id())
                || !ask.limits().none()
                || ask.flexibleHours() != 0) {
            return Optional.empty();
        }
        Organization organization = organizations.get(project.organization());
        if (organization == null
                || organization.status() != Organization.Status.ACTIVE
                || !asked.caller().organization().equals(Optional.of(organization.id()))) {
            return Optional.empty();
        }
        try {
            search.check(ask.shape());
            Rules.check(ask.window(), tx.now());
        } catch (Refused refused) {
            return Optional.empty();
        }
        List<String> sites = search.sites(ask.shape().model());
        String site = ask.site() != null ? ask.site() : sites.size() == 1 ? sites.getFirst() : null;
        if (site == null || !sites.contains(site) || !open.reachable(site)) {
            return Optional.empty();
        }
        var wanted = new Quotes.Wanted(
                organization,
                project.id(),
                ask.shape().sku(),
                Workload.TRAINING,
                site,
                ask.shape().quantity(),
                ask.window(),
                turnaround.apply(ask.shape()));
        return Optional.of(new Clear(asked, organization, site, wanted));
    }
}
