package cloud.tessera.quota.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.Together;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sealed stays as it was, or it is named. */
class SealingTest {
    /** Who owns the tables can take away what binds seals to entries. */
    private static final String UNBOUND =
            "alter table quota.audit_seal drop constraint if exists audit_seal_entry_seq_fkey";

    private final Ground ground = new Ground();
    private final AtomicReference<SealingKey> key = new AtomicReference<>(SealingKey.generate());
    private final Sealing sealing = new Sealing(ground.transactions, key::get);
    private final AuditVerification verification = new AuditVerification(ground.transactions, key::get);
    private final Ground.Tenant acme = ground.tenant("acme");
    private final Ground.Tenant other = ground.tenant("other");

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void each_entry_is_sealed_once_and_all_chains_hold() {
        note(acme, 3);
        note(other, 2);
        assertThat(verify().waiting()).isPositive();
        int sealed = sealing.seal(Ground.JOB);
        assertThat(sealing.seal(Ground.JOB)).isZero();
        note(acme, 1);
        assertThat(sealing.seal(Ground.JOB)).isEqualTo(1);
        AuditVerification.Report report = verify();
        assertThat(report.faults()).isEmpty();
        assertThat(report.entries()).isEqualTo(sealed + 1);
        assertThat(report.waiting()).isZero();
        // Two organizations; what is the platform's alone has no entry here.
        assertThat(report.chains()).isEqualTo(2);
    }

    @Test
    void jobs_that_seal_at_once_seal_each_entry_once() throws Exception {
        note(acme, 200);
        Together.run(8, _ -> sealing.seal(Ground.JOB));
        AuditVerification.Report report = verify();
        assertThat(report.faults()).isEmpty();
        assertThat(report.waiting()).isZero();
    }

    @Test
    void an_entry_waits_while_an_older_transaction_is_open_so_that_none_is_passed_over() throws SQLException {
        sealing.seal(Ground.JOB);
        try (Connection open = ground.owner()) {
            open.setAutoCommit(false);
            write(open, "select pg_current_xact_id()");
            note(acme, 1);
            assertThat(sealing.seal(Ground.JOB)).isZero();
            open.rollback();
        }
        assertThat(sealing.seal(Ground.JOB)).isPositive();
        assertThat(verify().waiting()).isZero();
    }

    @Test
    void anybody_can_check_an_export_by_sha_256_alone() throws Exception {
        note(acme, 3);
        sealing.seal(Ground.JOB);
        Audit.Export export = ground.audit.export(acme.owner(), null, 0, 100);
        String name = acme.organization().id().text();
        String before = sha256("tessera audit " + name);
        for (Audit.Export.Line line : export.lines()) {
            before = sha256(before + "\n" + line.sealed());
            assertThat(line.hash()).isEqualTo(before);
        }
        AuditHead head = export.head().orElseThrow();
        assertThat(head.chain()).isEqualTo(name);
        assertThat(head.hash()).isEqualTo(before);
        assertThat(head.length()).isEqualTo(export.lines().size());
        assertThat(export.lines().getLast().sealed())
                .matches("\\{\"id\":\"[0-9a-f-]{36}\",\"at\":\"2026-03-02T09:00:00Z\",\"organization\":\"" + name
                        + "\",\"actor_kind\":\"member\",\"actor\":\"usr_[0-9a-z]+\",\"session\":\"ses_[0-9a-z]+\","
                        + "\"request_id\":\"test\",\"action\":\"thing.done\",\"subject\":\"thing\","
                        + "\"before\":null,\"after\":\\{\"size\": 2}}");
    }

    @Test
    void an_export_goes_on_where_the_last_one_ended_and_is_for_those_who_may_read_the_log() {
        note(acme, 5);
        sealing.seal(Ground.JOB);
        List<Audit.Export.Line> first =
                ground.audit.export(acme.owner(), null, 0, 2).lines();
        List<Audit.Export.Line> rest =
                ground.audit.export(acme.owner(), null, 2, 100).lines();
        assertThat(first).extracting(Audit.Export.Line::position).containsExactly(1L, 2L);
        assertThat(rest.getFirst().position()).isEqualTo(3);
        assertThatThrownBy(() -> ground.audit.export(acme.as(Role.DEVELOPER), null, 0, 2))
                .hasMessageContaining("forbidden");
        assertThatThrownBy(() ->
                        ground.audit.export(acme.owner(), other.organization().id(), 0, 2))
                .hasMessageContaining("not_found");
        assertThat(ground.audit
                        .export(Ground.JOB, acme.organization().id(), 0, 2)
                        .lines())
                .hasSize(2);
    }

