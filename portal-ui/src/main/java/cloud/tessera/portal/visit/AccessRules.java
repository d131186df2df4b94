package cloud.tessera.portal.visit;

import cloud.tessera.quota.term.Caller;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.auth.NavigationAccessControl;
import jakarta.inject.Singleton;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Opens a page only to those who have one of the {@link Rights} that it names. The use cases behind the pages check the
 * permission again; this keeps people from standing before a page that can do nothing for them.
 */
@Singleton
class AccessRules implements VaadinServiceInitListener {
    private static final long serialVersionUID = 1;
    private final transient Visits visits;

    AccessRules(Visits visits) {
        this.visits = visits;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        var control = new NavigationAccessControl() {
            @Override
            protected @Nullable Principal getPrincipal(VaadinRequest request) {
                return visits.currentCaller().map(c -> (Principal) c::actor).orElse(null);
            }

            @Override
            protected Predicate<String> getRolesChecker(VaadinRequest request) {
                Optional<Caller> caller = visits.currentCaller();
                return right -> caller.filter(c -> Rights.has(c, right)).isPresent();
            }
        };
        control.setLoginView(SignInView.class);
        event.getSource().addUIInitListener(ui -> ui.getUI().addBeforeEnterListener(control));
    }
}
