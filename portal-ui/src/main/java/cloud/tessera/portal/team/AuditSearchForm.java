package cloud.tessera.portal.team;

import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.audit.AuditSearch;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks for entries of the log: by what was done, by an id, by the days. */
final class AuditSearchForm extends Div {
    private static final long serialVersionUID = 1;

    private final TextField action = new TextField(Texts.text("audit.action"));
    private final TextField id = new TextField(Texts.text("audit.search.id"));
    private final DatePicker from = new DatePicker(Texts.text("audit.search.from"));
    private final DatePicker through = new DatePicker(Texts.text("audit.search.to"));

    AuditSearchForm(Consumer<AuditSearch> wanted) {
        addClassName("search-form");
        action.setHelperText(Texts.text("audit.search.action.help"));
        id.setHelperText(Texts.text("audit.search.id.help"));
        action.setMaxLength(100);
        id.setMaxLength(200);
        var search = new Button(Texts.text("audit.search"), pressed -> wanted.accept(search()));
        search.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        search.addClickShortcut(Key.ENTER);
        add(action, id, from, through, search);
    }

    private AuditSearch search() {
        LocalDate last = through.getValue();
        return new AuditSearch(
                null,
                null,
                text(action),
                null,
                null,
                text(id),
                day(from.getValue()),
                day(last == null ? null : last.plusDays(1)));
    }

    private static @Nullable String text(TextField field) {
        String text = field.getValue().strip();
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Instant day(@Nullable LocalDate day) {
        return day == null ? null : day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
