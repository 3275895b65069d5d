-- What a call's cost may be made of beside text: tokens of sound and images, which input and output include, and what is counted in
-- other units. Nullable and without defaults, so nothing is rewritten and the lock lasts for the catalogue only; a node of the release
-- before leaves them out.

alter table usage_events
    add column audio_input_tokens  bigint,
    add column audio_output_tokens bigint,
    add column image_input_tokens  bigint,
    add column image_output_tokens bigint,
    -- of sound that was sent
    add column audio_millis        bigint,
    add column images              bigint,
    -- of a text that was spoken
    add column characters          bigint;
