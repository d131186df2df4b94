package cloud.tessera.portal.part;

import cloud.tessera.quota.term.Refusal;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;
import java.util.function.Consumer;

/** What is told about an outcome: briefly in a corner when it went well, in place and lasting when it did not. */
public final class Notes {
    private static final int SHORT_MS = 4000;
    private static final int LONG_MS = 12000;

    private Notes() {}

    /** It was done. */
    public static void done(String text) {
        show(text, SHORT_MS, NotificationVariant.LUMO_SUCCESS);
    }

    /** It was refused, where no place on the page can say so. */
    public static void refused(Refusal refusal) {
        show(refusal.detail() + " " + Texts.text("trouble.unchanged"), LONG_MS, NotificationVariant.LUMO_WARNING);
    }

    /** It failed, and it is our fault. */
    public static void fault(String text) {
        show(text, LONG_MS, NotificationVariant.LUMO_ERROR);
    }

    private static void show(String text, int ms, NotificationVariant variant) {
        var note = new Notification(text, ms, Notification.Position.BOTTOM_END);
        note.addThemeVariants(variant);
        note.open();
    }

    /** A refusal in its place on the page: why, that nothing has changed, and what would work instead. */
    public static Div refusal(Refusal refusal, Consumer<Refusal.Alternative> choose) {
        var why = new Span(refusal.detail());
        why.addClassName("strong");
        var note = note(why, new Paragraph(Texts.text("trouble.unchanged")));
        note.addClassName("bad");
        note.getElement().setAttribute("role", "alert");
        if (!refusal.alternatives().isEmpty()) {
            note.add(new Span(Texts.text("refusal.instead")), choices(refusal, choose));
        }
        return note;
    }

    private static Div choices(Refusal refusal, Consumer<Refusal.Alternative> choose) {
        var choices = new Div();
        choices.addClassName("actions");
        for (Refusal.Alternative alternative : refusal.alternatives()) {
            var button = new Button(alternative.detail(), e -> choose.accept(alternative));
            button.addThemeVariants(ButtonVariant.LUMO_SMALL);
            choices.add(button);
        }
        return choices;
    }

    /** A remark that stays on the page. */
    public static Div note(Component... content) {
        var note = new Div(content);
        note.addClassName("note");
        return note;
    }
}
