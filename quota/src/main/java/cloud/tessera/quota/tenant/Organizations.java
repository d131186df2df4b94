package cloud.tessera.quota.tenant;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Country;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.Tender;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The customers. */
@Singleton
public final class Organizations {
    /**
     * The topic of the fact that an organization was made; its payload is an {@link Opened}. Modules to the right that
     * keep a row for each organization may insert it when they first need it, without waiting for the fact.
     */
    public static final String OPENED = "organization.opened";

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Transactions transactions;
    private final Audit audit;
    private final Projects projects;
    private final IdSource ids;

    /** What {@link #OPENED} says. */
    public record Opened(String organization, String currency, String terms) {}

    public Organizations(Transactions transactions, Audit audit, Projects projects, IdSource ids) {
        this.transactions = transactions;
        this.audit = audit;
        this.projects = projects;
        this.ids = ids;
    }

    /**
     * Makes an organization, for operators and jobs, with a project named {@value Projects#DEFAULT} and its limits. It
     * is its own payer, active and not verified. Refused: {@code slug_taken}, and fields that make no sense.
     */
    public Outcome<Organization> create(Caller operator, NewOrganization wanted) {
        operator.require(Permission.PLATFORM_MANAGE);
        return transactions.once(
                operator,
                "organizations.create",
                wanted,
                tx -> create(tx, wanted),
                made -> made.id().text(),
                (tx, id) -> of(tx, OrganizationId.of(id)));
    }

    private Organization create(Tx tx, NewOrganization wanted) {
        var id = new OrganizationId(tx.newId());
        var made = new Organization(
                id,
                Wording.name(wanted.name(), 200, "name"),
                slug(wanted.slug()),
                id,
                zone(wanted.zone()),
                currency(wanted.currency()),
                country(wanted.country()),
                wanted.terms(),
                Organization.Status.ACTIVE,
                false,
                ids.opaque(),
                tx.now());
        if (!OrganizationStore.insert(tx, made)) {
            throw Refusal.conflict("slug_taken", "There is an organization with the slug " + made.slug() + ".")
                    .asException();
        }
        projects.open(tx, id, Projects.DEFAULT);
        audit.record(tx, id, "organization.created", id.text(), null, wanted);
        tx.fact(
                OPENED,
                id,
                id.value(),
                new Opened(
                        id.text(),
                        made.currency().getCurrencyCode(),
                        made.terms().text()));
        return made;
    }

    private static Currency currency(Currency wanted) {
        if (!Tender.accepts(wanted)) {
            throw Refusal.invalid(
                            "invalid_currency",
                            "Nothing can be charged in " + wanted.getCurrencyCode()
                                    + "; choose a currency with minor units" + " or whole units, such as EUR or JPY.",
                            "currency")
                    .asException();
        }
        return wanted;
    }

    /** Offsets are refused, since the database reads their signs the other way round. */
    private static ZoneId zone(ZoneId wanted) {
        if (!wanted.equals(ZoneOffset.UTC) && !ZoneId.getAvailableZoneIds().contains(wanted.getId())) {
            throw Refusal.invalid(
                            "invalid_zone",
                            wanted + " is no time zone of a region; choose one such as Europe/Paris, or UTC.",
                            "billing_zone")
                    .asException();
        }
        return wanted;
    }

    /** One organization: the caller's own, or any for the platform. */
    public Organization get(Caller caller, OrganizationId id) {
        requireVisible(caller, id);
        return transactions.run(caller, tx -> of(tx, id));
    }

    /** All organizations, newest first, for the platform. */
    public Page<Organization> list(Caller operator, Page.Request page) {
        operator.require(Permission.PLATFORM_VIEW);
        return transactions.run(operator, tx -> OrganizationStore.page(tx, page));
    }

    /** Sets when an organization pays and whether it is known to the platform, for operators. */
    public Outcome<Organization> setTerms(Caller operator, OrganizationId id, Terms terms, boolean verified) {
        operator.require(Permission.PLATFORM_MANAGE);
        return transactions.attempt(operator, tx -> {
            Organization before = OrganizationStore.lock(tx, id).orElseThrow(Organizations::notFound);
            OrganizationStore.setTerms(tx, id, terms, verified);
            audit.record(
                    tx,
                    id,
                    "organization.terms_set",
                    id.text(),
                    new Standing(before.terms().text(), before.verified()),
                    new Standing(terms.text(), verified));
            return of(tx, id);
        });
    }

    /** An organization as another room needs it inside its transaction; not found where the caller does not see it. */
    public Organization of(Tx tx, OrganizationId id) {
        tx.caller().requireReach(id);
        return OrganizationStore.find(tx, id).orElseThrow(Organizations::notFound);
    }

    /** Those of several that are there and that the transaction sees; whose callers may see them is for the caller to ask. */
    public Later<Map<OrganizationId, Organization>> of(Tx tx, Collection<OrganizationId> ids) {
        return OrganizationStore.find(tx, ids)
                .map(found -> found.stream().collect(Collectors.toMap(Organization::id, Function.identity())));
    }

    /** The same, but {@code organization_suspended} is thrown where it may not book. */
    public Organization requireActive(Tx tx, OrganizationId id) {
        Organization found = of(tx, id);
        if (found.status() != Organization.Status.ACTIVE) {
            throw new Refusal(
                            Refusal.Kind.FORBIDDEN,
                            "organization_suspended",
                            "This organization is " + found.status().text() + " and books nothing new.",
                            true,
                            List.of(),
                            null)
                    .asException();
        }
        return found;
    }

    private static void requireVisible(Caller caller, OrganizationId id) {
        caller.requireReach(id);
        if (caller.organization().isEmpty()) {
            caller.require(Permission.PLATFORM_VIEW);
        }
    }

    private static String slug(String slug) {
        if (!SLUG.matcher(slug).matches()) {
            throw Refusal.invalid(
                            "invalid_slug",
                            "A slug has 1 to 63 lower case letters, digits and dashes and does not begin with a dash.",
                            "slug")
                    .asException();
        }
        return slug;
    }

    private static String country(String country) {
        if (!Country.exists(country)) {
            throw Refusal.invalid("invalid_country", "A country is a two-letter code of ISO 3166-1.", "country")
                    .asException();
        }
        return country;
    }

    private static Refused notFound() {
        return Refusal.notFound("organization").asException();
    }

    /** What the audit log says of the terms. */
    private record Standing(String terms, boolean verified) {}
}
