package cloud.tessera.portal.shell;

import cloud.tessera.portal.part.Texts;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.server.HttpStatusCode;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.micronaut.context.annotation.Prototype;

/** For a fault of ours. It is logged under a number that support can find; the page tells no more than that. */
@Prototype
@AnonymousAllowed
class FaultPage extends TroublePage implements HasErrorParameter<Exception> {
    private static final long serialVersionUID = 1;
    private final transient Faults faults;

    FaultPage(Faults faults) {
        this.faults = faults;
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
        String number = faults.log(parameter.getException());
        say(Texts.text("trouble.fault"), Texts.text("trouble.fault.more"), Texts.text("trouble.fault.number", number));
        return HttpStatusCode.INTERNAL_SERVER_ERROR.getCode();
    }
}
