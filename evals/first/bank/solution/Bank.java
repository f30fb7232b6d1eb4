import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;

class Bank {
    private final Map<String, Long> balances = new HashMap<>();

    void main() {
        Scanner in = new Scanner(System.in);
        while (in.hasNextLine()) {
            String line = in.nextLine().strip();
            if (!line.isEmpty()) {
                carryOut(line.split("\\s+"));
            }
        }
    }

    private void carryOut(String[] words) {
        switch (words[0] + " " + words.length) {
            case "deposit 3" -> move(null, words[1], Long.parseLong(words[2]));
            case "withdraw 3" -> move(words[1], null, Long.parseLong(words[2]));
            case "transfer 4" -> move(words[1], words[2], Long.parseLong(words[3]));
            case "balance 2" -> System.out.println(words[1] + " " + balance(words[1]));
            default -> System.out.println("unknown command");
        }
    }

    private void move(String from, String to, long amount) {
        if (from != null && balance(from) < amount) {
            System.out.println("refused");
            return;
        }
        if (from != null) {
            balances.merge(from, -amount, Long::sum);
        }
        if (to != null) {
            balances.merge(to, amount, Long::sum);
        }
    }

    private long balance(String name) {
        return balances.getOrDefault(name, 0L);
    }
}
