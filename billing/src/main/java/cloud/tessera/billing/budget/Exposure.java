package cloud.tessera.billing.budget;

import cloud.tessera.billing.ledger.Account;
import cloud.tessera.billing.ledger.Ledger;
import cloud.tessera.billing.metering.HourlyUse;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a payer may owe: the operator's protection, checked in the booking transaction under a lock on the payer. What is
 * unbilled, unpaid and left of credit is read from the ledger; what is committed and metered is added to it.
 *
 * <p>A payer's row is made when it is first needed, with a small limit: 100 major units where the currency has cents,
 * 15 000 where it has no smaller unit, 40 where it has thousandths. An operator sets more.
 */
@Singleton
public final class Exposure {
    private static final Logger LOG = LoggerFactory.getLogger(Exposure.class);

    private final Transactions transactions;
    private final Organizations organizations;
    private final Ledger ledger;
    private final HourlyUse use;
    private final Accrual accrual;
    private final Audit audit;

    public Exposure(
            Transactions transactions,
            Organizations organizations,
            Ledger ledger,
            PriceBook prices,
            HourlyUse use,
            Audit audit) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.ledger = ledger;
        this.use = use;
        this.accrual = new Accrual(prices, use);
        this.audit = audit;
    }

    /**
     * Commits an amount for a claim: a block that is held, the next hours of an allocation. The same claim again replaces
     * its amount. The payer's row stays locked until the transaction ends, so that bookings at the same time cannot pass
     * the limit together. Refused: {@code exposure_reached}, with the figures.
     */
    public void commit(Tx tx, UUID claim, OrganizationId organization, Money amount) {
        Organization owner = organizations.of(tx, organization);
        boolean admitted = tx.asPlatform(() -> {
            lock(tx, owner);
            ExposureStore.endCommitment(tx, claim);
            ExposureView view = of(tx, owner);
            if (amount.isPositive() && view.exposure().plus(amount).exceeds(view.limit())) {
                return false;
            }
            ExposureStore.commit(tx, claim, owner, amount);
            return true;
        });
        if (!admitted) {
            throw reached(tx, owner, amount);
        }
    }

    /** What {@link #commit} is asked for. */
    public record Wanted(UUID claim, Organization organization, Money amount) {}

    /**
     * Locks the payers of several bookings of one transaction, in one order, and asks what each may still owe, in minor
     * units; to be called once in it and before {@link #commit(Tx, List, Map)}. A payer whose row is missing is left out:
     * it gets one when a booking is made by itself.
     */
    public Later<Map<UUID, Long>> lock(Tx tx, Collection<Organization> organizations) {
        List<UUID> payers = organizations.stream()
                .map(each -> each.payer().value())
                .distinct()
                .toList();
        return tx.asPlatform(() -> {
            ExposureStore.lock(tx, payers);
            return ExposureStore.left(tx, payers);
        });
    }

    /**
     * Commits amounts for new claims, in the order given, as far as each payer may owe them. What is left out has written
     * nothing here: alone it is told the figures.
     *
     * @param left what {@link #lock} has found
     * @return the claims whose amounts are committed
     */
    public Set<UUID> commit(Tx tx, List<Wanted> wanted, Map<UUID, Long> left) {
        Map<UUID, Long> still = new HashMap<>(left);
        List<Wanted> admitted = new ArrayList<>();
        for (Wanted each : wanted) {
            UUID payer = each.organization().payer().value();
            long amount = each.amount().minor();
            Long most = still.get(payer);
            if (most != null && amount <= most) {
                still.put(payer, Math.subtractExact(most, amount));
                admitted.add(each);
            }
        }
        tx.asPlatform(() -> {
            ExposureStore.commit(tx, admitted);
            return admitted;
        });
        return admitted.stream().map(Wanted::claim).collect(Collectors.toSet());
    }

    /** Ends the commitments of several claims; see {@link #release(Tx, UUID)}. */
    public void release(Tx tx, Collection<UUID> claims) {
        if (!claims.isEmpty()) {
            tx.asPlatform(() -> {
                ExposureStore.endCommitments(tx, claims);
                return claims;
            });
        }
    }

    /** Ends the commitment of a claim, because it is over or has been charged. A claim without one is left alone. */
    public void release(Tx tx, UUID claim) {
        tx.asPlatform(() -> ExposureStore.endCommitment(tx, claim));
    }

    /**
     * Locks the payer of an organization until the transaction ends, for rooms that spend its credit: whoever decides on
     * what a payer owes or has does so alone. It comes before the rows that it decides on (blocks, credits, balances), and
     * who locks several payers does so in the order of their ids.
     */
    public void lock(Tx tx, Organization organization) {
        tx.asPlatform(() -> {
            ExposureStore.open(tx, organization, firstLimit(organization.currency()));
            return ExposureStore.lock(tx, organization.payer());
        });
    }

    /**
     * Sets how far the exposure of an organization's payer may go, for operators. Refused: {@code wrong_currency} and
     * {@code amount_too_large} ({@link Money#MOST}).
     */
    public Outcome<ExposureView> setLimit(Caller operator, OrganizationId organization, Money limit) {
        operator.require(Permission.PLATFORM_MANAGE);
        return transactions.attempt(operator, tx -> {
            Organization owner = organizations.of(tx, organization);
            if (!limit.currency().equals(owner.currency()) || limit.isNegative()) {
                throw Refusal.invalid(
                                "wrong_currency",
                                "The limit is an amount of at least zero in " + owner.currency() + ".",
                                "limit")
                        .asException();
            }
            limit.requireAtMost("limit");
            lock(tx, owner);
            Money before = of(tx, owner).limit();
            ExposureStore.setLimit(tx, owner.payer(), limit);
            audit.record(tx, organization, "exposure.limit_set", organization.text(), before.text(), limit.text());
            return of(tx, owner);
        });
    }

    /** What the payer of an organization owes and may owe, for those who may see costs. */
    public ExposureView view(Caller caller, OrganizationId organization) {
        caller.require(Permission.VIEW_COSTS);
        return transactions.run(caller, tx -> {
            Organization owner = organizations.of(tx, organization);
            return tx.asPlatform(() -> of(tx, owner));
        });
    }

    /**
     * Rates what was metered and is on no invoice yet, for all payers, each in a transaction of its own: what keeps one
     * from it is logged and keeps no other. For the worker, hourly.
     */
    public void refresh(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        transactions.run(job, this::users).forEach((payer, organizations) -> {
            try {
                transactions.run(job, tx -> {
                    accrue(tx, payer, organizations);
                    return true;
                });
            } catch (RuntimeException e) {
                LOG.error("What {} has used is not counted anew", payer, e);
            }
        });
    }

    /** For all payers, in the order of their ids: those of their organizations that have used what is on no invoice yet. */
    private Map<OrganizationId, List<Organization>> users(Tx tx) {
        Map<OrganizationId, List<Organization>> users = new TreeMap<>(Comparator.comparing(OrganizationId::value));
        ExposureStore.payers(tx).forEach(payer -> users.put(payer, List.of()));
        use.openMonths(tx).stream()
                .map(HourlyUse.OpenMonth::organization)
                .distinct()
                .map(id -> organizations.of(tx, id))
                .collect(Collectors.groupingBy(Organization::payer))
                .forEach(users::put);
        return users;
    }

    /**
     * Counts anew what a payer owes for use that is on no invoice yet, under its lock: an invoice that makes some of it
     * receivable has either committed before, or comes after and counts it anew itself. In a transaction of the platform.
     *
     * @param organizations whom it pays for, without those that have used nothing
     */
    public void accrue(Tx tx, OrganizationId payer, List<Organization> organizations) {
        if (!organizations.isEmpty()) {
            lock(tx, organizations.getFirst());
        }
        long accrued = accrual.amounts(tx, organizations).values().stream()
                .mapToLong(Money::minor)
                .reduce(0, Math::addExact);
        ExposureStore.setAccrued(tx, payer, accrued);
    }

    private ExposureView of(Tx tx, Organization owner) {
        Currency currency = owner.currency();
        Map<Account, Long> balances = ledger.ofPayer(tx, owner.payer());
        ExposureStore.Row row = ExposureStore.row(tx, owner.payer())
                .orElseGet(() -> new ExposureStore.Row(firstLimit(currency), Money.zero(currency), null));
        return new ExposureView(
                owner.payer(),
                row.limit(),
                row.accrued(),
                row.accruedUntil(),
                new Money(balances.getOrDefault(Account.UNBILLED, 0L), currency),
                new Money(balances.getOrDefault(Account.RECEIVABLE, 0L), currency),
                new Money(ExposureStore.committed(tx, owner.payer()), currency),
                new Money(-balances.getOrDefault(Account.CREDITS, 0L), currency));
    }

    private RuntimeException reached(Tx tx, Organization owner, Money amount) {
        ExposureView view = tx.asPlatform(() -> of(tx, owner));
        return Refusal.limit(
                        "exposure_reached",
                        "This commits " + amount.text() + ". What is owed and committed already comes to "
                                + view.exposure().text() + " of at most "
                                + view.limit().text() + ". Pay an invoice, add credit, or ask for a higher limit.")
                .asException();
    }

    /** What a new payer may owe until an operator sets more. */
    static Money firstLimit(Currency currency) {
        String major = switch (currency.getDefaultFractionDigits()) {
            case 0 -> "15000";
            case 3 -> "40";
            default -> "100";
        };
        return Money.of(new BigDecimal(major), currency);
    }
}
