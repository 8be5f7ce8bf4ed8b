// SPDX-License-Identifier: Apache-2.0
package dev.bursar.catalogue;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a rehearsal needs: which model each operation answers with, and the fields of every model that can be reached from there.
 *
 * <p>An answer is a line {@code METHOD TEMPLATE KIND MODEL}, its kind one of {@code one}, {@code list}, {@code search}, {@code page} (a list
 * of v2), {@code stream}, {@code nothing}. A model is a line {@code MODEL OBJECT field=type ...}, with {@code -} for an object name it has not.
 * Types: {@code s} text, {@code l} whole number, {@code d} decimal, {@code b} truth, {@code i} instant, {@code m} map of text, {@code M} other
 * map, {@code j} any JSON, {@code oX} a model, {@code eX} the id of a model, {@code cX} a list object of models, {@code aT} an array of T.
 */
final class AnswerBuilder {

    private static final String MODELS = "com/stripe/model/";

    /** An interface answers with the commonest of its models. */
    private static final Map<String, String> CONCRETE = Map.of(
            "PaymentSource", "Card", "ExternalAccount", "BankAccount", "BalanceTransactionSource", "Charge");

    private final List<SdkJar> sdks;
    private final TreeMap<String, String> answers = new TreeMap<>();
    private final TreeMap<String, String> models = new TreeMap<>();
    private final Deque<String> reached = new ArrayDeque<>();

    /** @param sdks newest first */
    AnswerBuilder(List<SdkJar> sdks) {
        this.sdks = sdks;
        for (SdkJar sdk : sdks) {
            TreeMap<String, String> ofThis = new TreeMap<>();
            for (SdkJar.Request request : sdk.requests) {
                String operation = request.method() + " " + Templates.of(request.path());
                ofThis.merge(operation, request.returns(), (a, b) -> rank(a).compareTo(rank(b)) <= 0 ? a : b);
            }
            ofThis.forEach((operation, returns) -> answers.computeIfAbsent(operation, o -> answer(returns)));
        }
        while (!reached.isEmpty()) {
            String name = reached.pop();
            if (!models.containsKey(name)) {
                models.put(name, "");
                models.put(name, model(name));
            }
        }
    }

    TreeSet<String> answerLines() {
        TreeSet<String> lines = new TreeSet<>();
        answers.forEach((operation, answer) -> lines.add(operation + " " + answer));
        return lines;
    }

    TreeSet<String> modelLines() {
        TreeSet<String> lines = new TreeSet<>();
        models.forEach((name, rest) -> lines.add(name + " " + rest));
        return lines;
    }

    /** Generic types say most, interfaces more than one of their models. */
    private static String rank(String returns) {
        boolean isInterface = CONCRETE.keySet().stream().anyMatch(i -> returns.equals("L" + MODELS + i + ";"));
        return (returns.contains("<") ? "0" : isInterface ? "1" : "2") + returns;
    }

    private String answer(String returns) {
        if (returns.equals("V")) {
            return "nothing -";
        }
        if (returns.equals("Ljava/io/InputStream;")) {
            return "stream -";
        }
        String type = returns;
        if (!type.contains("<")) {
            String superType = find(type.substring(1, type.length() - 1)).superType();
            type = superType.contains("<") ? superType.substring(superType.lastIndexOf('L', superType.indexOf('<'))) : type;
        }
        for (Map.Entry<String, String> kind : Map.of(
                        "L" + MODELS + "StripeCollection<", "list",
                        "L" + MODELS + "StripeSearchResult<", "search",
                        "L" + MODELS + "v2/StripeCollection<", "page")
                .entrySet()) {
            if (type.startsWith(kind.getKey())) {
                return kind.getValue() + " " + reach(argument(type));
            }
        }
        return "one " + reach(returns);
    }

    private String model(String name) {
        SdkJar.Model model = find(MODELS + name);
        StringBuilder line = new StringBuilder(objectName(name));
        new TreeMap<>(fields(model)).forEach((field, type) -> line.append(' ').append(field).append('=').append(type(type)));
        return line.toString();
    }

    private TreeMap<String, String> fields(SdkJar.Model model) {
        TreeMap<String, String> all = new TreeMap<>();
        String superType = model.superType();
        if (superType.startsWith("L" + MODELS) && !superType.contains("<")) {
            all.putAll(fields(find(superType.substring(1, superType.indexOf(';')))));
        }
        all.putAll(model.fields());
        return all;
    }

    private String type(String type) {
        return switch (type) {
            case "Ljava/lang/String;", "Lcom/stripe/StripeContext;" -> "s";
            case "Ljava/lang/Long;", "Ljava/lang/Integer;" -> "l";
            case "Ljava/lang/Boolean;" -> "b";
            case "Ljava/math/BigDecimal;", "Ljava/lang/Double;", "Ljava/lang/Float;" -> "d";
            case "Ljava/time/Instant;" -> "i";
            case "Ljava/util/Map<Ljava/lang/String;Ljava/lang/String;>;" -> "m";
            default -> {
                if (type.startsWith("Ljava/util/Map<")) {
                    yield "M";
                }
                if (type.startsWith("Ljava/util/List<")) {
                    yield "a" + type(argument(type));
                }
                if (type.startsWith("L" + MODELS + "ExpandableField<")) {
                    yield "e" + reach(argument(type));
                }
                if (type.startsWith("L" + MODELS) && !type.contains("<")) {
                    String superType = find(type.substring(1, type.length() - 1)).superType();
                    yield superType.contains("/StripeCollection<")
                            ? "c" + reach(argument(superType))
                            : "o" + reach(type);
                }
                yield "j";
            }
        };
    }

    private static String argument(String generic) {
        return generic.substring(generic.indexOf('<') + 1, generic.lastIndexOf('>'));
    }

    private String reach(String type) {
        String name = type.substring(1 + MODELS.length(), type.length() - 1);
        String concrete = CONCRETE.getOrDefault(name, name);
        reached.push(concrete);
        return concrete;
    }

    private SdkJar.Model find(String internalName) {
        for (SdkJar sdk : sdks) {
            SdkJar.Model model = sdk.models.get(internalName);
            if (model != null) {
                return model;
            }
        }
        throw new IllegalStateException("a model that no version of the SDK has: `" + internalName + "`");
    }

    private String objectName(String name) {
        if (!fields(find(MODELS + name)).containsKey("object")) {
            return "-";
        }
        return sdks.stream()
                .map(sdk -> sdk.objectNames.get(MODELS + name))
                .filter(found -> found != null)
                .min(Comparator.naturalOrder())
                .orElseGet(() -> snakeCase(name));
    }

    /** The SDK's own rule, for a model it keeps no name of: {@code issuing/CardDesign} is {@code issuing.card_design}. */
    private static String snakeCase(String name) {
        String plain = name.replace('/', '.').replace('$', '.');
        return plain.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
