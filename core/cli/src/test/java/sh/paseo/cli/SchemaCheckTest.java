package sh.paseo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.paseo.cli.client.Json;

class SchemaCheckTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"type":"object"}                                                       | {}             | 0
            {"required":["a"]}                                                      | {}             | 1
            {"properties":{"a":{"type":"integer"}}}                                 | {"a":1}        | 0
            {"properties":{"a":{"type":"integer"}}}                                 | {"a":1.5}      | 1
            {"properties":{"a":{"type":["string","null"]}}}                         | {"a":null}     | 0
            {"properties":{"a":{"type":["string","null"]}}}                         | {"a":true}     | 1
            {"properties":{"a":{"enum":["x","y"]}}}                                 | {"a":"z"}      | 1
            {"properties":{"a":{"const":3}}}                                        | {"a":3}        | 0
            {"properties":{"a":{"items":{"type":"string","minLength":2}}}}          | {"a":["xx","y"]} | 1
            {"properties":{"a":{"minItems":2}}}                                     | {"a":[1]}      | 1
            {"properties":{"a":{"minimum":1,"maximum":3}}}                          | {"a":4}        | 1
            {"properties":{"a":{}},"additionalProperties":false}                    | {"a":1,"b":2}  | 1
            {"additionalProperties":{"type":"boolean"}}                             | {"b":2}        | 1
            """)
    void problemsAreCounted(String schema, String value, int problems) {
        assertEquals(problems, SchemaCheck.problems(Json.read(schema), Json.read(value)).size());
    }
}
