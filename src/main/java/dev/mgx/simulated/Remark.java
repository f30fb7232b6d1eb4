package dev.mgx.simulated;

/** A comment line in the syntax of a file; all that the simulated model does with a change request. */
record Remark(String opening, String text, String closing) {
    private static final int LONGEST = 120;

    static Remark of(String path, String wish) {
        String plain =
                wish.replaceAll("[^\\p{L}\\p{N} .,;:!?'()]+", " ").strip().replaceAll("\\s+", " ");
        int end = plain.offsetByCodePoints(0, Math.min(LONGEST, plain.codePointCount(0, plain.length())));
        String text = "Asked for, and noted by the simulated model: " + plain.substring(0, end);
        String kind = path.substring(path.lastIndexOf('.') + 1);
        return switch (kind) {
            case "java", "js", "ts", "c", "go" -> new Remark("// ", text, "");
            case "py", "sh", "toml", "yaml", "yml" -> new Remark("# ", text, "");
            case "html", "md", "xml", "svg" -> new Remark("<!-- ", text, " -->");
            case "css" -> new Remark("/* ", text, " */");
            case "json", "csv" -> new Remark("", "", "");
            default -> new Remark("", text, "");
        };
    }

    /** The file with this line appended; unchanged if its kind has no comments. */
    String in(String content) {
        if (text.isEmpty()) {
            return content;
        }
        String separator = content.isEmpty() || content.endsWith("\n") ? "" : "\n";
        return content + separator + opening + text + closing + "\n";
    }
}
