package dev.mgx.agent;

/** An answer that cannot be carried out; the message is the one sentence with which the model is asked again. */
public final class UnclearAction extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 600;

    public UnclearAction(String message) {
        super(message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…");
    }
}
