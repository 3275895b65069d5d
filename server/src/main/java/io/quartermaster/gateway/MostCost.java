package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.ModelView;
import io.quartermaster.protocol.ScannedRequest;
import io.quartermaster.usage.Charge;
import io.quartermaster.usage.Media;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a call may cost at most, before it is made: twice our guess at its input, for a guess may fall short, and all the output that the
 * client or the model allows, at the dearest price of those that may answer.
 */
final class MostCost {

    /** Of a model that nobody has said the maximum of. */
    static final long UNKNOWN_OUTPUT = 32_768;

    /** Spoken as slowly as can be asked for. */
    private static final long TOKENS_PER_LETTER = 8;

    private static final long UNKNOWN_IMAGE = 8_192;
    private static final long LIKELY_OUTPUT = 500;
    private static final long MOST_LIKELY = Long.MAX_VALUE / 4;

    private MostCost() {}

    /** Empty when one of them has no price. */
    static OptionalLong of(GatewayRoute route, ScannedRequest request, List<Step> plan) {
        if (route == GatewayRoute.COUNT_TOKENS) {
            return OptionalLong.of(0);
        }
        long input = request.mostTokens();
        long most = 0;
        ModelView before = null;
        for (Step step : plan) {
            ModelView model = step.route().model();
            if (before != null && model.id().equals(before.id())) {
                continue;
            }
            before = model;
            OptionalLong cost =
                    Charge.atMost(model.pricing(), input, output(route, request, model), units(model.type(), request));
            if (cost.isEmpty()) {
                return cost;
            }
            most = Math.max(most, cost.getAsLong());
        }
        return OptionalLong.of(most);
    }

    /** What limits in tokens reserve of an answer; put right at its end. */
    static long likelyOutput(GatewayRoute route, ScannedRequest request, Step step) {
        if (route == GatewayRoute.COUNT_TOKENS || step.route().model().type() != ModelType.LLM) {
            return 0;
        }
        OptionalLong asked = route == GatewayRoute.RESPONSES ? request.maxOutputTokens() : request.maxTokens();
        long each = asked.isPresent() && asked.getAsLong() >= 0 ? asked.getAsLong() : LIKELY_OUTPUT;
        return Math.min(times(request.choices(), each), MOST_LIKELY);
    }

    /** As many tokens as an answer may have. */
    static long output(GatewayRoute route, ScannedRequest request, ModelView model) {
        return switch (model.type()) {
            case LLM -> {
                long most = model.mostOutput().orElse((int) UNKNOWN_OUTPUT);
                OptionalLong asked = route == GatewayRoute.RESPONSES ? request.maxOutputTokens() : request.maxTokens();
                boolean bounds = asked.isPresent() && asked.getAsLong() >= 0;
                // The model's maximum is a bound of its own where it is known.
                long each = !bounds
                        ? most
                        : model.mostOutput().isPresent() ? Math.min(asked.getAsLong(), most) : asked.getAsLong();
                yield times(request.choices(), each);
            }
            case IMAGE -> times(request.choices(), model.mostOutput().orElse((int) UNKNOWN_IMAGE));
            case SPEECH2TEXT -> request.sound().mostTokens() + LIKELY_OUTPUT; // long sound is heard in several answers
            case TTS -> mostOf(model, request.inputLetters() * TOKENS_PER_LETTER);
            case TEXT_EMBEDDING, RERANK, MODERATION -> 0;
        };
    }

    private static long mostOf(ModelView model, long otherwise) {
        return model.mostOutput().isPresent() ? Math.min(model.mostOutput().getAsInt(), otherwise) : otherwise;
    }

    /** As many seconds, images and characters as may be counted; Whisper's seconds are whole ones. */
    private static Media units(ModelType type, ScannedRequest request) {
        return switch (type) {
            case IMAGE, TTS -> Metering.asked(type, request);
            case SPEECH2TEXT ->
                Media.ofUnits(
                        OptionalLong.of(request.sound().mostMillis() + 999),
                        OptionalLong.empty(),
                        OptionalLong.empty());
            case LLM, TEXT_EMBEDDING, RERANK, MODERATION -> Media.NONE;
        };
    }

    private static long times(OptionalLong choices, long each) {
        long several = Math.max(1, choices.orElse(1));
        return several > Long.MAX_VALUE / Math.max(1, each) ? Long.MAX_VALUE : several * each;
    }
}
