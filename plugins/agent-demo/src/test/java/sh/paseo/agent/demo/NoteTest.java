package sh.paseo.agent.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteTest {
    @TempDir
    Path folder;

    private Path wanted;

    @BeforeEach
    void wanted() {
        wanted = folder.resolve(Note.NAME);
    }

    @Test
    void untouchedNoteIsReplaced() throws IOException {
        Note.write(wanted, Note.sealed("first\n"));
        assertEquals(wanted, Note.write(wanted, Note.sealed("second\n")));
        assertEquals(Note.sealed("second\n"), Files.readString(wanted));
    }

    @Test
    void filesOfTheUserStay() throws IOException {
        Files.writeString(wanted, "mine");
        Path second = Note.write(wanted, Note.sealed("note\n"));
        assertEquals(folder.resolve("paseo-demo-2.md"), second);
        assertEquals("mine", Files.readString(wanted));
    }

    @Test
    void noteTheUserChangedStays() throws IOException {
        Note.write(wanted, Note.sealed("note\n"));
        String changed = "one word more " + Files.readString(wanted);
        Files.writeString(wanted, changed);
        assertEquals(folder.resolve("paseo-demo-2.md"), Note.write(wanted, Note.sealed("again\n")));
        assertEquals(changed, Files.readString(wanted));
    }

    @Test
    void unsealedTextIsTheUsersAfterwards() throws IOException {
        Note.write(wanted, "content the user chose");
        Note.write(wanted, "another");
        assertEquals("content the user chose", Files.readString(wanted));
        assertEquals("another", Files.readString(folder.resolve("paseo-demo-2.md")));
    }

    @Test
    void linkIsNotFollowed() throws IOException {
        Path target = folder.resolve("target.md");
        Files.createSymbolicLink(wanted, target);
        assertEquals(folder.resolve("paseo-demo-2.md"), Note.write(wanted, Note.sealed("note\n")));
        assertFalse(Files.exists(target));
    }

    @Test
    void nameWithoutEndingIsNumberedAtItsEnd() throws IOException {
        Files.createDirectory(folder.resolve("notes"));
        assertEquals(folder.resolve("notes-2"), Note.write(folder.resolve("notes"), "x"));
    }
}
