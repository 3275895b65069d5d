package io.quartermaster.gateway;

import io.quartermaster.model.ModelPricing;
import io.quartermaster.model.ModelType;
import io.quartermaster.protocol.MediaUsage;
import io.quartermaster.protocol.ScannedRequest;
import io.quartermaster.protocol.SoundLength;
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

    /** What is asked for that is not counted in tokens: images to be made, a text to be spoken, sound of about this length. */
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

    /** The tokens of a request whose provider reports none: of sound as many as it may be, for it may say what it likes of itself. */
    static long input(ModelType type, ScannedRequest request) {
        return type == ModelType.SPEECH2TEXT ? request.mostTokens() : request.textTokens();
    }

    /** Of a text to be spoken: OpenAI's models make some 21 tokens of sound a second, in which people say 14 letters. */
    static long spoken(ModelType type, ScannedRequest request) {
        return type == ModelType.TTS ? request.inputLetters() * 3 / 2 : 0;
    }

    /**
     * Of an answer that the client was given, all of it or a part.
     *
     * @param inputGuess tokens of the request, where nobody reports them
     * @param outputGuess tokens of the answer, where nobody reports them
     */
    static Tokens completed(
            TokenUsage usage, ModelType type, ModelPricing pricing, long inputGuess, long outputGuess, Media asked) {
        boolean silent = usage.input().isEmpty() && usage.media().audioMillis().isEmpty();
        boolean paidBySecond =
                pricing.prices().filter(prices -> prices.second().isPresent()).isPresent();
        boolean lengthGuessed = (silent || paidBySecond)
                && usage.media().audioMillis().isEmpty()
                && asked.audioMillis().isPresent();
        Media media = usage.media().equals(MediaUsage.NONE) && asked.equals(Media.NONE)
                ? Media.NONE
                : media(
                        usage.media(),
                        lengthGuessed ? asked.audioMillis() : usage.media().audioMillis(),
                        asked.images(),
                        asked.characters());
        boolean byUnit = pricing.prices()
                .map(media::isPricedBy)
                .orElse(usage.media().audioMillis().isPresent());
        OptionalLong output = usage.output().isPresent() || byUnit || !guessesOutput(type, usage, pricing)
                ? usage.output()
                : OptionalLong.of(outputGuess);
        OptionalLong input =
                usage.input().isPresent() || byUnit ? usage.input() : OptionalLong.of(heard(usage, inputGuess));
        boolean estimated = lengthGuessed || !input.equals(usage.input()) || !output.equals(usage.output());
        return new Tokens(input, usage.cachedInput(), usage.cacheWrite(), output, usage.reasoning(), estimated, media);
    }

    /** What was reported in seconds and is paid for in tokens. */
    private static long heard(TokenUsage usage, long otherwise) {
        OptionalLong millis = usage.media().audioMillis();
        return millis.isPresent() ? SoundLength.tokens(millis.getAsLong()) : otherwise;
    }

    private static boolean guessesOutput(ModelType type, TokenUsage usage, ModelPricing pricing) {
        return switch (type) {
            case LLM -> true;
            case IMAGE -> pricing.prices().isPresent(); // as many as it may be at most, which is for money only
            case SPEECH2TEXT, TTS -> usage.input().isEmpty();
            case TEXT_EMBEDDING, RERANK, MODERATION -> false;
        };
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
