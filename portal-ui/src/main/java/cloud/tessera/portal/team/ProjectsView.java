package cloud.tessera.portal.team;

import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.limit.Limits;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;

/** The organization's projects and how much each may hold at once. */
@Prototype
@RolesAllowed(Rights.SEE_WORK)
@Route("projects")
public class ProjectsView extends PortalPage {
    private static final long serialVersionUID = 1;
    private final transient Visits visits;
    private final transient Projects projects;
    private final transient Limits limits;
    private final Div told = new Div();
    private final Div list = new Div();

    ProjectsView(Visits visits, Projects projects, Limits limits) {
        this.visits = visits;
        this.projects = projects;
        this.limits = limits;
        list.addClassName("page-body");
        head(Texts.text("nav.projects"), Texts.text("projects.lead"));
        if (visits.caller().may(Permission.MANAGE_PROJECTS)) {
            add(new Panel(Texts.text("projects.add"), addForm()));
        }
        add(told, list);
        refresh();
    }

    private void refresh() {
        list.removeAll();
        Caller caller = visits.caller();
        for (Project project : projects.list(caller)) {
            var id = new Span(project.id().text());
            id.addClassNames("mono", "quiet");
            list.add(Panel.with(
                    Texts.text("projects.one", project.name()), id, LimitTable.of(limits.list(caller, project.id()))));
        }
    }

    private Component addForm() {
        var name = new TextField(Texts.text("column.name"));
        name.setMaxLength(100);
        var add = new Button(Texts.text("projects.add"), e -> add(name));
        add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        add.addClassName("fit");
        add.setId("add-project");
        var form = new Div(name, add);
        form.addClassName("form");
        return form;
    }

    private void add(TextField name) {
        told.removeAll();
        switch (projects.create(visits.caller(), name.getValue())) {
            case Outcome.Done<Project> done -> {
                Notes.done(Texts.text("projects.added", done.value().name()));
                name.clear();
                refresh();
            }
            case Outcome.No<Project> no -> told.add(Notes.refusal(no.refusal(), other -> {}));
        }
    }
}
