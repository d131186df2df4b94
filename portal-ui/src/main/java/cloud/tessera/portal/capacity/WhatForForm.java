package cloud.tessera.portal.capacity;

import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.matching.MatchRules;
import cloud.tessera.inventory.matching.WhatFor;
import cloud.tessera.portal.part.LimitFields;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.term.Refusal;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.BigDecimalField;
import com.vaadin.flow.component.textfield.IntegerField;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The form that asks what something is wanted for. It shows what the chosen task needs to know, and no more. */
final class WhatForForm extends Div {
    private static final long serialVersionUID = 1;
    private final transient MatchRules rules;
    private final Select<MatchRules.Task> task = new Select<>();
    private final BigDecimalField billions = new BigDecimalField(Texts.text("whatfor.billions"));
    private final BigDecimalField dataGb = new BigDecimalField(Texts.text("whatfor.data"));
    private final Select<MatchRules.Precision> precision = new Select<>();
    private final IntegerField context = new IntegerField(Texts.text("whatfor.context"));
    private final IntegerField batch = new IntegerField(Texts.text("whatfor.batch"));
    private final BigDecimalField perSecond = new BigDecimalField(Texts.text("whatfor.persecond"));
    private final BigDecimalField amount = new BigDecimalField(Texts.text("whatfor.amount"));
    private final IntegerField withinHours = new IntegerField(Texts.text("whatfor.within"));
    private final LimitFields limits;
    /** The fields by the names under which a refusal speaks of them. */
    private final Map<String, HasValidation> byName = new LinkedHashMap<>();

    /** @param ask is given what is wanted */
    WhatForForm(MatchRules rules, List<Site> sites, Consumer<WhatFor> ask) {
        this.rules = rules;
        addClassName("form");
        task.setLabel(Texts.text("whatfor.task"));
        task.addClassName("whole");
        task.setItems(rules.tasks());
        task.setItemLabelGenerator(MatchRules.Task::name);
        task.addValueChangeListener(e -> fit(e.getValue()));
        precision.setLabel(Texts.text("whatfor.precision"));
        precision.setItems(rules.precisions());
        precision.setItemLabelGenerator(each -> Texts.text("whatfor.bits", each.key(), each.bits()));
        withinHours.setHelperText(Texts.text("whatfor.within.help"));
        perSecond.setHelperText(Texts.text("whatfor.persecond.help"));
        amount.setHelperText(Texts.text("whatfor.amount.help"));
        limits = new LimitFields(sites);
        name();
        var find = new Button(Texts.text("whatfor.ask"), e -> said().ifPresent(ask));
        find.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        find.addClassNames("fit", "whole");
        find.setId("ask");
        add(task, billions, dataGb, precision, context, batch);
        add(perSecond, amount, withinHours);
        add(limits.all());
        add(find);
    }

    private void name() {
        byName.put("task", task);
        byName.put("parameters_billion", billions);
        byName.put("data_gb", dataGb);
        byName.put("precision", precision);
        byName.put("context", context);
        byName.put("batch", batch);
        byName.put("per_second", perSecond);
        byName.put("amount", amount);
        byName.put("within_hours", withinHours);
        byName.putAll(limits.byName());
    }

    /** Shows the fields of a task, with what it is usually asked with as their hints. */
    private void fit(MatchRules.Task chosen) {
        billions.setVisible(chosen.hasParameters());
        dataGb.setVisible(!chosen.hasParameters());
        context.setVisible(chosen.hasContext());
        batch.setVisible(chosen.hasParameters());
        context.setPlaceholder(String.valueOf(chosen.context()));
        batch.setPlaceholder(String.valueOf(chosen.batch()));
        billions.setPlaceholder(usual(chosen).map(BigDecimal::toPlainString).orElse(""));
        perSecond.setSuffixComponent(new Span(chosen.unit()));
        amount.setSuffixComponent(new Span(chosen.unit()));
    }

    /** The size that its speed was measured with; empty where nobody has measured it. */
    private static Optional<BigDecimal> usual(MatchRules.Task task) {
        return task.figures().stream()
                .findFirst()
                .map(figure -> BigDecimal.valueOf(figure.billions()).stripTrailingZeros());
    }

    /** A form to begin with: the first task, with a model of the size that its speed was measured with. */
    void begin() {
        MatchRules.Task first = rules.tasks().getFirst();
        task.setValue(first);
        usual(first).ifPresent(billions::setValue);
        rules.precisions().stream()
                .filter(each -> each.key().equals("fp8"))
                .findFirst()
                .ifPresent(precision::setValue);
    }

    /** Shows what is wanted. */
    void show(WhatFor wanted) {
        begin();
        rules.task(wanted.task()).ifPresent(task::setValue);
        rules.precision(wanted.precision()).ifPresent(precision::setValue);
        billions.setValue(wanted.billions());
        dataGb.setValue(wanted.dataGb());
        context.setValue(wanted.context());
        batch.setValue(wanted.batch());
        perSecond.setValue(wanted.perSecond());
        amount.setValue(wanted.amount());
        withinHours.setValue(wanted.withinHours());
        limits.show(wanted.limits());
    }

    /** What is wanted, of the fields that the task has; empty where a field says why not. */
    private Optional<WhatFor> said() {
        byName.values().forEach(field -> field.setInvalid(false));
        MatchRules.Task chosen = task.getValue();
        return limits.said()
                .map(where -> new WhatFor(
                        chosen.key(),
                        chosen.hasParameters() ? billions.getValue() : null,
                        precision.getValue().key(),
                        chosen.hasContext() ? context.getValue() : null,
                        chosen.hasParameters() ? batch.getValue() : null,
                        chosen.hasParameters() ? null : dataGb.getValue(),
                        perSecond.getValue(),
                        amount.getValue(),
                        withinHours.getValue(),
                        where));
    }

    /** Says a refusal at the field that is at fault. Whether one is. */
    boolean blame(Refusal refusal) {
        HasValidation field = refusal.field() == null ? null : byName.get(refusal.field());
        if (field == null || (field instanceof Component part && !part.isVisible())) {
            return false;
        }
        fault(field, refusal.detail());
        return true;
    }

    private static void fault(HasValidation field, String why) {
        field.setErrorMessage(why);
        field.setInvalid(true);
    }
}
