package cloud.tessera.inventory.matching;

import java.util.Locale;

/**
 * What a workload needs of the memory of cards, in gigabytes (10^9 bytes). Estimates: what a program really takes depends
 * on it, and a tenth of each card is left over for that ({@link MatchRules#usablePercent}).
 *
 * @param spread what several cards share among them
 * @param each what every card needs for itself
 * @param text how it comes about, in words
 */
record Memory(double spread, double each, String text) {
    private static final double GB = 1e9;
    private static final double BILLION = 1e9;
    /** Bytes of a value of caches and activations, whatever the weights have. */
    private static final int VALUE_BYTES = 2;
    /**
     * Bytes for each parameter in training with Adam in mixed precision: 2 of weight, 2 of gradient, 12 of optimizer state
     * (weight, momentum and variance in fp32). Rajbhandari et al. 2019, arXiv:1910.02054, section 3.1.
     */
    private static final int ADAM_BYTES = 16;
    /** Bytes that one layer keeps of each value while it is computed. Korthikanti et al. 2022, arXiv:2205.05198, 4.1. */
    private static final int LAYER_BYTES = 34;
    /** Width over layers of a transformer; 128 in GPT-3 (12288/96) and Llama 2 7B (4096/32). */
    private static final int WIDTH_PER_LAYER = 128;
    /** From this size on, heads of attention share keys and values: Llama 2 has it from 34B on. arXiv:2307.09288, 2.2. */
    private static final double GROUPED_FROM_BILLIONS = 30;
    /** Keys and values for each head where they are shared: 8 for 64 in Llama 2 70B. */
    private static final double GROUPED_SHARE = 0.125;
    /** Parameters of adapters for each of the model; ours, for ranks of 16 to 64 on all matrices. */
    private static final double ADAPTERS = 0.01;
    /** Activations of one image of 224 x 224 pixels; ours, ResNet-50 at 16 bits. */
    private static final double IMAGE_GB = 0.025;
    /** What a table takes while it is worked on, for each byte of it; ours. */
    private static final double TABLE_TIMES = 3;

    /** How the memory of a task is worked out. */
    enum Formula {
        /** Weights, and keys and values of all sequences for each layer. */
        GENERATE,
        /** Weights, gradients and optimizer state, and activations that are kept once for each layer. */
        TRAIN,
        /** Weights that stand, adapters that are trained, and activations. */
        ADAPT,
        /** Weights, and the activations of one layer. */
        ENCODE,
        /** Weights, and the activations of the images at a time. */
        IMAGE,
        /** The table, several times over. */
        TABLE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Memory of(WhatFor.Checked work) {
        double parameters = work.billions() * BILLION;
        double weights = parameters * work.precision().bits() / 8 / GB;
        double activations = kept(work) + layer(work);
        return switch (work.task().memory()) {
            case GENERATE -> {
                double cache = cache(work);
                yield new Memory(
                        weights + cache,
                        0,
                        weightsText(work, weights) + " and " + gb(cache) + " of keys and values for "
                                + sequences(work));
            }
            case TRAIN -> {
                double state = parameters * ADAM_BYTES / GB;
                yield new Memory(
                        state,
                        activations,
                        gb(state)
                                + " of weights, gradients and optimizer state (16 bytes a parameter) and on each card "
                                + gb(activations) + " of activations for " + sequences(work));
            }
            case ADAPT -> {
                double adapters = parameters * ADAPTERS * ADAM_BYTES / GB;
                yield new Memory(
                        weights + adapters,
                        activations,
                        weightsText(work, weights) + ", " + gb(adapters) + " for adapters and on each card "
                                + gb(activations) + " of activations for " + sequences(work));
            }
            case ENCODE ->
                new Memory(
                        weights,
                        layer(work),
                        weightsText(work, weights) + " and " + gb(layer(work)) + " of activations for "
                                + sequences(work));
            case IMAGE -> {
                double images = IMAGE_GB * work.batch() * work.precision().bits() / 16;
                yield new Memory(
                        weights,
                        images,
                        weightsText(work, weights) + " and " + gb(images) + " for " + work.batch()
                                + " images at a time");
            }
            case TABLE ->
                new Memory(
                        work.dataGb() * TABLE_TIMES,
                        0,
                        "a table of " + gb(work.dataGb()) + " takes three times that while it is worked on");
        };
    }

    /** On each of so many cards. */
    double on(int cards) {
        return spread / cards + each;
    }

    /** Layers, from the parameters: 12 x layers x width^2 of them. Kaplan et al. 2020, arXiv:2001.08361, 2.1. */
    private static double layers(WhatFor.Checked work) {
        return Math.max(1, Math.cbrt(work.billions() * BILLION / (12.0 * WIDTH_PER_LAYER * WIDTH_PER_LAYER)));
    }

    private static double width(WhatFor.Checked work) {
        return WIDTH_PER_LAYER * layers(work);
    }

    private static double tokens(WhatFor.Checked work) {
        return (double) work.context() * work.batch();
    }

    /** A key and a value of the model's width for each token and layer. Pope et al. 2022, arXiv:2211.05102, 3.3. */
    private static double cache(WhatFor.Checked work) {
        double share = work.billions() >= GROUPED_FROM_BILLIONS ? GROUPED_SHARE : 1;
        return 2 * layers(work) * width(work) * VALUE_BYTES * share * tokens(work) / GB;
    }

    /** The input of each layer, from which the rest is computed again. Korthikanti et al. 2022, 5 (full recomputation). */
    private static double kept(WhatFor.Checked work) {
        return VALUE_BYTES * layers(work) * width(work) * tokens(work) / GB;
    }

    private static double layer(WhatFor.Checked work) {
        return LAYER_BYTES * width(work) * tokens(work) / GB;
    }

    private static String weightsText(WhatFor.Checked work, double weights) {
        return gb(weights) + " of weights (" + number(work.billions()) + " billion x "
                + work.precision().bits() + " bits)";
    }

    private static String sequences(WhatFor.Checked work) {
        return String.format(Locale.ROOT, "%,d sequences of %,d", work.batch(), work.context());
    }

    static String gb(double gigabytes) {
        return number(gigabytes) + " GB";
    }

    /** With as many decimals as say something. */
    static String number(double value) {
        if (value >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 1 ? "%.1f" : "%.3f", value);
    }
}
