package cloud.tessera.portal.shell;

import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of an exception that reaches the frame: a refusal is told, a fault is logged and told by its number. */
@Singleton
class Faults implements VaadinServiceInitListener {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private final transient IdSource ids;

    Faults(IdSource ids) {
        this.ids = ids;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource().addSessionInitListener(started -> started.getSession().setErrorHandler(this::handle));
    }

    /** Logs a fault and gives its number. */
    String log(Throwable fault) {
        String number = "flt-" + ids.opaque().toString().substring(0, 8);
        LOG.error("{}: a page failed", number, fault);
        return number;
    }

    private void handle(ErrorEvent event) {
        Throwable trouble = event.getThrowable();
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                tell(refused.refusal());
                return;
            }
            if (cause instanceof IOException gone) {
                LOG.debug("The browser went away while it was answered", gone);
                return;
            }
        }
        String number = log(trouble);
        if (UI.getCurrent() != null) {
            Notes.fault(Texts.text("trouble.fault.more") + " " + Texts.text("trouble.fault.number", number));
        }
    }

    private static void tell(Refusal refusal) {
        if (UI.getCurrent() == null) {
            return;
        }
        if (refusal.kind() == Refusal.Kind.UNAUTHENTICATED) {
            UI.getCurrent().getPage().setLocation("/sign-in");
        } else {
            Notes.refused(refusal);
        }
    }
}
