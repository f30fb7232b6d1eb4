import java.util.Scanner;

class Wrap {
    private final int width;
    private final StringBuilder line = new StringBuilder();
    private boolean paragraphEnded;
    private boolean printed;

    Wrap(int width) {
        this.width = width;
    }

    public static void main(String[] arguments) {
        if (arguments.length != 1 || !arguments[0].matches("0*[1-9][0-9]{0,8}")) {
            System.err.println("usage: java Wrap.java WIDTH, a positive whole number");
            System.exit(1);
        }
        Wrap wrap = new Wrap(Integer.parseInt(arguments[0]));
        Scanner in = new Scanner(System.in);
        while (in.hasNextLine()) {
            wrap.take(in.nextLine().strip());
        }
        wrap.endLine();
    }

    private void take(String text) {
        if (text.isEmpty()) {
            endLine();
            paragraphEnded = printed;
            return;
        }
        for (String word : text.split("\\s+")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                endLine();
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
    }

    private void endLine() {
        if (line.isEmpty()) {
            return;
        }
        if (paragraphEnded) {
            System.out.println();
        }
        System.out.println(line);
        line.setLength(0);
        paragraphEnded = false;
        printed = true;
    }
}
