package io.quartermaster.gateway;

import io.quartermaster.model.ModelPricing;
import io.quartermaster.model.ModelType;
import io.quartermaster.protocol.MediaUsage;
import io.quartermaster.protocol.ScannedRequest;
import io.quartermaster.protocol.TokenUsage;
import io.quartermaster.usage.Media;
import io.quartermaster.usage.Tokens;
import java.util.OptionalLong;

/**
 * What goes into the ledger as a call's tokens: what the provider reported, and our guess at what it left out. What a model is paid for by the
 * second, the image or the character is counted here from the request; tokens are not guessed then.
 */
final class Metering {

    private Metering() {}

    static Tokens asReported(TokenUsage usage) {
        MediaUsage media = usage.media();
        return new Tokens(
                usage.input(),
                usage.cachedInput(),
                usage.cacheWrite(),
                usage.output(),
                usage.reasoning(),
                false,
                media.equals(MediaUsage.NONE)
                        ? Media.NONE
                        : media(media, media.audioMillis(), OptionalLong.empty(), OptionalLong.empty()));
    }

    /** What is asked for that is not counted in tokens: images to be made, a text to be spoken, the likely length of sound. */
    static Media asked(ModelType type, ScannedRequest request) {
        return switch (type) {
            case IMAGE -> Media.ofUnits(OptionalLong.empty(), OptionalLong.of(images(request)), OptionalLong.empty());
            case TTS ->
                Media.ofUnits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(request.inputCharacters()));
            case SPEECH2TEXT ->
                Media.ofUnits(
                        OptionalLong.of(request.sound().likelyMillis()), OptionalLong.empty(), OptionalLong.empty());
            case LLM, TEXT_EMBEDDING, RERANK, MODERATION -> Media.NONE;
        };
    }

    static long images(ScannedRequest request) {
        return Math.max(1, request.choices().orElse(1));
    }

    /** Of an answer that the client was given, all of it or a part. */
    static Tokens completed(
            TokenUsage usage,
            ModelType type,
            ModelPricing pricing,
            long requestTokens,
            long answerTokens,
            Media asked) {
        boolean silent = usage.input().isEmpty() && usage.media().audioMillis().isEmpty();
        boolean lengthGuessed = silent && asked.audioMillis().isPresent();
        Media media = usage.media().equals(MediaUsage.NONE) && asked.equals(Media.NONE)
                ? Media.NONE
                : media(
                        usage.media(),
                        silent ? asked.audioMillis() : usage.media().audioMillis(),
                        asked.images(),
                        asked.characters());
        boolean byUnit = usage.media().audioMillis().isPresent()
                || pricing.prices().filter(media::isPricedBy).isPresent();
        OptionalLong output = usage.output().isPresent() || byUnit || !guessesOutput(type, silent)
                ? usage.output()
                : OptionalLong.of(type == ModelType.TTS ? spoken(asked) : answerTokens);
        OptionalLong input = usage.input().isPresent() || byUnit ? usage.input() : OptionalLong.of(requestTokens);
        boolean estimated = lengthGuessed || !input.equals(usage.input()) || !output.equals(usage.output());
        return new Tokens(input, usage.cachedInput(), usage.cacheWrite(), output, usage.reasoning(), estimated, media);
    }

    private static boolean guessesOutput(ModelType type, boolean silent) {
        return switch (type) {
            case LLM -> true;
            case SPEECH2TEXT, TTS -> silent;
            case TEXT_EMBEDDING, RERANK, MODERATION, IMAGE -> false;
        };
    }

    /** OpenAI's models make some 21 tokens of sound a second, in which people say 14 characters. */
    private static long spoken(Media asked) {
        return asked.characters().orElse(0) * 3 / 2;
    }

    private static Media media(
            MediaUsage reported, OptionalLong audioMillis, OptionalLong images, OptionalLong characters) {
        return new Media(
                reported.audioInput(),
                reported.audioOutput(),
                reported.imageInput(),
                reported.imageOutput(),
                audioMillis,
                images,
                characters);
    }
}
