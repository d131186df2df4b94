package cloud.tessera.portal.visit;

import cloud.tessera.portal.part.Brand;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.term.Outcome;
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

    SignInView(Visits visits) {
        this.visits = visits;
        addClassName("door");
        form.setI18n(texts());
        form.setForgotPasswordButtonVisible(false);
        form.addLoginListener(this::signIn);
        var pitch = new Aside(new H2(Texts.text("signin.pitch")), new Paragraph(Texts.text("signin.pitch.more")));
        add(new Main(new Brand(), form), pitch);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        if (visits.currentCaller().isPresent()) {
            event.forwardTo("");
        }
    }

    private void signIn(AbstractLogin.LoginEvent event) {
        var session = VaadinSession.getCurrent().getSession();
        Object wanted = session.getAttribute(NavigationAccessControl.SESSION_STORED_REDIRECT);
        switch (visits.begin(event.getUsername(), event.getPassword())) {
            case Outcome.Done<Visit> done ->
                UI.getCurrent().getPage().setLocation(wanted instanceof String to ? to : "/");
            case Outcome.No<Visit> no -> {
                LoginI18n texts = texts();
                texts.getErrorMessage().setMessage(no.refusal().detail());
                form.setI18n(texts);
                form.setError(true);
            }
        }
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
