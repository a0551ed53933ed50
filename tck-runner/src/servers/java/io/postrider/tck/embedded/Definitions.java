package io.postrider.tck.embedded;

import jakarta.ejb.Stateless;
import jakarta.resource.AdministeredObjectDefinition;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;

/** The resources of the application at the adapter that it brings, for servers that take them from an application. */
@ConnectionFactoryDefinition(name = "java:app/jms/embedded", interfaceName = "jakarta.jms.ConnectionFactory", resourceAdapter = "#postrider-ra",
        transactionSupport = TransactionSupportLevel.XATransaction)
@AdministeredObjectDefinition(name = "java:app/jms/parcels", className = "io.postrider.ra.PostriderQueue", interfaceName = "jakarta.jms.Queue",
        resourceAdapter = "#postrider-ra", properties = "name=parcels")
@Stateless
public class Definitions {
}
