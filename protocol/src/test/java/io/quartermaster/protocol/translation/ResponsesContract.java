package io.quartermaster.protocol.translation;

import java.io.IOException;

/** The Responses API at providers that do not know it: requests are the same for all of them, and so is what the providers answer whoever asks. */
abstract class ResponsesContract extends TranslationContract {

    private final Dialect provider;
    private final String folder;
    private final String answers;

    /** @param answers the folder that has the provider's own answers */
    ResponsesContract(Dialect provider, String folder, String answers) {
        super("responses");
        this.provider = provider;
        this.folder = folder;
        this.answers = answers;
    }

    @Override
    Translation translation() {
        return Translation.between(Dialect.RESPONSES, provider, "1", CREATED, false);
    }

    @Override
    byte[] golden(String name) throws IOException {
        if (name.endsWith("request.client.json")) {
            return super.golden(name);
        }
        boolean own = name.endsWith("request.provider.json") || name.contains(".client.");
        return own ? super.golden(folder + "/" + name) : golden(answers, name);
    }
}
