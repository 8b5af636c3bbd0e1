package sh.paseo.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import sh.paseo.cli.client.Json;

class YamlTest {
    @Test
    void nestedValuesAreIndented() {
        assertEquals("""
                a: text
                b:
                  c: 1
                  d:
                    - x
                    - e: true
                      f: null
                g: []
                h: {}
                """, Yaml.write(Json.read("{\"a\":\"text\",\"b\":{\"c\":1,\"d\":[\"x\",{\"e\":true,\"f\":null}]},\"g\":[],\"h\":{}}")));
    }

    @Test
    void textsThatYamlWouldReadOtherwiseAreQuoted() {
        assertEquals("a: \"true\"\nb: \"12\"\nc: \"a: b\"\nd: \"\"\ne: \"- x\"\nf: \"two\\nlines\"\ng: \"end:\"\n", Yaml.write(Json.read(
                "{\"a\":\"true\",\"b\":\"12\",\"c\":\"a: b\",\"d\":\"\",\"e\":\"- x\",\"f\":\"two\\nlines\",\"g\":\"end:\"}")));
    }

    @Test
    void listsOfObjectsAreBlocks() {
        assertEquals("- a: 1\n  b:\n    c: 2\n- a: 3\n",
                Yaml.write(Json.array(java.util.List.of(Json.read("{\"a\":1,\"b\":{\"c\":2}}"), Json.read("{\"a\":3}")))));
    }
}
