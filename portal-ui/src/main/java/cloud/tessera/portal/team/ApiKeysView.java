package cloud.tessera.portal.team;

import cloud.tessera.portal.part.Ask;
import cloud.tessera.portal.part.CodeLine;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.access.ApiKey;
import cloud.tessera.quota.access.ApiKeys;
import cloud.tessera.quota.access.NewKey;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Role;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys that programs call with. A new key's secret is shown once, in a line that works as pasted. */
@Prototype
@RolesAllowed(Rights.MANAGE_KEYS)
@Route("api-keys")
public class ApiKeysView extends PortalPage {
    private static final long serialVersionUID = 1;
    private final transient Visits visits;
    private final transient ApiKeys keys;
    private final transient List<Project> projects;
    private final transient Map<ProjectId, String> projectNames;
    private final Div told = new Div();
    private final Records<ApiKey> records = new Records<>(Texts.text("nav.keys"));

    ApiKeysView(Visits visits, ApiKeys keys, Projects projects) {
        this.visits = visits;
        this.keys = keys;
        this.projects = projects.list(visits.caller());
        this.projectNames = this.projects.stream().collect(Collectors.toMap(Project::id, Project::name));
        told.addClassName("page-body");
        head(Texts.text("nav.keys"), Texts.text("keys.lead"));
        records.column(Texts.text("column.name"), ApiKey::name)
                .column(Texts.text("keys.hint"), key -> "…" + key.hint())
                .part(Texts.text("column.state"), ApiKeysView::state)
                .column(
                        Texts.text("members.role"),
                        key -> Texts.text("role." + key.role().text()))
                .column(Texts.text("column.project"), this::project)
                .part(Texts.text("keys.used"), ApiKeysView::used)
                .part(Texts.text("actions"), this::revokeButton)
                .narrow(Texts.text("nav.keys"), this::card);
        add(new Panel(Texts.text("keys.add"), addForm()), told);
        var empty = new Empty(Texts.text("keys.none"), Texts.text("keys.none.next"));
        add(records.listing(page -> new Page<>(keys.list(visits.caller()), null), empty));
    }

    private static Component state(ApiKey key) {
        if (key.revokedAt().isPresent()) {
            return StateBadge.of("revoked");
        }
        return key.expiresAt()
                .map(at -> (Component) new Span(Texts.text("keys.expires", When.day(at))))
                .orElseGet(() -> StateBadge.of("active"));
    }

    private String project(ApiKey key) {
        return key.project()
                .map(id -> projectNames.getOrDefault(id, id.text()))
                .orElseGet(() -> Texts.text("keys.everyproject"));
    }

    private static Component used(ApiKey key) {
        return key.lastUsedAt().map(When::of).orElseGet(() -> new Span(Texts.text("keys.unused")));
    }

    private Component revokeButton(ApiKey key) {
        if (key.revokedAt().isPresent()) {
            return new Span();
        }
        String yes = Texts.text("keys.revoke");
        var button = new Button(
                yes,
                e -> Ask.before(
                        Texts.text("keys.revoke.ask", key.name()),
                        Texts.text("keys.revoke.what"),
                        yes,
                        () -> revoke(key)));
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        button.setAriaLabel(Texts.text("keys.revoke.which", key.name()));
        return button;
    }

    private Component card(ApiKey key) {
        var name = new Span(key.name());
        name.addClassName("title");
        var card = new Div(name, state(key), new Span("…" + key.hint()), revokeButton(key));
        card.addClassName("grid-card");
        return card;
    }

    private Component addForm() {
        var name = new TextField(Texts.text("column.name"));
        name.setPlaceholder(Texts.text("keys.name.example"));
        var role = new Select<Role>();
        role.setLabel(Texts.text("members.role"));
        Caller caller = visits.caller();
        role.setItems(
                caller instanceof Caller.Member m && m.role() == Role.OWNER
                        ? List.of(Role.DEVELOPER, Role.VIEWER, Role.FINANCE, Role.OWNER)
                        : List.of(Role.DEVELOPER, Role.VIEWER));
        role.setItemLabelGenerator(r -> Texts.text("role." + r.text()));
        role.setValue(Role.DEVELOPER);
        var project = projectChoice();
        var expires = new DatePicker(Texts.text("keys.until"));
        expires.setHelperText(Texts.text("keys.until.help"));
        var add = new Button(Texts.text("keys.add"), e -> {
            Instant until = expires.getValue() == null
                    ? null
                    : expires.getValue().plusDays(1).atStartOfDay(When.zone()).toInstant();
            create(name, role.getValue(), project.getValue().map(Project::id).orElse(null), until);
        });
        add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        add.addClassName("fit");
        add.setId("add-key");
        var form = new Div(name, role, project, expires, add);
        form.addClassName("form");
        return form;
    }

    private Select<Optional<Project>> projectChoice() {
        List<Optional<Project>> choices = new ArrayList<>();
        choices.add(Optional.empty());
        projects.forEach(p -> choices.add(Optional.of(p)));
        var select = new Select<Optional<Project>>();
        select.setLabel(Texts.text("column.project"));
        select.setItems(choices);
        select.setItemLabelGenerator(p -> p.map(Project::name).orElseGet(() -> Texts.text("keys.everyproject")));
        select.setValue(Optional.empty());
        return select;
    }

    private void create(TextField name, Role role, @Nullable ProjectId project, @Nullable Instant until) {
        told.removeAll();
        switch (keys.create(visits.caller(), name.getValue(), role, project, until)) {
            case Outcome.Done<NewKey> done -> {
                name.clear();
                show(done.value());
                refresh();
            }
            case Outcome.No<NewKey> no -> told.add(Notes.refusal(no.refusal(), other -> {}));
        }
    }

    /** The page's own address is where the API is, too. */
    private void show(NewKey made) {
        UI.getCurrent().getPage().fetchCurrentURL(url -> {
            String base = url.getProtocol() + "://" + url.getAuthority();
            String curl = "curl -H 'Authorization: Bearer " + made.secret() + "' " + base + "/api/v1/accelerators";
            var once = new Span(Texts.text("keys.once", made.key().name()));
            once.addClassName("strong");
            var note = Notes.note(
                    once,
                    new CodeLine(Texts.text("keys.secret"), made.secret()),
                    new Span(Texts.text("keys.try")),
                    new CodeLine(Texts.text("connect.curl"), curl));
            note.addClassName("good");
            note.setId("new-key");
            told.add(note);
        });
    }

    private void revoke(ApiKey key) {
        told.removeAll();
        switch (keys.revoke(visits.caller(), key.id())) {
            case Outcome.Done<ApiKey> done -> Notes.done(Texts.text("keys.revoked", key.name()));
            case Outcome.No<ApiKey> no -> told.add(Notes.refusal(no.refusal(), other -> {}));
        }
        refresh();
    }

    private void refresh() {
        records.update(new Page<>(keys.list(visits.caller()), null));
    }
}
