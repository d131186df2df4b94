package cloud.tessera.portal.visit;

import cloud.tessera.portal.part.Brand;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.access.Shown;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.dependency.JavaScript;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.login.AbstractLogin;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.component.login.LoginI18n;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import com.vaadin.flow.server.auth.NavigationAccessControl;
import io.micronaut.context.annotation.Prototype;

/** The door: who has a session already is let through, and a link that led here is followed after sign-in. */
@Prototype
@AnonymousAllowed
@Route(value = "sign-in", autoLayout = false)
@JavaScript("context://portal/tessera.js")
class SignInView extends Div implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1;
    private final transient Visits visits;
    private final LoginForm form = new LoginForm();
    private final Main door = new Main();

    SignInView(Visits visits) {
        this.visits = visits;
        addClassName("door");
        form.setI18n(texts());
        form.setForgotPasswordButtonVisible(false);
        form.addLoginListener(this::signIn);
        var pitch = new Aside(new H2(Texts.text("signin.pitch")), new Paragraph(Texts.text("signin.pitch.more")));
        door.add(new Brand(), form);
        add(door, pitch);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        if (visits.currentCaller().isPresent()) {
            event.forwardTo("");
        }
    }

    private void signIn(AbstractLogin.LoginEvent event) {
        switch (visits.begin(new Shown(event.getUsername(), event.getPassword(), null))) {
            case Outcome.Done<Visit> done -> enter();
            case Outcome.No<Visit> no -> {
                if (no.refusal().code().equals("mfa_required")) {
                    askForCode(event.getUsername(), event.getPassword());
                } else {
                    refuse(no.refusal());
                }
            }
        }
    }

    /** The second step; the password stays here, on the server, until the code has come. */
    private void askForCode(String email, String password) {
        door.remove(form);
        var forms = new CodeForm[1];
        forms[0] = new CodeForm(
                code -> {
                    switch (visits.begin(new Shown(email, password, code))) {
                        case Outcome.Done<Visit> done -> enter();
                        case Outcome.No<Visit> no -> forms[0].refuse(no.refusal());
                    }
                },
                () -> {
                    door.remove(forms[0]);
                    door.add(form);
                });
        door.add(forms[0]);
    }

    private static void enter() {
        Object wanted =
                VaadinSession.getCurrent().getSession().getAttribute(NavigationAccessControl.SESSION_STORED_REDIRECT);
        UI.getCurrent().getPage().setLocation(wanted instanceof String to ? to : "/");
    }

    private void refuse(Refusal refusal) {
        LoginI18n texts = texts();
        texts.getErrorMessage().setMessage(refusal.detail());
        form.setI18n(texts);
        form.setError(true);
    }

    private static LoginI18n texts() {
        LoginI18n texts = LoginI18n.createDefault();
        texts.getForm().setTitle(Texts.text("signin.title"));
        texts.getForm().setUsername(Texts.text("signin.email"));
        texts.getForm().setPassword(Texts.text("signin.password"));
        texts.getForm().setSubmit(Texts.text("signin.submit"));
        texts.getErrorMessage().setTitle(Texts.text("signin.refused"));
        texts.getErrorMessage().setUsername(Texts.text("signin.email.missing"));
        texts.getErrorMessage().setPassword(Texts.text("signin.password.missing"));
        return texts;
    }

    @Override
    public String getPageTitle() {
        return Texts.title("signin.submit");
    }
}
