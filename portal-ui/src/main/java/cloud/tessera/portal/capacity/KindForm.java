package cloud.tessera.portal.capacity;

import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Tier;
import cloud.tessera.portal.part.Texts;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.IntegerField;
import java.util.Optional;
import java.util.function.Consumer;

/** How inference is to be held: whether it gives way, whether it may be moved, and how often it is there. */
final class KindForm extends Div {
    private static final long serialVersionUID = 1;
    private final RadioButtonGroup<Tier> tier = new RadioButtonGroup<>();
    private final Checkbox movable = new Checkbox(Texts.text("kind.movable"));
    private final IntegerField replicas = new IntegerField(Texts.text("kind.replicas"));

    /**
     * @param proposed what is chosen at first
     * @param changed is given what is chosen, whenever that is another kind
     */
    KindForm(Kind proposed, Consumer<Kind> changed) {
        addClassName("form");
        tier.addClassName("whole");
        tier.setLabel(Texts.text("kind.tier"));
        tier.setItems(Tier.values());
        tier.setItemLabelGenerator(each -> Texts.text("kind.tier." + each.text()));
        tier.setValue(proposed.tier());
        replicas.setHelperText(Texts.text("kind.replicas.help"));
        replicas.setStepButtonsVisible(true);
        replicas.setMin(1);
        replicas.setMax(Kind.MOST_REPLICAS);
        replicas.setValue(proposed.replicas());
        replicas.setErrorMessage(Texts.text("wish.range", Kind.MOST_REPLICAS));
        movable.addClassName("whole");
        movable.setValue(proposed.movable());
        tier.addValueChangeListener(e -> said().ifPresent(changed));
        movable.addValueChangeListener(e -> said().ifPresent(changed));
        replicas.addValueChangeListener(e -> said().ifPresent(changed));
        add(tier, replicas, movable);
    }

    /** Empty where a field says why not. */
    Optional<Kind> said() {
        Integer count = replicas.getValue();
        boolean within = count != null && count >= 1 && count <= Kind.MOST_REPLICAS;
        replicas.setInvalid(!within);
        return within ? Optional.of(new Kind(tier.getValue(), movable.getValue(), count)) : Optional.empty();
    }
}
