package cloud.tessera.quota.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AuditTest {
    private static final Ground ground = new Ground();
    private static final Ground.Tenant acme = ground.tenant("acme");
    private static final Ground.Tenant other = ground.tenant("other");

    @AfterAll
    static void close() {
        ground.close();
    }

    @Test
    void an_entry_tells_who_did_what_when_and_in_which_call() {
        Caller caller = acme.owner().with(Caller.Request.of("request-1"));
        note(caller, "thing.changed", Map.of("size", 1), Map.of("size", 2));
        AuditEntry entry = newest(acme.owner(), 1).getFirst();
        assertThat(entry.at()).isEqualTo(Ground.START);
        assertThat(entry.organization()).isEqualTo(acme.organization().id());
        assertThat(entry.actorKind()).isEqualTo("member");
        assertThat(entry.actor()).isEqualTo(acme.owner().person().text());
        assertThat(entry.requestId()).isEqualTo("request-1");
        assertThat(entry.action()).isEqualTo("thing.changed");
        assertThat(entry.before()).isEqualTo("{\"size\": 1}");
        assertThat(entry.after()).isEqualTo("{\"size\": 2}");
    }

    @Test
    void what_is_rolled_back_was_not_done() {
        note(acme.owner(), "thing.kept", null, "kept");
        Outcome<String> refused = ground.transactions.attempt(acme.owner(), tx -> {
            ground.audit.record(tx, acme.organization().id(), "thing.lost", "thing", null, null);
            throw Refusal.conflict("no", "No.").asException();
        });
        assertThat(refused).isInstanceOf(Outcome.No.class);
        assertThat(newest(acme.owner(), 1)).extracting(AuditEntry::action).containsExactly("thing.kept");
    }

    @Test
    void an_organization_reads_its_own_log_page_by_page_and_the_platform_reads_all() {
        for (int i = 0; i < 5; i++) {
            note(acme.owner(), "thing.counted", null, i);
            note(other.owner(), "thing.foreign", null, i);
        }
        List<AuditEntry> read = new ArrayList<>();
        @Nullable String after = null;
        do {
            Page<AuditEntry> page = ground.audit.list(acme.owner(), new Page.Request(2, after));
            read.addAll(page.items());
            after = page.next();
        } while (after != null);
        assertThat(read).extracting(AuditEntry::id).doesNotHaveDuplicates();
        assertThat(read)
                .allSatisfy(entry -> assertThat(entry.organization())
                        .isEqualTo(acme.organization().id()));
        assertThat(read.stream()
                        .filter(entry -> entry.action().equals("thing.counted"))
                        .map(AuditEntry::after))
                .containsExactly("4", "3", "2", "1", "0");
        assertThat(newest(Ground.JOB, 2))
                .extracting(AuditEntry::action)
                .containsExactly("thing.foreign", "thing.counted");
    }

    @Test
    void entries_are_found_by_who_what_where_and_when() {
        Caller caller = acme.owner().with(Caller.Request.of("request-found"));
        note(caller, "seek.begun", null, 1);
        note(acme.as(Role.DEVELOPER), "seek.ended", null, 2);
        note(caller, "seeking", null, 3);
        assertThat(found(null, "seek", null, null)).containsExactly("seek.ended", "seek.begun");
        assertThat(found(null, "seek.begun", null, null)).containsExactly("seek.begun");
        assertThat(found(null, "see", null, null)).isEmpty();
        assertThat(found(null, null, "request-found", null)).containsExactly("seeking", "seek.begun");
        assertThat(found(acme.owner().person().text(), "seek", null, null)).hasSize(2);
        assertThat(found("usr_someone", null, null, null)).isEmpty();
        assertThat(found(null, null, null, "request-found")).containsExactly("seeking", "seek.begun");
        assertThat(within(Ground.START, Ground.START.plusSeconds(1))).isNotEmpty();
        assertThat(within(Ground.START.plusSeconds(1), null)).isEmpty();
        assertThat(within(null, Ground.START)).isEmpty();
        var foreign = new AuditSearch(other.organization().id(), null, null, null, null, null, null, null);
        assertThatThrownBy(() -> ground.audit.list(acme.owner(), foreign, Page.Request.first(1)))
                .hasMessageContaining("not_found");
    }

    private static List<String> found(
            @Nullable String actor, @Nullable String action, @Nullable String request, @Nullable String any) {
        return searched(new AuditSearch(null, actor, action, null, request, any, null, null));
    }

    private static List<String> within(@Nullable Instant from, @Nullable Instant to) {
        return searched(new AuditSearch(null, null, null, null, null, null, from, to));
    }

    private static List<String> searched(AuditSearch search) {
        return ground.audit.list(acme.owner(), search, Page.Request.first(100)).items().stream()
                .map(AuditEntry::action)
                .toList();
    }

    @Test
    void developers_and_viewers_do_not_read_the_log_and_a_made_up_cursor_is_refused() {
        assertThatThrownBy(() -> newest(acme.as(Role.DEVELOPER), 1)).hasMessageContaining("forbidden");
        assertThatThrownBy(() -> newest(acme.as(Role.VIEWER), 1)).hasMessageContaining("forbidden");
        assertThatThrownBy(() -> ground.audit.list(acme.owner(), new Page.Request(1, "!")))
                .hasMessageContaining("invalid_cursor");
    }

    @Test
    void nobody_of_the_application_can_change_or_take_away_an_entry() {
        for (String sql : List.of("update quota.audit_entry set action = 'x'", "delete from quota.audit_entry")) {
            for (Caller caller : List.of(acme.owner(), Ground.JOB)) {
                assertThatThrownBy(() ->
                                ground.transactions.run(caller, tx -> tx.sql().execute(sql)))
                        .isInstanceOf(DataAccessException.class)
                        .hasMessageContaining("permission denied");
            }
        }
    }

    private static void note(Caller caller, String action, @Nullable Object before, @Nullable Object after) {
        ground.transactions.run(caller, tx -> {
            ground.audit.record(tx, caller.requireOrganization(), action, "thing", before, after);
            return action;
        });
    }

    private static List<AuditEntry> newest(Caller caller, int count) {
        return ground.audit.list(caller, Page.Request.first(count)).items();
    }
}
