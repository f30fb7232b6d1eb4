package dev.mgx.repository;

/** Who stands in commits. Neither part may be blank, or have a line break, a NUL or one of {@code <>}. */
public record Author(String name, String email) {
    public Author {
        if (!isFit(name) || !isFit(email)) {
            throw new IllegalArgumentException(
                    "An author has a name and an address, without line breaks, < and >; this is \"%s\" and \"%s\""
                            .formatted(name, email));
        }
    }

    private static boolean isFit(String text) {
        return !text.isBlank() && text.chars().noneMatch(each -> each < ' ' || each == '<' || each == '>');
    }
}
