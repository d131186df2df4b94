package cloud.tessera.portal.part;

import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.fleet.SiteLimits;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fields of a form that say where something may lie: near a region, under certain law, or both. */
public final class LimitFields implements Serializable {
    private static final long serialVersionUID = 1;
    /** The longest round trip that a limit may have. */
    private static final int MOST_MS = 10_000;

    private final Select<String> region = new Select<>();
    private final IntegerField withinMs = new IntegerField(Texts.text("whatfor.ms"));
    private final MultiSelectComboBox<String> jurisdictions =
            new MultiSelectComboBox<>(Texts.text("whatfor.jurisdictions"));

    /** @param sites whose regions and countries can be chosen */
    public LimitFields(List<Site> sites) {
        TreeSet<String> regions = new TreeSet<>();
        TreeSet<String> laws = new TreeSet<>();
        sites.forEach(site -> {
            regions.addAll(site.latencies().keySet());
            laws.add(site.jurisdiction());
        });
        region.setLabel(Texts.text("whatfor.region"));
        region.setItems(regions);
        region.setEmptySelectionAllowed(true);
        region.setEmptySelectionCaption(Texts.text("whatfor.region.any"));
        region.addValueChangeListener(e -> withinMs.setEnabled(e.getValue() != null));
        withinMs.setEnabled(false);
        withinMs.setValueChangeMode(ValueChangeMode.ON_CHANGE);
        jurisdictions.setItems(laws);
        jurisdictions.setItemLabelGenerator(code -> Locale.of("", code).getDisplayCountry(Locale.ENGLISH));
        jurisdictions.setPlaceholder(Texts.text("whatfor.jurisdictions.any"));
    }

    /** In the order in which they stand. */
    public Component[] all() {
        return new Component[] {region, withinMs, jurisdictions};
    }

    /** By the fields of the ask that refusals name. */
    public Map<String, HasValidation> byName() {
        return Map.of("limits.region", region, "limits", withinMs);
    }

    public void show(SiteLimits limits) {
        region.setValue(known(limits.region()));
        withinMs.setValue(limits.withinMs());
        jurisdictions.setValue(limits.jurisdictions().stream()
                .filter(jurisdictions.getListDataView()::contains)
                .toList());
    }

    private @Nullable String known(@Nullable String asked) {
        return asked != null && region.getListDataView().contains(asked) ? asked : null;
    }

    /** The limits that were chosen; empty where a field says what is missing. */
    public Optional<SiteLimits> said() {
        boolean half = region.getValue() != null && (withinMs.getValue() == null || withinMs.getValue() < 1);
        withinMs.setErrorMessage(Texts.text("whatfor.ms.missing"));
        withinMs.setInvalid(half);
        return half
                ? Optional.empty()
                : Optional.of(new SiteLimits(
                        region.getValue(),
                        region.getValue() == null ? null : Integer.valueOf(Math.min(withinMs.getValue(), MOST_MS)),
                        List.copyOf(jurisdictions.getValue())));
    }
}