    @Test
    void the_first_altered_entry_is_named() throws SQLException {
        note(acme, 5);
        sealing.seal(Ground.JOB);
        Audit.Export.Line line = ground.audit.export(acme.owner(), null, 0, 100).lines().stream()
                .filter(each -> each.entry().action().equals("thing.done"))
                .findFirst()
                .orElseThrow();
        for (String change : List.of(
                "actor = 'someone'",
                "at = at + interval '1 microsecond'",
                "after = '{\"size\": 7}'",
                "before = '1'",
                "session_id = null",
                "action = 'thing.undone'")) {
            AuditFault fault = whileChanged("update quota.audit_entry set " + change + " where id = '"
                    + line.entry().id() + "'");
            assertThat(fault.kind()).as(change).isEqualTo(AuditFault.Kind.ALTERED);
            assertThat(fault.position()).isEqualTo(line.position());
            assertThat(fault.entry()).isEqualTo(line.entry().id().toString());
        }
        assertThat(verify().faults()).isEmpty();
    }

    @Test
    void an_entry_that_is_gone_moved_or_put_in_is_named() throws SQLException {
        note(acme, 5);
        note(other, 1);
        sealing.seal(Ground.JOB);
        String third = ground.audit
                .export(acme.owner(), null, 2, 1)
                .lines()
                .getFirst()
                .entry()
                .id()
                .toString();
        String gone = UNBOUND + "; delete from quota.audit_entry where id = '" + third + "'";
        assertThat(whileChanged(gone))
                .returns(AuditFault.Kind.MISSING, AuditFault::kind)
                .returns(3L, AuditFault::position);
        assertThat(whileChanged(
                        "delete from quota.audit_seal s using quota.audit_entry e where e.seq = s.entry_seq and e.id = '"
                                + third + "'"))
                .returns(AuditFault.Kind.MISSING, AuditFault::kind);
        assertThat(whileChanged("update quota.audit_entry set organization_id = '"
                        + other.organization().id().value() + "' where id = '" + third + "'"))
                .returns(AuditFault.Kind.MISSING, AuditFault::kind);
        assertThat(whileChanged(
                        "insert into quota.audit_entry (xid, id, at, organization_id, actor_kind, actor, request_id,"
                                + " action, subject) select xid, gen_random_uuid(), at, organization_id, actor_kind, actor,"
                                + " request_id, 'thing.invented', subject from quota.audit_entry order by seq limit 1"))
                .returns(AuditFault.Kind.ADDED, AuditFault::kind);
    }

