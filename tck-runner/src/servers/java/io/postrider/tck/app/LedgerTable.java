package io.postrider.tck.app;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Makes the table, outside of any transaction, since making one ends it. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class LedgerTable {
    @Resource(name = "jdbc/ledger")
    private DataSource ledger;

    @PostConstruct
    void make() {
        try (Connection connection = ledger.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists ledger(entry varchar(200))");
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }
}
