package cloud.tessera.portal.team;

import cloud.tessera.portal.part.Ask;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.tenant.Member;
import cloud.tessera.quota.tenant.Members;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Role;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.EmailField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import java.util.Set;

/** Who belongs to an organization and what each may do; for its own people and for the platform's. */
public final class MemberPanel extends Div {
    private static final long serialVersionUID = 1;
    private final transient Visits visits;
    private final transient Members members;
    private final transient OrganizationId organization;
    private final boolean mayManage;
    private transient Set<PersonId> safer = Set.of();
    private final Div told = new Div();
    private final Records<Member> list = new Records<>(Texts.text("nav.members"));

    public MemberPanel(Visits visits, Members members, OrganizationId organization) {
        this.visits = visits;
        this.members = members;
        this.organization = organization;
        this.mayManage = visits.caller().may(Permission.MANAGE_MEMBERS);
        addClassName("page-body");
        list.column(Texts.text("column.name"), Member::displayName)
                .column(Texts.text("signin.email"), Member::email)
                .part(Texts.text("members.role"), this::role)
                .part(Texts.text("members.since"), m -> new Span(When.day(m.since())))
                .narrow(Texts.text("nav.members"), this::card);
        if (mayManage) {
            list.column(Texts.text("factor.title"), this::secondFactor).part(Texts.text("actions"), this::removeButton);
            add(new Panel(Texts.text("members.add"), addForm()));
        }
        add(told, list);
        refresh();
    }

    private void refresh() {
        safer = mayManage ? members.withSecondFactor(visits.caller(), organization) : Set.of();
        list.showAll(members.list(visits.caller(), organization));
    }

    private String secondFactor(Member member) {
        return Texts.text(safer.contains(member.person()) ? "factor.yes" : "factor.no");
    }

    private Component role(Member member) {
        if (!mayManage) {
            return new Span(roleText(member.role()));
        }
        var select = roles();
        select.setAriaLabel(Texts.text("members.roleof", member.displayName()));
        select.setValue(member.role());
        select.addValueChangeListener(e -> {
            if (e.isFromClient()) {
                tell(
                        members.changeRole(visits.caller(), organization, member.person(), e.getValue()),
                        Texts.text("members.changed", member.displayName(), roleText(e.getValue())));
            }
        });
        return select;
    }

    private static Select<Role> roles() {
        var select = new Select<Role>();
        select.setItems(Role.values());
        select.setItemLabelGenerator(MemberPanel::roleText);
        return select;
    }

    private static String roleText(Role role) {
        return Texts.text("role." + role.text());
    }

    private Button removeButton(Member member) {
        String yes = Texts.text("members.remove");
        var button = new Button(
                yes,
                e -> Ask.before(
                        Texts.text("members.remove.ask", member.displayName()),
                        Texts.text("members.remove.what"),
                        yes,
                        () -> tell(
                                members.remove(visits.caller(), organization, member.person()),
                                Texts.text("members.removed", member.displayName()))));
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        button.setAriaLabel(Texts.text("members.remove.who", member.displayName()));
        return button;
    }

    private Component card(Member member) {
        var name = new Span(member.displayName());
        name.addClassName("title");
        var mail = new Span(member.email());
        mail.addClassNames("small", "quiet");
        var card = new Div(name, role(member), mail, mayManage ? removeButton(member) : new Span());
        card.addClassName("grid-card");
        return card;
    }

    private Component addForm() {
        var name = new TextField(Texts.text("column.name"));
        var mail = new EmailField(Texts.text("signin.email"));
        var password = new PasswordField(Texts.text("members.password"));
        password.setHelperText(Texts.text("members.password.help"));
        var role = roles();
        role.setLabel(Texts.text("members.role"));
        role.setValue(Role.DEVELOPER);
        var add = new Button(Texts.text("members.add"), e -> {
            Outcome<Member> outcome = members.add(
                    visits.caller(),
                    organization,
                    mail.getValue(),
                    name.getValue(),
                    role.getValue(),
                    password.getValue());
            tell(outcome, Texts.text("members.added", name.getValue()));
            if (outcome instanceof Outcome.Done<Member>) {
                name.clear();
                mail.clear();
                password.clear();
            }
        });
        add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        add.addClassName("fit");
        add.setId("add-member");
        var form = new Div(name, mail, password, role, add);
        form.addClassName("form");
        return form;
    }

    private void tell(Outcome<Member> outcome, String done) {
        told.removeAll();
        switch (outcome) {
            case Outcome.Done<Member> ok -> Notes.done(done);
            case Outcome.No<Member> no -> told.add(Notes.refusal(no.refusal(), other -> {}));
        }
        refresh();
    }
}
