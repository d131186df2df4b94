package cloud.tessera.portal.team;

import cloud.tessera.portal.part.Downloads;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.audit.AuditEntry;
import cloud.tessera.quota.tenant.Member;
import cloud.tessera.quota.tenant.Members;
import cloud.tessera.quota.tenant.PlatformPeople;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who did what, newest first: for an organization its own, for the platform all. */
@Prototype
@RolesAllowed({Rights.SEE_AUDIT, Rights.SEE_PLATFORM})
@Route("audit")
public class AuditView extends PortalPage {
    private static final long serialVersionUID = 1;
    private static final String OPERATOR = "operator";
    private static final String FILE = "audit-log.ndjson";
    private final Div none = new Div();
    private final Div list = new Div();
    private final transient Map<String, String> names;
    private final transient Map<String, PlatformPeople.Acting> platform;
    private final transient Subjects subjects;

    AuditView(Visits visits, Audit audit, Members members, PlatformPeople people) {
        Caller caller = visits.caller();
        subjects = new Subjects(caller);
        platform = people.list(caller).stream()
                .collect(Collectors.toMap(acting -> acting.id().text(), Function.identity()));
        // The log keeps ids alone; names are looked up among those who are members now.
        names = caller.organization()
                .map(organization -> members.list(caller, organization).stream()
                        .collect(Collectors.toMap(m -> m.person().text(), Member::displayName)))
                .orElseGet(Map::of);
        head(Texts.text("nav.audit"), Texts.text("audit.lead"));
        var records = new Records<AuditEntry>(Texts.text("nav.audit"))
                .part(Texts.text("audit.at"), entry -> When.exactly(entry.at()))
                .wrapped(Texts.text("audit.who"), this::who)
                .column(Texts.text("audit.action"), AuditEntry::action)
                .part(Texts.text("audit.subject"), entry -> subjects.of(entry.subject()))
                .narrow(Texts.text("nav.audit"), this::card);
        none.add(new Empty(Texts.text("audit.none"), Texts.text("audit.none.next")));
        var form = new AuditSearchForm(search -> {
            Function<Page.Request, Page<AuditEntry>> found = page -> audit.list(visits.caller(), search, page);
            none.removeAll();
            none.add(new Empty(Texts.text("audit.unfound"), Texts.text("audit.unfound.next")));
            list.removeAll();
            list.add(records.listing(found, none));
        });
        list.add(records.listing(page -> audit.list(visits.caller(), page), none));
        var export = Downloads.link(
                Texts.text("audit.export"), FILE, "application/x-ndjson", () -> exported(audit, visits.caller()));
        add(form, list, export);
    }

    /** All of the chain, in parts. */
    private static byte[] exported(Audit audit, Caller caller) {
        var text = new StringBuilder();
        long after = 0;
        while (true) {
            Audit.Export part = audit.export(caller, null, after, Audit.Export.MOST);
            boolean last = part.lines().size() < Audit.Export.MOST;
            text.append(last ? part.text() : part.withoutHead().text());
            if (last) {
                return text.toString().getBytes(StandardCharsets.UTF_8);
            }
            after = part.lines().getLast().position();
        }
    }

    private Component who(AuditEntry entry) {
        if (entry.actorKind().equals(OPERATOR)) {
            return new Span(operator(entry.actor()));
        }
        String name = names.get(entry.actor());
        return new Span(Texts.text("actor." + entry.actorKind(), name == null ? entry.actor() : name));
    }

    /** The role, and for the platform's own people the name. */
    private String operator(String id) {
        PlatformPeople.Acting acting = platform.get(id);
        return acting == null
                ? Texts.text("actor.operator.gone", id)
                : Texts.text(
                        "actor.operator",
                        Texts.text("role." + acting.role().text()),
                        acting.name().orElse(id));
    }

    private Component card(AuditEntry entry) {
        var action = new Span(entry.action());
        action.addClassName("title");
        var card = new Div(
                action, new Span(), who(entry), new Span(), subjects.of(entry.subject()), When.exactly(entry.at()));
        card.addClassName("grid-card");
        return card;
    }
}
