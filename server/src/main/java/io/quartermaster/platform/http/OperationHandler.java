package io.quartermaster.platform.http;

/** Answers the calls of one operation of the contract; runs on a virtual thread, so blocking code is welcome. */
@FunctionalInterface
public interface OperationHandler {
    Reply handle(Call call);
}
