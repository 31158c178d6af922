import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import software.amazon.event.ruler.Machine;

/** Asks event-ruler of each line {"pattern": …, "event": …} whether the pattern wants the event: true, false, or invalid and why. */
public final class Matcher {
  public static void main(String[] none) throws Exception {
    var mapper = new ObjectMapper();
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (var line = in.readLine(); line != null; line = in.readLine()) out.println(answer(mapper.readTree(line)));
    out.flush();
  }

  private static String answer(JsonNode pair) throws Exception {
    var machine = new Machine();
    try {
      machine.addRule("rule", pair.get("pattern").toString());
    } catch (Exception refused) {
      return "invalid: " + String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
    }
    return String.valueOf(!machine.rulesForJSONEvent(pair.get("event").toString()).isEmpty());
  }
}
