package cloud.tessera.inventory.waitlist;

import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.inventory.engine.Launch;
import cloud.tessera.inventory.fleet.OpenSites;
import cloud.tessera.inventory.offer.Rules;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The waitlist: joining, seeing and leaving it. {@link WaitlistTurns} serves it. */
@Singleton
public final class Waitlist {
    /** So many entries of one organization wait at a time. */
    private static final int MOST = 100;

    private final Transactions transactions;
    private final Organizations organizations;
    private final Projects projects;
    private final Calendar calendar;
    private final EngineChoice engines;
    private final Audit audit;

    public Waitlist(
            Transactions transactions,
            Organizations organizations,
            Projects projects,
            Calendar calendar,
            EngineChoice engines,
            Audit audit) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.projects = projects;
        this.calendar = calendar;
        this.engines = engines;
        this.audit = audit;
    }

    /**
     * Joins the waitlist, once per idempotency key. Refused as {@code invalid_window}, {@code invalid_hours}, {@code
     * invalid_ceiling}, {@code unknown_site}, {@code unknown_model}, {@code unknown_profile}, {@code invalid_quantity},
     * {@code gang_too_large}, {@code unknown_region}, {@code no_site_within_limits}, {@code invalid_name}, {@code
     * unknown_image}, {@code never_available} (with what could be) or {@code waitlist_full} (100 entries wait). A site whose link is down can be waited for.
     */
    public Outcome<WaitlistEntry> join(Caller caller, Wait wait) {
        caller.require(Permission.BOOK_CAPACITY);
        calendar.search(caller);
        return transactions.once(
                caller,
                "waitlist.join",
                wait,
                tx -> join(tx, wait),
                entry -> entry.id().text(),
                (tx, id) -> find(tx, WaitlistEntryId.of(id)));
    }

    private WaitlistEntry join(Tx tx, Wait wait) {
        Project project = projects.of(tx, wait.project());
        Organization organization = organizations.requireActive(tx, project.organization());
        Launch.check(engines, wait.name(), wait.image());
        calendar.search(tx).check(wait.shape());
        wait.sites().forEach(site -> calendar.requireSite(tx, site));
        OpenSites.load(tx).requireWithin(sites(tx, wait), wait.limits());
        Rules.check(wait.within(), tx.now());
        if (wait.hours() < 1
                || Duration.ofHours(wait.hours()).compareTo(wait.within().length()) > 0) {
            throw Refusal.invalid(
                            "invalid_hours",
                            "It takes at least an hour, and no longer than from start to end.",
                            "hours")
                    .asException();
        }
        if (wait.ceiling() != null && !wait.ceiling().currency().equals(organization.currency())) {
            throw Refusal.invalid(
                            "invalid_ceiling",
                            "The ceiling is an amount in " + organization.currency() + ".",
                            "ceiling")
                    .asException();
        }
        new Hopeless(calendar.search(tx), organization.holder())
                .refuse(
                        wait,
                        within(tx, sites(tx, wait), wait),
                        within(tx, calendar.search(tx).sites(wait.shape().model()), wait));
        if (WaitlistStore.count(tx, organization.id()) >= MOST) {
            throw Refusal.limit("waitlist_full", "You have " + MOST + " entries that wait; withdraw one first.")
                    .asException();
        }
        var entry = new WaitlistEntry(
                new WaitlistEntryId(tx.newId()),
                organization.id(),
                organization.payer(),
                wait,
                WaitlistEntry.State.WAITING,
                null,
                null,
                null,
                null,
                null,
                tx.caller().actor(),
                tx.now(),
                null);
        WaitlistStore.insert(tx, entry, organization.currency());
        audit.record(
                tx,
                organization.id(),
                "waitlist.joined",
                entry.id().text(),
                null,
                Map.of("sku", wait.shape().sku(), "quantity", wait.shape().quantity()));
        return entry;
    }

    private static List<String> within(Tx tx, List<String> sites, Wait wait) {
        OpenSites open = OpenSites.load(tx);
        return sites.stream().filter(site -> open.within(site, wait.limits())).toList();
    }

    private List<String> sites(Tx tx, Wait wait) {
        return wait.sites().isEmpty() ? calendar.search(tx).sites(wait.shape().model()) : wait.sites();
    }

    /** Leaves the waitlist. Refused as {@code wrong_state} where it was served, or has ended, before. */
    public Outcome<WaitlistEntry> withdraw(Caller caller, WaitlistEntryId id) {
        caller.require(Permission.BOOK_CAPACITY);
        return transactions.attempt(caller, tx -> {
            WaitlistEntry before = find(tx, id);
            if (!WaitlistStore.withdraw(tx, id)) {
                throw Refusal.conflict(
                                "wrong_state",
                                "It does not wait any more: it is "
                                        + find(tx, id).state().text() + ".")
                        .asException();
            }
            audit.record(tx, before.organization(), "waitlist.withdrawn", id.text(), null, null);
            return find(tx, id);
        });
    }

    public WaitlistEntry get(Caller caller, WaitlistEntryId id) {
        caller.require(Permission.VIEW_WORK);
        return transactions.run(caller, tx -> find(tx, id));
    }

    /**
     * Newest first. Operators see those of all organizations: the demand that waits.
     *
     * @param waiting only those that wait
     */
    public Page<WaitlistEntry> list(Caller caller, boolean waiting, Page.Request page) {
        caller.require(Permission.VIEW_WORK);
        String after = page.after();
        UUID before;
        try {
            before = after == null ? null : WaitlistEntryId.of(after).value();
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("invalid_cursor", "This is not a cursor of this list.", "after")
                    .asException();
        }
        return Page.of(
                transactions.run(caller, tx -> WaitlistStore.list(tx, waiting, before, page.limit() + 1)),
                page,
                entry -> entry.id().text());
    }

    /** The demand of all organizations that waits, most unit-hours first; for operators. */
    public List<WaitlistDemand> demand(Caller operator) {
        operator.require(Permission.PLATFORM_VIEW);
        return transactions.run(operator, WaitlistStore::demand);
    }

    private static WaitlistEntry find(Tx tx, WaitlistEntryId id) {
        return WaitlistStore.find(tx, id)
                .orElseThrow(() -> Refusal.notFound("waitlist entry").asException());
    }
}
