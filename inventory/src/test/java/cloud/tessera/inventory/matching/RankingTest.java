package cloud.tessera.inventory.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cloud.tessera.billing.pricing.Price;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Refused;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final String H100 = "nvidia-h100-80gb";
    private static final String A100 = "nvidia-a100-80gb";
    private static final String L40S = "nvidia-l40s-48gb";
    private static final String V5E = "google-tpu-v5e";
    private static final String INF2 = "aws-inferentia2";
    private static final String GAUDI = "intel-gaudi3-128gb";

    private static final Site PARIS = site("paris", "FR", Site.Link.UP, Map.of("paris", new Site.Latency(1, true)));
    private static final Site MILAN = site("milan", "IT", Site.Link.UP, Map.of("paris", new Site.Latency(17, false)));
    private static final Site OSLO = site("oslo", "NO", Site.Link.UP, Map.of());
    private static final Site CUT = site("cut", "FR", Site.Link.DOWN, Map.of("paris", new Site.Latency(2, false)));

    private final List<Price> prices = new ArrayList<>();
    private Facts.Openings calendar = (_, _, _, _, _) -> new Facts.Opening(true, null);

    private static Site site(String code, String country, Site.Link link, Map<String, Site.Latency> latencies) {
        return new Site(code, code, Site.Kind.CORE, country, latencies, link, NOW);
    }

    private static WhatFor wanted(String task, String billions, String precision) {
        return new WhatFor(
                task, new BigDecimal(billions), precision, null, null, null, null, null, null, SiteLimits.NONE);
    }

    private static WhatFor near(WhatFor it, SiteLimits limits) {
        return new WhatFor(
                it.task(),
                it.billions(),
                it.precision(),
                it.context(),
                it.batch(),
                it.dataGb(),
                it.perSecond(),
                it.amount(),
                it.withinHours(),
                limits);
    }

    private static WhatFor asFast(
            WhatFor it, @Nullable String perSecond, @Nullable String amount, @Nullable Integer hours) {
        return new WhatFor(
                it.task(),
                it.billions(),
                it.precision(),
                it.context(),
                it.batch(),
                it.dataGb(),
                perSecond == null ? null : new BigDecimal(perSecond),
                amount == null ? null : new BigDecimal(amount),
                hours,
                it.limits());
    }

    private void price(String sku, String rate) {
        for (Workload workload : Workload.values()) {
            prices.add(new Price(sku, workload, "*", EUR, NOW, null, new BigDecimal(rate), "example"));
        }
    }

    private MatchAnswer ask(WhatFor wanted, String... models) {
        MatchRules rules = MatchRules.shipped();
        Map<AcceleratorModel, List<String>> there = new LinkedHashMap<>();
        for (String model : models) {
            there.put(Catalogue.shipped().orFungible(model), List.of("paris", "milan", "oslo", "cut"));
        }
        Facts facts = new Facts(
                there, List.of(PARIS, MILAN, OSLO, CUT), prices, EUR, ThroughputTable.shipped(), NOW, calendar);
        return Ranking.of(wanted.check(rules), rules, facts);
    }

    private static List<Match> in(List<Match> matches, String site) {
        return matches.stream().filter(match -> match.site().equals(site)).toList();
    }

    @Test
    void memory_is_that_of_published_models() {
        MatchRules rules = MatchRules.shipped();
        // Llama 2 7B: 32 layers of 4096 keep 0.5 MiB of keys and values for a token; here for 8 x 4096 of them.
        Memory seven = Memory.of(wanted("llm-inference", "6.74", "bf16").check(rules));
        assertThat(seven.on(1)).isCloseTo(13.5 + 17.2, within(1.0));
        // 70B shares keys and values: 320 KiB for a token.
        Memory seventy = Memory.of(wanted("llm-inference", "70", "int8").check(rules));
        assertThat(seventy.on(1)).isCloseTo(70 + 10.7, within(2.0));
        // 16 bytes a parameter, spread over 8 cards.
        Memory training = Memory.of(wanted("llm-finetune", "7", "bf16").check(rules));
        assertThat(training.on(8)).isCloseTo(112.0 / 8 + 0.9, within(0.5));
    }

    @Test
    void the_cheapest_for_a_million_comes_first_with_its_reasons_and_the_version_of_the_rules() {
        price(H100 + "/card", "3.10");
        price(A100 + "/card", "1.80");
        price(A100 + "/3g.40gb", "0.99");
        price(INF2 + "/card", "0.72");
        MatchAnswer answer = ask(wanted("llm-inference", "13", "int8"), A100, H100, INF2);
        assertThat(answer.rules()).isEqualTo(MatchRules.shipped().version());
        List<Match> paris = in(answer.ranked(), "paris");
        // 13 GB of weights and 23 of cache fit a card, not half of one: 3.10/(3000 x 70/13) is less than 1.80/(1100 x
        // 70/13).
        assertThat(paris).extracting(match -> match.shape().sku()).containsExactly(H100 + "/card", A100 + "/card");
        Match first = paris.getFirst();
        assertThat(first.basis()).isEqualTo(Match.Basis.MILLION);
        assertThat(first.price()).isEqualByComparingTo("0.0533");
        assertThat(first.perSecond()).isEqualByComparingTo("16150");
        assertThat(first.reasons())
                .anySatisfy(reason -> assertThat(reason).contains("13 GB of weights (13 billion x 8 bits)"))
                .anySatisfy(reason -> assertThat(reason).contains("Llama 2 70B", "example", "70 to 13 billion"));
        assertThat(in(answer.ranked(), "cut")).isEmpty();
        // Inferentia holds it on two devices, and nobody has published how fast it is at that.
        assertThat(in(answer.unranked(), "paris")).singleElement().satisfies(match -> {
            assertThat(match.shape().model()).isEqualTo(INF2);
            assertThat(match.shape().quantity()).isEqualTo(2);
            assertThat(match.shape().gang()).isTrue();
            assertThat(match.perSecond()).isNull();
            assertThat(match.price()).isEqualByComparingTo("1.44");
            assertThat(match.basis()).isEqualTo(Match.Basis.HOUR);
        });
    }

    @Test
    void what_will_not_do_is_ruled_out_with_a_code_for_why() {
        price(H100 + "/card", "3.10");
        MatchAnswer answer = ask(
                near(wanted("llm-inference", "180", "fp8"), new SiteLimits("paris", 20, List.of("FR", "NO"))),
                H100,
                A100,
                L40S,
                "T4",
                "graphcore-ipu",
                GAUDI);
        assertThat(answer.ranked()).singleElement().satisfies(match -> {
            assertThat(match.shape()).isEqualTo(new Shape(H100, null, 4, true, 0, 0));
            assertThat(match.reasons()).anySatisfy(reason -> assertThat(reason).contains("1 ms to paris (measured)"));
            assertThat(match.reasons()).anySatisfy(reason -> assertThat(reason).contains("law of FR"));
        });
        assertThat(answer.ruledOut())
                .extracting(RuledOut::model, RuledOut::site, RuledOut::code)
                .contains(
                        Assertions.tuple(null, "milan", "other_law"),
                        Assertions.tuple(null, "oslo", "latency_unknown"),
                        Assertions.tuple(null, "cut", "site_unreachable"),
                        Assertions.tuple(A100, null, "precision_unsupported"),
                        Assertions.tuple("T4", null, "precision_unknown"),
                        Assertions.tuple(GAUDI, "paris", "no_price"));
        MatchAnswer big = ask(near(wanted("llm-inference", "2000", "fp8"), SiteLimits.within(10, "paris")), H100, L40S);
        assertThat(big.ranked()).isEmpty();
        assertThat(big.ruledOut())
                .extracting(RuledOut::model, RuledOut::site, RuledOut::code)
                .contains(
                        Assertions.tuple(null, "milan", "too_far"),
                        Assertions.tuple(H100, null, "memory_too_small"),
                        Assertions.tuple(L40S, null, "memory_too_small"));
    }

    @Test
    void a_deadline_takes_as_many_cards_as_it_needs_and_is_priced_as_a_whole() {
        price(H100 + "/card", "2.60");
        price(A100 + "/card", "1.50");
        price(V5E + "/card", "1.10");
        WhatFor tuning = asFast(wanted("llm-finetune", "7", "bf16"), null, "5e9", 72);
        MatchAnswer answer = ask(tuning, A100, H100, V5E);
        List<Match> paris = in(answer.ranked(), "paris");
        // 10,643 tokens/s x 6.66/7 a card: two hold the 112 GB, and do 5e9 tokens in 68.6 h and the turnaround.
        Match h100 = paris.getFirst();
        assertThat(h100.shape()).isEqualTo(new Shape(H100, null, 2, true, 0, 0));
        assertThat(h100.hours()).isEqualTo(69);
        assertThat(h100.basis()).isEqualTo(Match.Basis.JOB);
        assertThat(h100.price()).isEqualByComparingTo(new BigDecimal("357.93")); // 2 x 2.60 x (69 h - 10 min)
        assertThat(h100.reasons()).anySatisfy(reason -> assertThat(reason).contains("MosaicML", "2 cards"));
        assertThat(paris.get(1).shape()).isEqualTo(new Shape(A100, null, 8, true, 0, 0));
        assertThat(paris.get(2).shape().model()).isEqualTo(V5E);
        assertThat(Catalogue.shipped().orFungible(V5E).geometry().toString())
                .contains(Integer.toString(paris.get(2).shape().quantity()));

        MatchAnswer hasty = ask(asFast(wanted("llm-finetune", "7", "bf16"), null, "5e12", 24), H100);
        assertThat(hasty.ruledOut()).extracting(RuledOut::code).contains("too_slow");
        MatchAnswer endless = ask(asFast(wanted("llm-finetune", "7", "bf16"), null, "9e17", null), H100);
        assertThat(endless.ruledOut()).extracting(RuledOut::code).contains("too_slow");
    }

    @Test
    void a_throughput_takes_as_many_slices_as_it_needs_and_is_priced_by_the_hour() {
        price(L40S + "/thousandth", "0.001254");
        price(L40S + "/card", "1.14");
        price(INF2 + "/card", "0.72");
        price("nvidia-a30-24gb/1g.6gb", "0.1815");
        WhatFor embedding = asFast(wanted("embedding", "0.34", "int8"), "1800", null, null);
        MatchAnswer answer = ask(embedding, INF2, "nvidia-a30-24gb", L40S);
        List<Match> paris = in(answer.ranked(), "paris");
        assertThat(paris)
                .extracting(match -> match.shape().sku() + " x " + match.shape().quantity() + " x " + match.copies())
                .containsExactly(
                        L40S + "/thousandth x 720 x 1", INF2 + "/card x 1 x 2", "nvidia-a30-24gb/1g.6gb x 8 x 1");
        assertThat(paris).allSatisfy(match -> assertThat(match.basis()).isEqualTo(Match.Basis.HOUR));
        assertThat(paris.getFirst().price()).isEqualByComparingTo("0.90");
    }

    @Test
    void what_is_free_now_is_told_beside_what_is_cheaper_and_later() {
        price(A100 + "/1g.10gb", "0.25");
        price(A100 + "/2g.20gb", "0.50");
        price(A100 + "/card", "2.00");
        Instant later = NOW.plusSeconds(7200);
        calendar = (shape, _, site, _, _) -> site.equals("milan")
                ? new Facts.Opening(false, null)
                : "1g.10gb".equals(shape.profile()) ? new Facts.Opening(false, later) : new Facts.Opening(true, null);
        MatchAnswer answer = ask(asFast(wanted("vision", "0.0256", "int8"), "100", null, null), A100);
        assertThat(in(answer.ranked(), "paris"))
                .extracting(match -> match.shape().profile(), Match::freeNow, Match::earliest)
                .containsExactly(Assertions.tuple("1g.10gb", false, later), Assertions.tuple("2g.20gb", true, null));
        assertThat(answer.ruledOut())
                .extracting(RuledOut::model, RuledOut::site, RuledOut::code)
                .contains(Assertions.tuple(A100, "milan", "nothing_free"));

        calendar = (_, _, _, _, _) -> new Facts.Opening(false, NOW.plusSeconds(3600L * 60));
        WhatFor due = asFast(wanted("llm-lora", "7", "bf16"), null, "1e9", 72);
        assertThat(ask(due, A100).ruledOut())
                .extracting(RuledOut::model, RuledOut::site, RuledOut::code)
                .contains(Assertions.tuple(A100, "paris", "too_late"));
    }

    @Test
    void a_task_without_figures_is_not_ranked() {
        price(A100 + "/1g.10gb", "0.25");
        price(A100 + "/card", "2.00");
        MatchAnswer speech = ask(wanted("speech", "1.55", "fp16"), A100);
        assertThat(speech.ranked()).isEmpty();
        assertThat(speech.unranked()).isNotEmpty();
        WhatFor table = new WhatFor(
                "classic-ml", null, "fp32", null, null, new BigDecimal("20"), null, null, null, SiteLimits.NONE);
        assertThat(in(ask(table, A100).unranked(), "paris"))
                .singleElement()
                .satisfies(match -> assertThat(match.shape()).isEqualTo(Shape.cards(A100, 1)));
        // Far from any size that was measured.
        assertThat(ask(wanted("llm-inference", "1", "int8"), A100).ranked()).isEmpty();
    }

    @Test
    void what_makes_no_sense_is_refused_with_its_field() {
        refused(wanted("poetry", "1", "int8"), "unknown_task", "task");
        refused(wanted("llm-inference", "1", "int3"), "unknown_precision", "precision");
        refused(wanted("llm-inference", "0", "int8"), "invalid_size", "parameters_billion");
        refused(wanted("llm-inference", "1e-99999999", "int8"), "invalid_size", "parameters_billion");
        refused(wanted("llm-inference", "10001", "int8"), "invalid_size", "parameters_billion");
        refused(wanted("classic-ml", "1", "fp32"), "invalid_data", "data_gb");
        refused(asFast(wanted("vision", "1", "int8"), "-1", null, null), "invalid_throughput", "per_second");
        refused(asFast(wanted("vision", "1", "int8"), null, "0", null), "invalid_amount", "amount");
        refused(asFast(wanted("vision", "1", "int8"), null, null, 5), "invalid_deadline", "amount");
        refused(asFast(wanted("vision", "1", "int8"), null, "1", 5000), "invalid_deadline", "within_hours");
        refused(
                new WhatFor("vision", BigDecimal.ONE, "int8", 0, null, null, null, null, null, SiteLimits.NONE),
                "invalid_context",
                "context");
        refused(
                new WhatFor("vision", BigDecimal.ONE, "int8", null, -1, null, null, null, null, SiteLimits.NONE),
                "invalid_batch",
                "batch");
    }

    private static void refused(WhatFor wanted, String code, String field) {
        Assertions.assertThatThrownBy(() -> wanted.check(MatchRules.shipped()))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.refusal().code()).isEqualTo(code);
                    assertThat(refused.refusal().field()).isEqualTo(field);
                });
    }

    @Test
    void every_rule_refers_to_what_there_is() {
        MatchRules rules = MatchRules.shipped();
        List<String> workloads =
                ThroughputTable.shipped().stream().map(Throughput::workload).toList();
        assertThat(rules.tasks())
                .isNotEmpty()
                .allSatisfy(task -> assertThat(task.figures()).allSatisfy(figure -> {
                    assertThat(workloads).contains(figure.row());
                    assertThat(figure.billions()).isBetween(figure.from(), figure.to());
                }));
        List<String> formats = Catalogue.shipped().all().stream()
                .flatMap(model -> model.precisions().stream())
                .distinct()
                .toList();
        assertThat(rules.precisions()).allSatisfy(p -> assertThat(formats).containsAnyElementsOf(p.metBy()));
    }
}
