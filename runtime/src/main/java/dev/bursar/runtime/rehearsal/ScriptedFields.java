// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The fields that a policy's fixture lays over an answer. What a call states itself stays as stated, and so do the sums of an object that is
 * known already: what was charged is what can be refunded.
 */
final class ScriptedFields {

    static final ScriptedFields NONE = new ScriptedFields(JsonNodeFactory.instance.objectNode());

    private final ObjectNode fields;

    ScriptedFields(ObjectNode fields) {
        this.fields = fields;
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** @param isNew whether the object is only now being made */
    void onto(ObjectNode object, Asked asked, boolean isNew) {
        fields.properties().forEach(field -> {
            String name = field.getKey();
            boolean isMoney = Defaults.isSum(name) || name.equals("currency");
            if (!asked.parts().containsKey(name) && (isNew || !isMoney)) {
                lay(object, name, field.getValue());
            }
        });
    }

    /** Over a list or page, which states nothing itself. */
    ObjectNode over(ObjectNode list) {
        fields.properties().forEach(field -> lay(list, field.getKey(), field.getValue()));
        return list;
    }

    private static void lay(ObjectNode object, String name, JsonNode value) {
        if (value instanceof ObjectNode group && object.get(name) instanceof ObjectNode below) {
            ObjectNode merged = below.deepCopy();
            group.properties().forEach(inner -> lay(merged, inner.getKey(), inner.getValue()));
            object.set(name, merged);
        } else {
            object.set(name, value.deepCopy());
        }
    }
}
