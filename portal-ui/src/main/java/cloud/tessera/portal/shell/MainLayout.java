package cloud.tessera.portal.shell;

import cloud.tessera.portal.part.Brand;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.team.SignInsView;
import cloud.tessera.portal.visit.Visit;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.access.OwnPassword;
import cloud.tessera.quota.tenant.Membership;
import cloud.tessera.quota.term.Caller;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dependency.JavaScript;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.orderedlayout.Scroller;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.Layout;
import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The frame of every page behind the door: where one can go, for whom one acts, light or dark, and the way out. */
@Prototype
@PermitAll
@Layout
@JavaScript("context://portal/tessera.js")
public class MainLayout extends AppLayout {
    private static final long serialVersionUID = 1;
    private final transient Visits visits;
    private final transient OwnPassword password;

    MainLayout(Visits visits, OwnPassword password, BeanContext beans) {
        this.visits = visits;
        this.password = password;
        Visit visit = visits.require();
        Caller caller = visits.caller();
        setPrimarySection(Section.DRAWER);
        var nav = new Div();
        nav.addClassName("drawer-nav");
        Navigation.sections(caller, beans).forEach(nav::add);
        var scroller = new Scroller(nav);
        scroller.getStyle().setFlexGrow("1");
        addToDrawer(new Brand(), scroller, foot(visit, caller));
        addToNavbar(navbar(visit));
    }

    private Component[] navbar(Visit visit) {
        var skip = new Anchor("#content", Texts.text("shell.skip"));
        skip.addClassName("skip-link");
        skip.setRouterIgnore(true);
        var toggle = new DrawerToggle();
        toggle.setAriaLabel(Texts.text("shell.menu"));
        var title = new Span(visit.organizationName().orElseGet(() -> Texts.text("shell.platform")));
        title.addClassName("navbar-title");
        var end = new Div(schemeButton());
        end.addClassName("navbar-end");
        return new Component[] {skip, toggle, title, end};
    }

    private static Button schemeButton() {
        var button = new Button(VaadinIcon.ADJUST.create());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        button.setAriaLabel(Texts.text("shell.scheme"));
        button.setTooltipText(Texts.text("shell.scheme"));
        button.setId("scheme");
        button.getElement().executeJs("this.addEventListener('click', () => window.tessera.schemes.toggle())");
        return button;
    }

    private Component foot(Visit visit, Caller caller) {
        var foot = new Div();
        foot.addClassName("drawer-foot");
        if (choices(visit).size() > 1) {
            foot.add(organizationChoice(visit));
        }
        var name = new Span(visit.who().name());
        name.addClassName("strong");
        var role = new Span(roleText(caller));
        role.addClassNames("small", "quiet");
        var who = new Div(new Avatar(visit.who().name()), new Div(name, role));
        who.addClassName("who");
        var out = new Button(Texts.text("shell.signout"), VaadinIcon.SIGN_OUT.create(), e -> signOut());
        out.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        out.setId("sign-out");
        var change = new Button(
                Texts.text("password.change"),
                VaadinIcon.KEY.create(),
                e -> new PasswordDialog(visits, password).open());
        change.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        change.setId("change-password");
        var signIns = new Button(
                Texts.text("signins.title"),
                VaadinIcon.SIGN_IN.create(),
                e -> UI.getCurrent().navigate(SignInsView.class));
        signIns.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        signIns.setId("sign-ins");
        foot.add(who, signIns, change, out);
        return foot;
    }

    private static String roleText(Caller caller) {
        return switch (caller) {
            case Caller.Member m -> Texts.text("role." + m.role().text());
            case Caller.Operator o -> Texts.text("role." + o.role().text());
            case Caller.Key k -> Texts.text("role." + k.role().text());
            case Caller.Job j -> j.name();
        };
    }

    private static List<Optional<Membership>> choices(Visit visit) {
        List<Optional<Membership>> choices = new ArrayList<>();
        if (visit.who().platformRole().isPresent()) {
            choices.add(Optional.empty());
        }
        visit.who().memberships().forEach(m -> choices.add(Optional.of(m)));
        return choices;
    }

    private Component organizationChoice(Visit visit) {
        var select = new Select<Optional<Membership>>();
        select.setLabel(Texts.text("shell.actfor"));
        select.setItems(choices(visit));
        select.setItemLabelGenerator(
                m -> m.map(Membership::organizationName).orElseGet(() -> Texts.text("shell.platform")));
        choices(visit).stream()
                .filter(m -> m.map(Membership::organization).equals(visit.organization()))
                .findFirst()
                .ifPresent(select::setValue);
        select.setWidthFull();
        select.addValueChangeListener(e -> {
            visits.actFor(e.getValue().map(Membership::organization).orElse(null));
            UI.getCurrent().getPage().setLocation("/");
        });
        return select;
    }

    private void signOut() {
        UI.getCurrent().getPage().setLocation("/sign-in");
        visits.end();
    }
}
