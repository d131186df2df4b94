package cloud.tessera.portal.operator;

import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.term.Outcome;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.IntegerField;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Says how far a region is from a site, measured or declared, or that it is as far as the fleet file says. */
final class LatencyDialog extends Dialog {
    private static final long serialVersionUID = 1;
    private final transient Site site;
    private final transient Function<Map<String, Site.Latency>, Outcome<Site>> set;
    private final transient Runnable done;
    private final ComboBox<String> region = new ComboBox<>(Texts.text("latency.region"));
    private final IntegerField ms = new IntegerField(Texts.text("latency.ms"));
    private final Checkbox measured = new Checkbox(Texts.text("latency.measured.it"));
    private final Div told = new Div();

    /** @param set takes all latencies that are to be set */
    LatencyDialog(
            Site site,
            Collection<String> regions,
            Function<Map<String, Site.Latency>, Outcome<Site>> set,
            Runnable done) {
        this.site = site;
        this.set = set;
        this.done = done;
        setHeaderTitle(Texts.text("latency.title", site.name()));
        region.setItems(regions);
        region.setAllowCustomValue(true);
        region.addCustomValueSetListener(e -> region.setValue(e.getDetail().strip()));
        region.addValueChangeListener(e -> show(e.getValue()));
        ms.setMin(0);
        ms.setHelperText(Texts.text("latency.ms.help"));
        measured.addClassName("whole");
        var fields = new Div(region, ms, measured);
        fields.addClassNames("form", "in-dialog");
        add(new Paragraph(Texts.text("latency.more")), fields, told);
        var yes = new Button(Texts.text("latency.set"), e -> set());
        yes.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        yes.setId("latency-set");
        getFooter().add(new Button(Texts.text("ask.keep"), e -> close()), yes);
    }

    /** What is known of the region that was chosen. */
    private void show(String chosen) {
        Site.Latency known = chosen == null ? null : site.latencies().get(chosen);
        ms.setValue(known == null ? null : Integer.valueOf(known.ms()));
        measured.setValue(known != null && known.measured());
    }

    private void set() {
        told.removeAll();
        region.setErrorMessage(Texts.text("latency.region.missing"));
        region.setInvalid(region.isEmpty());
        if (region.isEmpty()) {
            return;
        }
        Map<String, Site.Latency> all = new TreeMap<>(site.latenciesSet());
        if (ms.isEmpty()) {
            all.remove(region.getValue());
        } else {
            all.put(region.getValue(), new Site.Latency(ms.getValue(), measured.getValue()));
        }
        switch (set.apply(all)) {
            case Outcome.Done<Site> ok -> {
                close();
                done.run();
            }
            case Outcome.No<Site> no -> told.add(Notes.refusal(no.refusal(), other -> {}));
        }
    }
}
