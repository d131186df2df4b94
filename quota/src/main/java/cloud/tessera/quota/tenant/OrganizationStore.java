package cloud.tessera.quota.tenant;

import static cloud.tessera.quota.tables.Tables.ORGANIZATION;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Tx;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Organizations as they are stored. */
final class OrganizationStore {
    private OrganizationStore() {}

    /** False where the slug is taken. */
    static boolean insert(Tx tx, Organization made) {
        return tx.sql()
                        .insertInto(ORGANIZATION)
                        .set(ORGANIZATION.ID, made.id().value())
                        .set(ORGANIZATION.NAME, made.name())
                        .set(ORGANIZATION.SLUG, made.slug())
                        .set(ORGANIZATION.PAYER_ID, made.payer().value())
                        .set(ORGANIZATION.BILLING_ZONE, made.zone().getId())
                        .set(ORGANIZATION.CURRENCY, made.currency().getCurrencyCode())
                        .set(ORGANIZATION.COUNTRY, made.country())
                        .set(ORGANIZATION.TERMS, made.terms().text())
                        .set(ORGANIZATION.STATUS, made.status().text())
                        .set(ORGANIZATION.VERIFIED, made.verified())
                        .set(ORGANIZATION.HOLDER, made.holder())
                        .set(ORGANIZATION.CREATED_AT, tx.timestamp())
                        .onConflict(ORGANIZATION.SLUG)
                        .doNothing()
                        .execute()
                == 1;
    }

    static Optional<Organization> find(Tx tx, OrganizationId id) {
        return tx.sql()
                .selectFrom(ORGANIZATION)
                .where(ORGANIZATION.ID.eq(id.value()))
                .fetchOptional(OrganizationStore::organization);
    }

    static Later<List<Organization>> find(Tx tx, Collection<OrganizationId> ids) {
        return tx.ask(
                """
                select id, name, slug, payer_id, billing_zone, currency, country, terms, status, verified, holder, created_at
                from quota.organization where id = any(?::uuid[])""",
                row -> new Organization(
                        new OrganizationId(row.getObject(1, UUID.class)),
                        row.getString(2),
                        row.getString(3),
                        new OrganizationId(row.getObject(4, UUID.class)),
                        ZoneId.of(row.getString(5)),
                        Currency.getInstance(row.getString(6)),
                        row.getString(7),
                        Terms.of(row.getString(8)),
                        Organization.Status.of(row.getString(9)),
                        row.getBoolean(10),
                        row.getObject(11, UUID.class),
                        row.getObject(12, OffsetDateTime.class).toInstant()),
                (Object) ids.stream().map(OrganizationId::value).distinct().toArray());
    }

    /** The same, and nobody else changes it until the transaction ends. */
    static Optional<Organization> lock(Tx tx, OrganizationId id) {
        return tx.sql()
                .selectFrom(ORGANIZATION)
                .where(ORGANIZATION.ID.eq(id.value()))
                .forNoKeyUpdate()
                .fetchOptional(OrganizationStore::organization);
    }

    static Page<Organization> page(Tx tx, Page.Request page) {
        var rows = tx.sql()
                .selectFrom(ORGANIZATION)
                .where(page.after() == null ? DSL.noCondition() : ORGANIZATION.ID.lt(position(page.after())))
                .orderBy(ORGANIZATION.ID.desc())
                .limit(page.limit() + 1)
                .fetch(OrganizationStore::organization);
        return Page.of(rows, page, last -> last.id().text());
    }

    static void setTerms(Tx tx, OrganizationId id, Terms terms, boolean verified) {
        tx.sql()
                .update(ORGANIZATION)
                .set(ORGANIZATION.TERMS, terms.text())
                .set(ORGANIZATION.VERIFIED, verified)
                .where(ORGANIZATION.ID.eq(id.value()))
                .execute();
    }

    private static UUID position(String cursor) {
        try {
            return OrganizationId.of(cursor).value();
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("invalid_cursor", "That is not a cursor of this list.", "after")
                    .asException();
        }
    }

    private static Organization organization(Record row) {
        return new Organization(
                new OrganizationId(row.get(ORGANIZATION.ID)),
                row.get(ORGANIZATION.NAME),
                row.get(ORGANIZATION.SLUG),
                new OrganizationId(row.get(ORGANIZATION.PAYER_ID)),
                ZoneId.of(row.get(ORGANIZATION.BILLING_ZONE)),
                Currency.getInstance(row.get(ORGANIZATION.CURRENCY)),
                row.get(ORGANIZATION.COUNTRY),
                Terms.of(row.get(ORGANIZATION.TERMS)),
                Organization.Status.of(row.get(ORGANIZATION.STATUS)),
                row.get(ORGANIZATION.VERIFIED),
                row.get(ORGANIZATION.HOLDER),
                row.get(ORGANIZATION.CREATED_AT).toInstant());
    }
}