    @Test
    void a_cut_off_end_is_noticed_and_a_forged_one_is_not_built_upon() throws SQLException {
        note(acme, 5);
        sealing.seal(Ground.JOB);
        String cut = "delete from quota.audit_seal where position > 5 and organization_id = '"
                + acme.organization().id().value() + "'";
        assertThat(whileChanged(cut))
                .returns(AuditFault.Kind.CUT_OFF, AuditFault::kind)
                .returns(6L, AuditFault::position);
        String forged = cut + "; update quota.audit_head h set length = 5, hash = s.hash from quota.audit_seal s"
                + " where s.organization_id = h.organization_id and s.position = 5";
        assertThat(whileChanged(forged)).returns(AuditFault.Kind.FORGED_HEAD, AuditFault::kind);
        assertThat(whileChanged(
                        "delete from quota.audit_head; delete from quota.audit_seal; delete from quota.audit_entry"))
                .returns(AuditFault.Kind.CHAIN_MISSING, AuditFault::kind);
        assertThat(whileChanged("delete from quota.audit_head; delete from quota.audit_seal"))
                .returns(AuditFault.Kind.ADDED, AuditFault::kind);
        try (Connection owner = ground.owner()) {
            write(owner, forged);
        }
        note(acme, 1);
        assertThatThrownBy(() -> sealing.seal(Ground.JOB)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_head_that_was_kept_shows_that_the_log_was_turned_back_with_its_signature() throws SQLException {
        note(acme, 2);
        sealing.seal(Ground.JOB);
        List<AuditHead> early = verify().heads();
        note(acme, 2);
        sealing.seal(Ground.JOB);
        List<AuditHead> kept = verify().heads();
        assertThat(verification.verify(Ground.JOB, early).faults()).isEmpty();
        assertThat(verification.verify(Ground.JOB, kept).faults()).isEmpty();
        AuditHead old = early.stream()
                .filter(head -> head.chain().equals(acme.organization().id().text()))
                .findFirst()
                .orElseThrow();
        try (Connection owner = ground.owner()) {
            String mine = " organization_id = '" + acme.organization().id().value() + "'";
            write(owner, "delete from quota.audit_seal where position > " + old.length() + " and" + mine);
            write(owner, UNBOUND);
            write(
                    owner,
                    "delete from quota.audit_entry e where not exists (select 1 from quota.audit_seal s"
                            + " where s.entry_seq = e.seq)");
            write(
                    owner,
                    "update quota.audit_head set length = " + old.length() + ", hash = '\\x" + old.hash()
                            + "', sealed_at = '" + old.sealedAt() + "', signature = '\\x" + old.signature() + "' where"
                            + mine);
        }
        // By itself the older state is whole; only what was kept elsewhere tells.
        assertThat(verify().faults()).isEmpty();
        assertThat(verification.verify(Ground.JOB, kept).faults())
                .singleElement()
                .returns(AuditFault.Kind.CUT_OFF, AuditFault::kind)
                .returns(old.length() + 1, AuditFault::position);
    }

    @Test
    void another_key_seals_nothing_until_the_ends_are_signed_again() {
        note(acme, 1);
        sealing.seal(Ground.JOB);
        key.set(SealingKey.generate());
        note(acme, 1);
        assertThatThrownBy(() -> sealing.seal(Ground.JOB))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("verify-audit");
        assertThat(verify().faults()).extracting(AuditFault::kind).containsOnly(AuditFault.Kind.FOREIGN_KEY);
        assertThat(verification.signAgain(Ground.JOB).faults()).isEmpty();
        assertThat(sealing.seal(Ground.JOB)).isEqualTo(1);
        assertThat(verify().faults()).isEmpty();
    }

    @Test
    void ends_are_not_signed_again_where_an_entry_was_altered() throws SQLException {
        note(acme, 1);
        sealing.seal(Ground.JOB);
        try (Connection owner = ground.owner()) {
            write(owner, "update quota.audit_entry set actor = 'someone' where action = 'thing.done'");
        }
        key.set(SealingKey.generate());
        assertThat(verification.signAgain(Ground.JOB).faults())
                .extracting(AuditFault::kind)
                .containsOnly(AuditFault.Kind.ALTERED);
        assertThat(verify().faults()).extracting(AuditFault::kind).contains(AuditFault.Kind.FOREIGN_KEY);
    }

    @Test
    void a_key_is_read_as_it_was_written_and_halves_that_do_not_belong_together_are_refused() {
        SealingKey one = SealingKey.generate();
        SealingKey two = SealingKey.generate();
        assertThat(SealingKey.of(one.jwk())).isEqualTo(one);
        assertThat(one.toString()).doesNotContain(one.d());
        for (String wrong :
                List.of(new SealingKey(one.x(), two.d()).jwk(), "{}", "no", "{\"x\":\"AA\",\"d\":\"AA\"}")) {
            assertThatThrownBy(() -> SealingKey.of(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private AuditVerification.Report verify() {
        return verification.verify(Ground.JOB, List.of());
    }

    /** What the verification finds first while the owner of the tables has changed something behind the rules. */
    private AuditFault whileChanged(String sql) throws SQLException {
        try (Connection owner = ground.owner()) {
            for (String table : List.of("audit_entry", "audit_seal", "audit_head")) {
                write(owner, "create temporary table kept_" + table + " as table quota." + table);
            }
            owner.setAutoCommit(false);
            write(owner, sql);
            owner.commit();
            AuditFault found = verify().faults().getFirst();
            write(owner, UNBOUND);
            write(owner, "delete from quota.audit_head; delete from quota.audit_seal; delete from quota.audit_entry");
            for (String table : List.of("audit_entry", "audit_seal", "audit_head")) {
                write(owner, "insert into quota." + table + " overriding system value table kept_" + table);
            }
            owner.commit();
            return found;
        }
    }

    private static void write(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void note(Ground.Tenant tenant, int times) {
        Caller caller = tenant.owner();
        for (int i = 0; i < times; i++) {
            @Nullable Object after = Map.of("size", i);
            ground.transactions.run(caller, tx -> {
                ground.audit.record(tx, caller.requireOrganization(), "thing.done", "thing", null, after);
                return "noted";
            });
        }
    }
}
