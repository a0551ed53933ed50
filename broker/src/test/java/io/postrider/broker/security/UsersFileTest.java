package io.postrider.broker.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class UsersFileTest {
    @TempDir
    Path folder;

    private Path path;
    private UsersFile file;

    @BeforeEach
    void in_a_folder_that_is_not_there_yet() {
        path = folder.resolve("conf").resolve("users");
        file = new UsersFile(path, new SecureRandom());
    }

    @Test
    void without_a_file_there_is_nobody() throws UsersException {
        assertTrue(file.current().isEmpty());
        assertFalse(Files.exists(path), "looking must not make one");
    }

    @Test
    void an_added_user_is_there_for_whoever_reads_the_file_next() throws UsersException {
        file.add("ann", "secret", Role.USER);
        file.add("bob@example.org", "geheim", Role.ADMINISTRATOR);

        Users users = new UsersFile(path, new SecureRandom()).current();

        assertEquals(List.of("ann", "bob@example.org"), users.all().stream().map(User::name).toList());
        assertEquals(Role.USER, users.get("ann").role());
        assertTrue(users.get("ann").credentials().matches("secret"));
        assertFalse(users.get("ann").credentials().matches("geheim"));
        assertEquals(Role.ADMINISTRATOR, users.get("bob@example.org").role());
    }

    @Test
    void the_file_holds_no_password_and_only_its_owner_reads_it() throws Exception {
        file.add("ann", "correct horse battery staple", Role.USER);

        assertFalse(Files.readString(path).contains("horse"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        try (var left = Files.list(path.getParent())) {
            assertEquals(List.of(path), left.toList());
        }
    }

    @Test
    void two_users_with_one_password_have_different_keys() throws UsersException {
        file.add("ann", "secret", Role.USER);
        file.add("bob", "secret", Role.USER);

        Users users = file.current();
        assertFalse(Arrays.equals(users.get("ann").credentials().storedKey(), users.get("bob").credentials().storedKey()));
    }

    @Test
    void a_user_of_that_name_is_not_overwritten() throws UsersException {
        file.add("ann", "secret", Role.USER);

        UsersException refused = assertThrows(UsersException.class, () -> file.add("ann", "other", Role.ADMINISTRATOR));

        assertEquals("there is a user ann already in " + path + "; remove it first, or change its password", refused.getMessage());
        assertTrue(file.current().get("ann").credentials().matches("secret"));
    }

    @Test
    void a_changed_password_keeps_the_role() throws UsersException {
        file.add("ann", "secret", Role.ADMINISTRATOR);

        file.changePassword("ann", "other");

        assertTrue(file.current().get("ann").credentials().matches("other"));
        assertEquals(Role.ADMINISTRATOR, file.current().get("ann").role());
    }

    @Test
    void a_removed_user_is_gone() throws UsersException {
        file.add("ann", "secret", Role.USER);
        file.add("bob", "secret", Role.USER);

        file.remove("ann");

        assertNull(file.current().get("ann"));
        assertEquals("bob", file.current().get("bob").name());
    }

    @Test
    void nobody_can_be_changed_or_removed_who_is_not_there() throws UsersException {
        file.add("ann", "secret", Role.USER);

        assertEquals("there is no user bob in " + path, assertThrows(UsersException.class, () -> file.remove("bob")).getMessage());
        assertEquals("there is no user bob in " + path, assertThrows(UsersException.class, () -> file.changePassword("bob", "x")).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a:b", "#ann", "m\u00fcller", "anonymous", "a\nb", "a=b"})
    void a_name_out_of_the_rule_is_refused(String name) {
        UsersException refused = assertThrows(UsersException.class, () -> file.add(name, "secret", Role.USER));

        assertEquals("'" + name + "' is no name for a user, expected 1 to 128 of the characters a-z, A-Z, 0-9, '.', '_', '-' and '@', and not anonymous",
                refused.getMessage());
        assertFalse(Files.exists(path));
    }

    @Test
    void an_empty_password_is_refused() {
        UsersException refused = assertThrows(UsersException.class, () -> file.add("ann", "", Role.USER));

        assertEquals("the user ann cannot have this password: the password is empty", refused.getMessage());
    }

    @Test
    void a_file_that_has_not_changed_is_not_read_again() throws UsersException {
        file.add("ann", "secret", Role.USER);

        assertSame(file.current(), file.current());
    }

    @Test
    void a_change_by_another_process_is_seen_at_the_next_look() throws UsersException {
        file.add("ann", "secret", Role.USER);
        file.current();
        UsersFile other = new UsersFile(path, new SecureRandom());

        other.add("bob", "secret", Role.USER);
        assertEquals(2, file.current().all().size());

        other.remove("ann");
        assertNull(file.current().get("ann"));
    }

    @Test
    void a_file_that_is_taken_away_leaves_nobody() throws Exception {
        file.add("ann", "secret", Role.USER);
        file.current();

        Files.delete(path);

        assertTrue(file.current().isEmpty());
    }

    @Test
    void a_change_that_another_one_is_in_the_way_of_says_so() throws Exception {
        file.add("ann", "secret", Role.USER);
        Path other = Files.createFile(folder.resolve("conf").resolve("users.new"));

        UsersException refused = assertThrows(UsersException.class, () -> file.remove("ann"));

        assertEquals("somebody else is changing " + path + ", or broke off: if no other command runs, remove " + other + " and try again", refused.getMessage());
        assertTrue(Files.exists(other));
    }

    @Test
    void a_refused_change_leaves_the_way_free() throws Exception {
        file.add("ann", "secret", Role.USER);
        assertThrows(UsersException.class, () -> file.remove("bob"));

        file.remove("ann");

        assertTrue(file.current().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                 | the file FILE is no file of users: its first line does not start with postrider-users",
        "postrider-users 2 x | line 1 of the users file FILE is expected to be 'postrider-users 1 ' and 32 bytes in Base64",
        "HEAD;ann           | line 2 of the users file FILE has 1 fields, expected name, salt, iterations, two keys and role",
        "HEAD;# me;a/b SALT 15000 KEY KEY user | line 3 of the users file FILE has the name 'a/b', expected 1 to 128 of the characters",
        "HEAD;ann SALT 15000 KEY KEY root | line 2 of the users file FILE has the role 'root', expected user or administrator",
        "HEAD;ann SALT many KEY KEY user | line 2 of the users file FILE has 'many' iterations, expected 4096 to 1000000",
        "HEAD;ann SALT 10 KEY KEY user | line 2 of the users file FILE has '10' iterations, expected 4096 to 1000000",
        "HEAD;ann KEY 15000 KEY KEY user | line 2 of the users file FILE is damaged: expected a salt of 16 bytes and keys of 32 bytes in Base64",
        "HEAD;ann SALT 15000 KEY !! user | line 2 of the users file FILE is damaged: expected a salt of 16 bytes and keys of 32 bytes in Base64",
        "HEAD;ann SALT 15000 KEY KEY user;ann SALT 15000 KEY KEY user | line 3 of the users file FILE names the user ann a second time"})
    void a_damaged_file_is_refused_with_file_and_line(String content, String expected) throws IOException {
        Files.createDirectories(path.getParent());
        String key = "A".repeat(43) + "=";
        Files.writeString(path, content.replace("HEAD", "postrider-users 1 " + key).replace("KEY", key).replace("SALT", "A".repeat(22) + "==").replace(';', '\n'));

        UsersException refused = assertThrows(UsersException.class, file::current);

        assertTrue(refused.getMessage().startsWith(expected.replace("FILE", path.toString())), refused.getMessage());
    }
}
