package io.postrider.broker.store;

import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * RocksDB's native library, loaded once in a process. RocksDB copies it out of its jar, 17 MB, and deletes the copy when the
 * process ends in order; a killed broker would leave one behind each time. Here the copy goes as soon as it is loaded, where the
 * system lets a file go that is in use.
 */
final class NativeLibrary {
    private static boolean loaded;

    private NativeLibrary() {
    }

    /** @throws StoreException if it cannot be loaded, saying where it was copied to */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        Path folder = null;
        try {
            folder = Files.createTempDirectory("postrider-native-");
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
            throw new StoreException("RocksDB's native library cannot be loaded from " + (folder == null ? System.getProperty("java.io.tmpdir") : folder)
                    + ": " + e.getMessage() + ". Name a folder from which programs may run with -Djava.io.tmpdir=FOLDER.", e);
        } finally {
            delete(folder);
        }
        RocksDB.loadLibrary();
        loaded = true;
    }

    /** Where a file in use cannot be deleted, as on Windows, RocksDB does it at an orderly end, and the folder goes after it. */
    private static void delete(Path folder) {
        if (folder == null) {
            return;
        }
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
